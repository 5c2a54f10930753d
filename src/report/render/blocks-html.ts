import type { Block, Inline, Line, Picture } from '../block.ts';
import { html, type SafeHtml } from './html-tag.ts';
import { drawPicture } from './picture-svg.ts';

/** @param id prefix for ids inside, unique on the page */
export function renderBlock(block: Block, id: string): SafeHtml {
  switch (block.kind) {
    case 'text':
      return html`<p>${renderLine(block.line)}</p>\n`;
    case 'heading':
      return html`<h3>${block.text}</h3>\n`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${renderLine(item)}</li>\n`);
      return block.ordered ? html`<ol>\n${items}</ol>\n` : html`<ul>\n${items}</ul>\n`;
    }
    case 'facts':
      return html`<dl>\n${block.rows.map(([name, line]) => html`<dt>${name}</dt><dd>${renderLine(line)}</dd>\n`)}</dl>\n`;
    case 'table':
      return renderTable(block, id);
    case 'code':
      return html`<p class="label" id="${id}">${block.label}</p>\n<pre tabindex="0" role="region" aria-labelledby="${id}"><code>${block.text}</code></pre>\n`;
    case 'picture':
      return renderPicture(block.picture, id);
  }
}

/** On narrow screens the drawing scrolls inside its frame; the sentences below it never do. */
function renderPicture(picture: Picture, id: string): SafeHtml {
  const drawing = drawPicture(picture, { labelledBy: id, describedBy: `${id}-words` });
  return html`<figure>
<p class="label" id="${id}">${picture.title}</p>
<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
${drawing}</div>
<figcaption id="${id}-words"><ul>
${picture.words.map((line) => html`<li>${renderLine(line)}</li>\n`)}</ul></figcaption>
</figure>
`;
}

/** Roles are written out: narrow screens show rows as cards, and `display: block` would take them away. */
function renderTable({ caption, head, rows }: Extract<Block, { kind: 'table' }>, id: string): SafeHtml {
  const cell = (line: Line, column: number) =>
    column === 0
      ? html`<th scope="row" role="rowheader">${renderLine(line)}</th>`
      : html`<td role="cell" data-label="${head[column] ?? ''}">${renderLine(line)}</td>`;
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table role="table">
<caption id="${id}">${caption}</caption>
<thead role="rowgroup"><tr role="row">${head.map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((cells) => html`<tr role="row">${cells.map(cell)}</tr>\n`)}</tbody>
</table>
</div>
`;
}

export function renderLine(line: Line): SafeHtml {
  return html`${line.map(renderInline)}`;
}

function renderInline(inline: Inline): SafeHtml {
  if (typeof inline === 'string') return html`${inline}`;
  switch (inline.kind) {
    case 'code':
      return html`<code>${inline.text}</code>`;
    case 'strong':
      return html`<strong>${inline.text}</strong>`;
    case 'link':
      return html`<a href="${inline.href}" rel="noreferrer">${inline.text}</a>`;
    case 'badge':
      return inline.hint === undefined
        ? html`<span class="badge ${inline.tone}">${inline.text}</span>`
        : html`<span class="badge ${inline.tone}" title="${inline.hint}">${inline.text}</span>`;
    case 'day':
      return html`<span class="day">${inline.text}</span>`;
    case 'note':
      return html`<span class="note">${inline.text}</span>`;
  }
}
