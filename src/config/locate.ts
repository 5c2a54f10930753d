import { isMap, isScalar, isSeq } from 'yaml';
import type { Mistake } from './mistake.ts';
import { keyOf, type Path, startOf, type YamlSource } from './read-yaml.ts';

/**
 * A step of a path: a key, a position in a list, or the entry of a list by its name. Names survive a merge,
 * positions do not. `nth` tells entries of one name apart, counting from 0.
 */
export type Step = string | number | { readonly name: string; readonly nth?: number };
/** Where in a text a path leads to. */
export interface Located {
  readonly line: number;
  readonly column: number;
  /** The part of the path that is there, names turned into positions. */
  readonly path: Path;
  /** How many steps of the wanted path are there. */
  readonly found: number;
  readonly node: unknown;
  /** Node of the key in front of the value, where there is one. */
  readonly key: unknown;
}

/** Follows a path as far as it goes. `at` says whether the place is the key or the value behind it. */
export function locate(source: YamlSource, steps: readonly Step[], at: 'key' | 'value' = 'value'): Located {
  let node: unknown = source.document.contents;
  let key: unknown;
  const path: (string | number)[] = [];
  for (const step of steps) {
    const next = stepInto(node, step);
    if (next === undefined) break;
    ({ node, key } = next);
    path.push(next.at);
  }
  const complete = path.length === steps.length;
  // What is missing is missed at the key of the map that should hold it.
  const shown =
    (at === 'key' || !complete || node === null || isEmptyScalar(node)) && key !== undefined ? key : node;
  const { line, col } = source.lines.linePos(startOf(shown));
  return { line: Math.max(1, line), column: Math.max(1, col), path, found: path.length, node, key };
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

function stepInto(
  node: unknown,
  step: Step,
): { node: unknown; key: unknown; at: string | number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((candidate) => keyOf(candidate) === String(step));
    return pair === undefined ? undefined : { node: pair.value, key: pair.key, at: String(step) };
  }
  if (!isSeq(node)) return undefined;
  const index = typeof step === 'object' ? indexOfName(node.items, step.name, step.nth ?? 0) : Number(step);
  return index in node.items ? { node: node.items[index], key: undefined, at: index } : undefined;
}

function indexOfName(items: readonly unknown[], name: string, nth: number): number {
  let left = nth;
  return items.findIndex((item) => isMap(item) && item.get('name') === name && left-- === 0);
}

/** Says a mistake at a path of one text. */
export function mistakeAt(
  source: YamlSource,
  steps: readonly Step[],
  at: 'key' | 'value',
  message: string,
): Mistake {
  const found = locate(source, steps, at);
  const rest = steps.slice(found.found).map((step) => (typeof step === 'object' ? step.name : step));
  return {
    file: source.file,
    line: found.line,
    column: found.column,
    path: [...found.path, ...rest].join('.'),
    message,
  };
}

/** The text of a scalar as written, like `012345678901` for a number that lost its zero. */
export function writtenAs(source: YamlSource, path: Path): string | undefined {
  const { node, found } = locate(source, path);
  return found === path.length && isScalar(node) ? node.source : undefined;
}
