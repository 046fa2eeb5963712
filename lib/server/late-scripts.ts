/**
 * The scripts of a page wait until its first frame was drawn: fetching and compiling them keeps two
 * cores from drawing what the page already says (quality P15). Next writes their tags into the head
 * and has no setting for when they are fetched, so the tags are changed on their way out.
 */

/** A type of script, and of link, that no browser fetches or runs. */
const lateType = "late";

/**
 * A page's HTML with its scripts held back, and what would fetch one for them. React and Next escape
 * each `<` of what a page says.
 */
export function holdScripts(html: string, nonce: string): string {
  return html
    .replace("<head>", (head) => `${head}<script nonce="${nonce}">${startScripts}</script>`)
    .replaceAll('<script src="/_next/static/', `<script type="${lateType}" src="/_next/static/`)
    .replaceAll('<link rel="preload" as="script"', `<link rel="${lateType}" as="script"`);
}

/**
 * Starts what was held back, in the order of the page: what is there at the first frame, and what came
 * later once all of the page has. A page that nobody sees has no frame to wait for.
 */
const startScripts = `{
const start = () => {
  for (const late of document.querySelectorAll('script[type="${lateType}"]')) {
    const script = document.createElement("script");
    for (const { name, value } of late.attributes) if (name !== "type") script.setAttribute(name, value);
    script.nonce = late.nonce;
    late.replaceWith(script);
  }
};
const drawn = new MessageChannel();
drawn.port1.onmessage = start;
const wait = () => {
  if (document.hidden) start();
  else requestAnimationFrame(() => drawn.port2.postMessage(null));
};
wait();
addEventListener("load", wait);
}`;
