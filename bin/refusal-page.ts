import { createHash } from "node:crypto";
import type { Text } from "#lib/texts/text";
import { type Wording, worded } from "#lib/texts/wording";

const style =
  "html{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:36rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.1rem}";

/** What the page may do: use its own style sheet, and nothing else. */
export const refusalPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * A page for someone who may not look: our own sentences in a language, no script, both themes. `again` asks once
 * more by itself: a browser that came by a link from elsewhere shows its session only then.
 */
export function refusalPage(
  status: number,
  message: Text,
  wording: Wording,
  again: boolean,
): string {
  return `<!doctype html>
<html lang="${wording.language}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">${again ? '<meta http-equiv="refresh" content="0">' : ""}
<title>Batchboard: ${status}</title>
<style>${style}</style>
<h1>Batchboard</h1>
<p>${worded(message, wording)}</p>
</html>
`;
}
