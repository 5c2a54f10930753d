import type { Report } from '../../model/report.ts';
import type { Section } from '../block.ts';
import { describeSections, stateWords } from '../sections.ts';
import { renderBlock, renderLine } from './blocks-html.ts';
import { html, type SafeHtml } from './html-tag.ts';
import { renderPage } from './page.ts';

/** The report as one self-contained page. */
export function renderHtml(report: Report): string {
  const { account, state, madeAt, madeBy } = report;
  const name = account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
  const sections = describeSections(report);
  const { tone, text } = stateWords[state.kind];
  const day = `${madeAt.slice(0, 10)} ${madeAt.slice(11, 16)} UTC`;
  const body = html`<a class="skip" href="#on-one-page">To the report</a>
<aside class="secret" aria-label="Confidentiality"><strong>Confidential.</strong> Names people and rights of an AWS account. Hand it on only to those who need it.</aside>
<div class="page">
<header>
<h1>Handover of AWS account ${name}</h1>
<p>${renderLine([{ kind: 'badge', tone, text }])} ${day}, ${account.region}</p>
<p>Made by ${madeBy}</p>
</header>
<nav aria-label="Contents"><ol>
${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>\n`)}</ol></nav>
<main>
${sections.map(renderSection)}</main>
<footer><p>Report format ${report.schemaVersion}. The same report stands beside this page as Markdown and as JSON.</p></footer>
</div>`;
  return renderPage({ title: `Handover of AWS account ${name}`, rehearsal: report.rehearsal, body });
}

function renderSection({ id, title, blocks }: Section): SafeHtml {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${blocks.map((block, index) => renderBlock(block, `${id}-${index + 1}`))}</section>
`;
}
