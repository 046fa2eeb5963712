/** A page for someone who may not look: one of our own sentences, no script, both themes. */
export function refusalPage(status: number, message: string): string {
  const font = "font: 15px/1.5 system-ui, sans-serif";
  return `<!doctype html>
<html lang="en" style="color-scheme: light dark; ${font}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Batchboard: ${status}</title>
<body style="max-width: 36rem; margin: 18vh auto; padding: 0 1.5rem">
<h1 style="font-size: 1.1rem">Batchboard</h1>
<p>${message}</p>
<p>The line begins with <code>Batchboard is ready:</code> or <code>For another browser:</code>.</p>
</body>
</html>
`;
}
