import type { Picture, PictureNode } from '../block.ts';
import { arrangePicture } from '../picture.ts';
import { html, type SafeHtml } from './html-tag.ts';
import { wrapToWidth } from './wrap-to-width.ts';

/** All in units of the drawing, which are pixels where the page is 1,000 wide. */
const drawing = { width: 900, top: 30, between: 12, padding: 10, line: 17, noteLine: 15 } as const;
const labelSize = 14;
const noteSize = 12;

interface Box {
  readonly node: PictureNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: readonly string[];
  readonly note: readonly string[];
}

/**
 * A picture as SVG. Attributes and classes only, so that a policy without inline styles lets it be; one image to
 * a screen reader, which finds the sentences by `describedBy`.
 */
export function drawPicture(picture: Picture, ids: { labelledBy: string; describedBy: string }): SafeHtml {
  const { columns, arrows } = arrangePicture(picture);
  const boxWidth = columns.length > 3 ? 188 : 248;
  const step = columns.length > 1 ? (drawing.width - boxWidth) / (columns.length - 1) : 0;
  const stacks = columns.map(({ nodes }, index) => stack(nodes, Math.round(index * step), boxWidth));
  const tallest = Math.max(0, ...stacks.map(heightOf));
  const boxes = stacks.flatMap((boxesOf) => {
    const down = drawing.top + Math.round((tallest - heightOf(boxesOf)) / 2);
    return boxesOf.map((box) => ({ ...box, y: box.y + down }));
  });
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const height = drawing.top + tallest + 2;
  return html`<svg viewBox="0 0 ${drawing.width} ${height}" width="${drawing.width}" height="${height}" role="img" aria-labelledby="${ids.labelledBy}" aria-describedby="${ids.describedBy}">
${columns.map(({ title }, index) => html`<text class="column" x="${Math.round(index * step) + 1}" y="14">${title}</text>\n`)}${arrows.map(
  ([from, to]) => drawArrow(byId.get(from), byId.get(to)),
)}${boxes.map(drawBox)}</svg>
`;
}

function stack(nodes: readonly PictureNode[], x: number, width: number): readonly Box[] {
  let y = 0;
  return nodes.map((node) => {
    const room = width - 2 * drawing.padding;
    const label = wrapToWidth(node.label, room / labelSize, 3);
    const note = node.note === undefined ? [] : wrapToWidth(node.note, room / noteSize, 2);
    const height = 12 + label.length * drawing.line + note.length * drawing.noteLine;
    const box = { node, x: x + 1, y, width: width - 2, height, label, note };
    y += height + drawing.between;
    return box;
  });
}

function heightOf(boxes: readonly Box[]): number {
  const last = boxes.at(-1);
  return last === undefined ? 0 : (boxes[0]?.y ?? 0) * -1 + last.y + last.height;
}

function drawBox({ node, x, y, width, height, label, note }: Box): SafeHtml {
  const left = x + drawing.padding;
  const labels = label.map(
    (line, index) => html`<text class="name" x="${left}" y="${y + 19 + index * drawing.line}">${line}</text>`,
  );
  const below = y + 19 + (label.length - 1) * drawing.line + 16;
  const notes = note.map(
    (line, index) =>
      html`<text class="${node.open === true ? 'open' : 'remark'}" x="${left}" y="${below + index * drawing.noteLine}">${line}</text>`,
  );
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"></rect>${labels}${notes}\n`;
}

function drawArrow(from: Box | undefined, to: Box | undefined): SafeHtml {
  if (from === undefined || to === undefined) return html``;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return html`<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}"></path>\n`;
}
