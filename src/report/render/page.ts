import { createHash } from 'node:crypto';
import { html, type SafeHtml, toMarkup } from './html-tag.ts';
import { styleSheet } from './style.ts';

// Our own source: it is inserted as it stands, and the policy allows exactly these bytes.
const styleHash = createHash('sha256').update(styleSheet).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
const styleMark = '/*style*/';

/** One self-contained page: no script, nothing remote, one style sheet that its policy allows by hash. */
export function renderPage(page: {
  readonly title: string;
  readonly rehearsal: boolean;
  readonly body: SafeHtml;
}): string {
  const rehearsal = page.rehearsal
    ? html`<aside class="rehearsal" aria-label="Rehearsal"><strong>Rehearsal:</strong> made against a local emulator, not against AWS.</aside>`
    : html``;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<style>/*style*/</style>
</head>
<body>
${rehearsal}${page.body}
</body>
</html>
`;
  // No text from outside can hold the mark: its `<` would be escaped.
  return toMarkup(document).replace(`<style>${styleMark}`, () => `<style>${styleSheet}`);
}
