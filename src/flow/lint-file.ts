import type { LoadedFile } from '../config/load.ts';
import type { Step } from '../config/locate.ts';
import { placeOf } from '../config/place.ts';
import { inPartition } from '../lib/own-partition.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Finding } from '../model/finding.ts';
import type { Partition } from '../model/target.ts';
import { type LintFinding, lintPolicy } from '../policies/lint/lint.ts';
import type { PolicyToLint } from '../policies/lint/policy-to-lint.ts';
import { lintTogether, type Member } from '../policies/lint/together.ts';

type FileToLint = Pick<LoadedFile, 'merged' | 'sources'>;

/**
 * The linter's findings on every statement that a file and its templates give to groups and roles, each with the place
 * where it is written: for a statement taken over from a template that is the template.
 * @param known what the file does not say; partition and region follow from it where they can
 * @param skip paths of groups and policies that are not looked at, because they could not be read as they stand
 */
export async function lintFile(
  file: FileToLint,
  known: { readonly partition?: Partition; readonly accountId?: string; readonly region?: string } = {},
  skip: (path: string) => boolean = () => false,
): Promise<readonly Finding[]> {
  const policies = policiesOf(file.merged, known).filter(({ owner }) => !skip(owner.join('.')));
  const single = await Promise.all(
    policies.map(async ({ list, policy }) =>
      (await lintPolicy(policy)).map((found) => placed(file, list, found)),
    ),
  );
  const together = await lintTogether(membersOf(file.merged), byGroup(policies, file.merged));
  return [
    ...once(single.flat()),
    ...together.map(({ finding, member }) =>
      withPlace(
        finding,
        placeOf(
          file.sources,
          member.list === 'groups' ? ['groups', member.name] : [member.list, { name: member.name }, 'groups'],
          [],
          member.list === 'groups' ? 'key' : 'value',
        ),
      ),
    ),
  ];
}

/** A policy that groups and roles share is read once for each kind of holder; what is the same is said once. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Whoever is in several groups; then the groups themselves, for a group may name several policies. */
function membersOf(merged: AccountFile): readonly Member[] {
  const members = (['people', 'machines'] as const).flatMap((list) =>
    (merged[list] ?? []).map(({ name, groups }) => ({ list, name, groups })),
  );
  const groups = Object.keys(merged.groups ?? {}).map((name) => ({
    list: 'groups' as const,
    name,
    groups: [name],
  }));
  return [...members, ...groups];
}

/** The policies of each group: its own statements, and those that it names. */
function byGroup(
  policies: readonly WrittenPolicy[],
  merged: AccountFile,
): ReadonlyMap<string, readonly PolicyToLint[]> {
  return new Map(
    Object.entries(merged.groups ?? {}).map(([name, entry]) => {
      const wanted = [`groups.${name}`, ...(entry?.policies ?? []).map((policy) => `policies.${policy}`)];
      const holder = entry?.kind ?? 'human';
      return [
        name,
        policies
          .filter(({ owner, policy }) => wanted.includes(owner.join('.')) && policy.holder === holder)
          .map(({ policy }) => policy),
      ];
    }),
  );
}

/** Statements that a file gives, with the path to what they belong to and to their list. */
interface WrittenPolicy {
  readonly owner: readonly [part: 'groups' | 'policies', name: string];
  readonly list: readonly Step[];
  readonly policy: PolicyToLint;
}

function policiesOf(merged: AccountFile, known: PolicyToLint['account'] = {}): readonly WrittenPolicy[] {
  const region = known.region ?? merged.account?.region;
  const accountId = known.accountId ?? merged.account?.id;
  const partition = known.partition ?? (region === undefined ? undefined : partitionOf(region));
  const account = {
    ...(partition === undefined ? {} : { partition }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
  };
  const ofGroups = Object.entries(merged.groups ?? {}).flatMap(([group, entry]): readonly WrittenPolicy[] => {
    if (typeof entry?.access !== 'object') return [];
    const policy = {
      where: `group ${group}`,
      name: `group/${group}`,
      holder: entry.kind ?? 'human',
      use: 'managed',
      statements: inPartition(entry.access.statements, partition ?? 'aws'),
      account,
    } as const;
    return [{ owner: ['groups', group], list: ['groups', group, 'access', 'statements'], policy }];
  });
  const named = Object.entries(merged.policies ?? {}).flatMap(([name, entry]): readonly WrittenPolicy[] => {
    if (entry === null) return [];
    const statements = inPartition(entry.statements, partition ?? 'aws');
    return holdersOf(name, merged).map((holder) => ({
      owner: ['policies', name],
      list: ['policies', name, 'statements'],
      policy: {
        where: `policy ${name}`,
        name: `policy/${name}`,
        holder,
        use: holder === 'role' ? 'inline-role' : 'managed',
        statements,
        account,
      },
    }));
  });
  return [...ofGroups, ...named];
}

/** What kinds of holder a policy goes to; one that nobody names yet is read as one for people. */
function holdersOf(policy: string, merged: AccountFile): readonly ('human' | 'machine' | 'role')[] {
  const groups = Object.values(merged.groups ?? {}).filter(
    (group) => group?.policies?.includes(policy) === true,
  );
  const roles = Object.values(merged.roles ?? {}).filter((role) => role?.policies?.includes(policy) === true);
  const kinds = [
    ...groups.map((group) => group?.kind ?? ('human' as const)),
    ...roles.map(() => 'role' as const),
  ];
  return kinds.length === 0 ? ['human'] : [...new Set(kinds)];
}

function placed(file: FileToLint, list: readonly Step[], found: LintFinding): Finding {
  const below = found.statement === undefined ? [] : [found.statement, ...found.spot];
  return withPlace(
    found.finding,
    placeOf(file.sources, list, below, found.statement === undefined ? 'key' : found.at),
  );
}

function withPlace(finding: Finding, place: Finding['place']): Finding {
  return place === undefined ? finding : { ...finding, place };
}
