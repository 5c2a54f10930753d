import type { AccountFile } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import type { Rule, RuleMistake } from './rule.ts';

interface Named {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly at: 'key' | 'value';
  /** «person», «machine»… */
  readonly kind: string;
}

const usersOf = (file: AccountFile): readonly Named[] => [
  ...(file.people ?? []).map(
    ({ name }): Named => ({ name, steps: ['people', { name }, 'name'], at: 'value', kind: 'person' }),
  ),
  ...(file.machines ?? []).map(
    ({ name }): Named => ({ name, steps: ['machines', { name }, 'name'], at: 'value', kind: 'machine' }),
  ),
];
const keysOf = (file: AccountFile, part: 'groups' | 'roles', kind: string): readonly Named[] =>
  Object.keys(file[part] ?? {}).map((name) => ({ name, steps: [part, name], at: 'key', kind }));

/** IAM compares names without case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const noClash: Rule = (file) =>
  [usersOf(file), keysOf(file, 'groups', 'group'), keysOf(file, 'roles', 'role')].flatMap((names) => {
    const clashes = findTwins(
      names,
      (name) => name.toLowerCase(),
      (again, first) =>
        `"${again.name}" is the same as the ${first.kind} "${first.name}": AWS ignores the case of names. Choose another name.`,
    );
    const clashing = new Set(clashes.map(({ again }) => again));
    const rest = names.filter((named) => !clashing.has(named));
    const alike = findTwins(
      rest,
      skeleton,
      (again, first) =>
        `"${again.name}" looks like the ${first.kind} "${first.name}" (0 and O, 1, l and I). Choose a name that cannot be mistaken.`,
    );
    return [...clashes, ...alike].map(({ mistake }) => mistake);
  });

function findTwins(
  names: readonly Named[],
  fold: (name: string) => string,
  say: (again: Named, first: Named) => string,
): readonly { readonly again: Named; readonly mistake: RuleMistake }[] {
  const first = new Map<string, Named>();
  return names.flatMap((again) => {
    const earlier = first.get(fold(again.name));
    if (earlier === undefined) {
      first.set(fold(again.name), again);
      return [];
    }
    // Twice in one list of one file is told by `checkTwice`.
    if (earlier.name === again.name && earlier.kind === again.kind) return [];
    return [{ again, mistake: { steps: again.steps, at: again.at, message: say(again, earlier) } }];
  });
}

/** What a name looks like in a careless font. */
function skeleton(name: string): string {
  return name.replace(/[1I|]/g, 'l').replace(/0/g, 'o').toLowerCase();
}

/** Names that AWS keeps for itself, or that would be taken for something else. */
const noReserved: Rule = (file) => [
  ...usersOf(file)
    .filter(({ name }) => name.toLowerCase() === 'root')
    .map((named) => refuse(named, 'would be mistaken for the root user of the account')),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
  ...keysOf(file, 'roles', 'role')
    .filter(({ name }) => /^aws(servicerole|reserved)/i.test(name))
    .map((named) => refuse(named, 'begins like the roles that AWS makes itself')),
  ...[...usersOf(file), ...keysOf(file, 'groups', 'group'), ...keysOf(file, 'roles', 'role')]
    .filter(({ name }) => /^[.=,+@-]/.test(name) || /[.=,+@-]$/.test(name))
    .map((named) => refuse(named, 'begins or ends with punctuation')),
];

function refuse(named: Named, why: string): RuleMistake {
  return { steps: named.steps, at: named.at, message: `"${named.name}" ${why}. Choose another name.` };
}

export const nameRules: readonly Rule[] = [noClash, noReserved];
