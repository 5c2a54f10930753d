import { cleanText } from '../../lib/clean-text.ts';
import type { Report } from '../../model/report.ts';
import type { Block, Inline, Line, Section } from '../block.ts';
import { describeSections } from '../sections.ts';

/** The report as GitHub-flavoured Markdown; every text from outside is escaped. */
export function renderMarkdown(report: Report): string {
  const { account, madeAt, madeBy } = report;
  const name = account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
  return [
    `# Handover of AWS account ${escapeMarkdown(name)}`,
    `**Confidential.** Made ${escapeMarkdown(madeAt)} by ${escapeMarkdown(madeBy)}.`,
    ...(report.rehearsal ? ['**Rehearsal:** made against a local emulator, not against AWS.'] : []),
    ...renderMarkdownSections(describeSections(report)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Sections in order, each as one text. */
export function renderMarkdownSections(sections: readonly Section[]): readonly string[] {
  return sections.map(renderSection);
}

function renderSection({ title, blocks }: Section): string {
  return [`## ${escapeMarkdown(title)}`, ...blocks.map(renderBlock)].join('\n\n');
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'text':
      return renderLine(block.line);
    case 'heading':
      return `### ${escapeMarkdown(block.text)}`;
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${renderLine(item)}`)
        .join('\n');
    case 'facts':
      return block.rows
        .map(([name, line]) => `- **${escapeMarkdown(name)}**: ${renderLine(line)}`)
        .join('\n');
    case 'table':
      return renderTable(block.caption, block.head, block.rows);
    case 'code':
      return `${escapeMarkdown(block.label)}:\n\n${renderFence(block.text)}`;
    case 'picture':
      // Drawn in the page only; here its sentences.
      return [
        `**${escapeMarkdown(block.picture.title)}**`,
        '',
        ...block.picture.words.map((line) => `- ${renderLine(line)}`),
      ].join('\n');
  }
}

function renderTable(caption: string, head: readonly string[], rows: readonly (readonly Line[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${escapeMarkdown(caption)}**`,
    '',
    row(head.map(escapeMarkdown)),
    row(head.map(() => '---')),
    ...rows.map((cells) => row(cells.map(renderLine))),
  ].join('\n');
}

function renderLine(line: Line): string {
  return line.map(renderInline).join('');
}

function renderInline(inline: Inline): string {
  if (typeof inline === 'string') return escapeMarkdown(inline);
  switch (inline.kind) {
    case 'code':
      return `<code>${escapeMarkdown(inline.text)}</code>`;
    case 'strong':
    case 'badge':
      return `**${escapeMarkdown(inline.text)}**`;
    case 'day':
      return escapeMarkdown(inline.text);
    case 'link':
      return `[${escapeMarkdown(inline.text)}](${inline.href.replace(/[()<>\s]/g, encodeURIComponent)})`;
    case 'note':
      return `<br>${escapeMarkdown(inline.text)}`;
  }
}

// As entities, not with a backslash: they mean the same inside <code>, in a table cell and after a line break.
const special = /[&<>|`*_~[\]\\#!$@]|(?<=^\s*)[-+=](?=\s|[-=])|(?<=^\s*\d+)[.)]/g;

/** One line; HTML, table, emphasis, link, heading, list and mention marks become entities. */
export function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replace(/\s+/g, ' ')
    .replace(special, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\bhttps?:(?=\/\/)/gi, (found) => found.replace(':', '&#58;'));
}

/** A fence longer than any run of backticks in the text: it cannot be closed from inside. */
function renderFence(text: string): string {
  const clean = cleanText(text);
  const longest = Math.max(2, ...(clean.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${clean}\n${fence}`;
}
