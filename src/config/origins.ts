import { stringify } from 'yaml';
import type { AccountFile } from '../model/account-file.ts';
import { locate, type Step } from './locate.ts';
import { placeOf } from './place.ts';
import { readYaml, type YamlSource } from './read-yaml.ts';

/** One value of a merged file, and where it stands. Lines count from 1. */
export interface Origin {
  /** Keys and list positions in the merged file, joined by dots. */
  readonly path: string;
  readonly value: unknown;
  readonly file: string;
  readonly line: number;
}

/** What a chain of files comes to: as YAML with the origin of each value behind it, and as data. */
export interface ResolvedFile {
  readonly text: string;
  readonly origins: readonly Origin[];
}

/** Comments stand in one column as long as the values are no longer than that. */
const commentColumn = 48;

/**
 * Tells of every value of a merged file where it is written: in the nearest file that says it, since that one wins.
 * @param sources nearest first: the file, then what it extends
 * @param nameOf what a file is called
 */
export function resolveFile(
  merged: AccountFile,
  sources: readonly YamlSource[],
  nameOf: (file: string) => string,
): ResolvedFile {
  const plain = stringify(merged, { lineWidth: 0 });
  const made = readYaml(plain, '');
  const origins = leavesOf(made.value).map(({ steps, path, value }) => {
    const place = placeOf(sources, steps);
    const { line } = locate(made, path);
    return {
      at: line,
      origin: {
        path: path.join('.'),
        value,
        file: place === undefined ? '' : nameOf(place.file),
        line: place?.line ?? 0,
      },
    };
  });
  const byLine = new Map(origins.map(({ at, origin }) => [at, origin]));
  const text = plain
    .split('\n')
    .map((line, index) => {
      const origin = byLine.get(index + 1);
      if (origin === undefined) return line;
      return `${line.padEnd(commentColumn)}  # ${origin.file}:${origin.line}`;
    })
    .join('\n');
  return { text, origins: origins.map(({ origin }) => origin) };
}

interface Leaf {
  /** Entries of named lists by their name: a merge moves positions. */
  readonly steps: readonly Step[];
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

function leavesOf(value: unknown, steps: readonly Step[] = [], path: Leaf['path'] = []): readonly Leaf[] {
  if (Array.isArray(value)) {
    const names = value.map(nameIn);
    const isNamed = names.every((name) => name !== undefined);
    return value.flatMap((item, index) => {
      const name = isNamed ? names[index] : undefined;
      const nth = names.slice(0, index).filter((each) => each === name).length;
      return leavesOf(item, [...steps, name === undefined ? index : { name, nth }], [...path, index]);
    });
  }
  if (typeof value !== 'object' || value === null) return [{ steps, path, value }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...steps, key], [...path, key]));
}

function nameIn(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('name' in item)) return undefined;
  return typeof item.name === 'string' ? item.name : undefined;
}
