import type { Place } from '../model/finding.ts';
import { locate, type Step } from './locate.ts';
import type { YamlSource } from './read-yaml.ts';

/**
 * Where a chain of files says something: in the nearest one that has the whole path to its owner, since a later
 * list replaces an earlier one as a whole. A deeper path is then followed in that file only.
 * @param sources Nearest first: the account file, then what it extends.
 * @param owner Path to the value that is taken over from one file as a whole.
 * @param below Path inside of it, as far as it goes.
 */
export function placeOf(
  sources: readonly YamlSource[],
  owner: readonly Step[],
  below: readonly Step[] = [],
  at: 'key' | 'value' = 'value',
): Place | undefined {
  const source = sources.find((each) => locate(each, owner).found === owner.length);
  if (source === undefined) return undefined;
  const found = locate(source, [...owner, ...below], at);
  return {
    file: source.file,
    line: found.line,
    column: found.column,
    path: found.path.join('.'),
    source: source.text.split('\n', found.line)[found.line - 1]?.replace(/\r$/, '') ?? '',
  };
}
