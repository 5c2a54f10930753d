import type { Finding } from '../../model/finding.ts';
import { describePaths, openPaths } from './escalation.ts';
import { isFarTooLarge } from './limits.ts';
import type { PolicyToLint } from './policy-to-lint.ts';
import { readPolicy } from './read-policy.ts';
import { weightOf } from './rule.ts';

/** A person or machine, and the groups it is in; or a group by itself, which may have several policies. */
export interface Member {
  readonly list: 'people' | 'machines' | 'groups';
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * Ways to more rights that no policy opens by itself, and several do together for whoever has all of them: one
 * may pass a role, the other start instances. Told once for each set of groups, at its first member.
 */
export async function lintTogether(
  members: readonly Member[],
  policies: ReadonlyMap<string, readonly PolicyToLint[]>,
): Promise<readonly { readonly finding: Finding; readonly member: Member }[]> {
  const sets = new Map<string, { readonly member: Member; readonly own: readonly PolicyToLint[] }>();
  for (const member of members) {
    const all = [...new Set(member.groups)].sort().flatMap((group) => policies.get(group) ?? []);
    const own = [...new Map(all.map((policy) => [policy.name, policy])).values()].filter(
      (policy) => !isFarTooLarge(policy),
    );
    const key = own.map(({ name }) => name).join(' ');
    if (own.length > 1 && !sets.has(key)) sets.set(key, { member, own });
  }
  const found = [...sets.values()].map(async ({ member, own }) => {
    const finding = await findTogether(own);
    return finding === undefined ? [] : [{ finding, member }];
  });
  return (await Promise.all(found)).flat();
}

async function findTogether(own: readonly PolicyToLint[]): Promise<Finding | undefined> {
  const [first] = own;
  if (first === undefined) return undefined;
  const single = await Promise.all(own.map(async (policy) => openPaths(await readPolicy(policy))));
  const known = new Set(single.flat().map(({ path }) => path.id));
  const union = { ...first, statements: own.flatMap(({ statements }) => statements) };
  const fresh = openPaths(await readPolicy(union)).filter(({ path }) => !known.has(path.id));
  if (fresh.length === 0) return undefined;
  const names = own.map(({ name }) => name.replace(/^group\//, ''));
  const isGroups = own.every(({ name }) => name.startsWith('group/'));
  const subject = `${isGroups ? 'groups ' : ''}${names.join(' and ')} together`;
  const consent = `policy-escalation:${isGroups ? 'groups/' : ''}${names.join('+')}`;
  const weight = weightOf('grave', first.holder);
  const told = describePaths(fresh);
  return {
    id: `policy-escalation:${subject}`,
    rule: 'policy-escalation',
    subject,
    ...weight,
    ...told,
    what: told.what.replace(/^It leads/, `${isGroups ? 'Being in' : 'Having'} ${names.join(' and ')} leads`),
    fix: `${told.fix} Or let nobody ${isGroups ? 'be in' : 'have'} both.${weight.stops === 'consent' ? ` Or consent with --i-understand ${consent}` : ''}`,
    ...(weight.stops === 'consent' ? { consent } : {}),
  };
}
