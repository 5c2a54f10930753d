import { cleanLine } from '../lib/clean-text.ts';
import type { Picture, PictureColumn, PictureNode } from './block.ts';

/** Boxes a column that can still be read; more of them become one that counts the rest. */
export const mostNodes = 14;

/** Gathers what is too much in one box, and orders the boxes so that few arrows cross. Same input, same picture. */
export function arrangePicture(picture: Picture): Picture {
  const merged = new Map<string, string>();
  const columns = picture.columns.map(({ title, nodes }, index) => {
    const plain = nodes.map(cleanNode);
    if (plain.length <= mostNodes) return { title, nodes: plain };
    const rest = plain.slice(mostNodes - 1);
    const id = `more/${index}`;
    for (const node of rest) merged.set(node.id, id);
    return { title, nodes: [...plain.slice(0, mostNodes - 1), { id, label: `${rest.length} more` }] };
  });
  const pairs = picture.arrows.map(([from, to]) => [merged.get(from) ?? from, merged.get(to) ?? to] as const);
  const arrows = [...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()];
  return { ...picture, arrows, columns: orderColumns(columns, arrows) };
}

function cleanNode({ note, ...node }: PictureNode): PictureNode {
  return { ...node, label: cleanLine(node.label), ...(note === undefined ? {} : { note: cleanLine(note) }) };
}

/** The second column keeps its order; its neighbours follow it, each box at the mean of what it is joined to. */
function orderColumns(
  columns: readonly PictureColumn[],
  arrows: Picture['arrows'],
): readonly PictureColumn[] {
  const [first, second, ...others] = columns;
  if (first === undefined || second === undefined) return columns;
  const backwards = arrows.map(([from, to]) => [to, from] as const);
  const ordered = [follow(first, second, backwards), second];
  for (const column of others) ordered.push(follow(column, ordered.at(-1) ?? second, arrows));
  return ordered;
}

function follow(column: PictureColumn, anchor: PictureColumn, arrows: Picture['arrows']): PictureColumn {
  const places = new Map(anchor.nodes.map((node, index) => [node.id, index]));
  const sums = new Map<string, { readonly sum: number; readonly count: number }>();
  for (const [from, to] of arrows) {
    const place = places.get(from);
    if (place === undefined) continue;
    const { sum, count } = sums.get(to) ?? { sum: 0, count: 0 };
    sums.set(to, { sum: sum + place, count: count + 1 });
  }
  const meanOf = ({ id }: PictureNode): number => {
    const found = sums.get(id);
    return found === undefined ? anchor.nodes.length : found.sum / found.count;
  };
  return { ...column, nodes: column.nodes.toSorted((a, b) => meanOf(a) - meanOf(b)) };
}
