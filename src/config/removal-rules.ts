import type { AccountFile } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import { isRemoval } from './merge.ts';
import { showValue } from './mistake.ts';
import { findNearest } from './nearest.ts';
import type { RuleMistake } from './rule.ts';

/** A removal that was written, and the names it can be meant for. */
interface Removal {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly what: string;
  readonly inherited: readonly string[];
}

/**
 * A `null` that takes nothing out: misspelt, it would leave in the account what somebody meant to be gone.
 * @param file one file of a chain
 * @param below what it extends, merged
 */
export function checkRemovals(file: AccountFile, below: AccountFile): readonly RuleMistake[] {
  return removalsOf(file, below)
    .filter(({ name, inherited }) => !inherited.includes(name))
    .map(({ name, steps, what, inherited }) => {
      const near = findNearest(name, inherited.slice(0, 100));
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      const known =
        inherited.length === 0
          ? `The templates bring no ${what}.`
          : `There are: ${inherited.slice(0, 20).join(', ')}.`;
      return {
        steps,
        at: 'key',
        message: `there is no ${what} ${showValue(name)} to take out.${hint} ${known}`,
      };
    });
}

function removalsOf(file: AccountFile, below: AccountFile): readonly Removal[] {
  const maps = (
    [
      ['groups', 'group'],
      ['roles', 'role'],
      ['policies', 'policy'],
      ['tags', 'tag'],
    ] as const
  ).flatMap(([part, what]) =>
    Object.entries(file[part] ?? {})
      .filter(([, value]) => value === null)
      .map(([name]) => ({ name, what, steps: [part, name], inherited: Object.keys(below[part] ?? {}) })),
  );
  const lists = (
    [
      ['people', 'person'],
      ['machines', 'machine'],
    ] as const
  ).flatMap(([list, what]) =>
    removedNames(file[list]).map((name) => ({
      name,
      what,
      steps: [list, { name }, 'groups'],
      inherited: namesOf(below[list]),
    })),
  );
  const buckets = Object.entries(file.roles ?? {}).flatMap(([role, entry]) => {
    const inherited = namesOf(own(below.roles, role)?.buckets);
    return removedNames(entry?.buckets).map((name) => ({
      name,
      what: `bucket of the role ${role}`,
      steps: ['roles', role, 'buckets', { name }, 'access'],
      inherited,
    }));
  });
  return [...maps, ...lists, ...buckets];
}

type Named = readonly { readonly name: string }[] | undefined;
const namesOf = (list: Named): readonly string[] => (list ?? []).map(({ name }) => name);
const removedNames = (list: Named): readonly string[] => namesOf((list ?? []).filter(isRemoval));

function own<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
