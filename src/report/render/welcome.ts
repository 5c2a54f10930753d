import type { WelcomeSheet } from '../welcome.ts';
import { describeWelcome } from '../welcome-sections.ts';
import { renderBlock } from './blocks-html.ts';
import { html } from './html-tag.ts';
import { renderPage } from './page.ts';

/** The welcome sheet of one person, as one self-contained page. */
export function renderWelcome(sheet: WelcomeSheet): string {
  const account = sheet.account.alias ?? sheet.account.id;
  const sections = describeWelcome(sheet).map(
    ({ id, title, blocks }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${blocks.map((block, index) => renderBlock(block, `${id}-${index + 1}`))}</section>
`,
  );
  const body = html`<div class="page">
<header>
<h1>Welcome to AWS, ${sheet.person}</h1>
<p>Account ${account}. This sheet holds no password; you may keep it.</p>
</header>
<main>
${sections}</main>
</div>`;
  return renderPage({ title: `Welcome to ${account}: ${sheet.person}`, rehearsal: sheet.rehearsal, body });
}
