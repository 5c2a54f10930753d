import type { LoadedFile } from '../config/load.ts';
import type { Step } from '../config/locate.ts';
import { placeOf } from '../config/place.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Finding } from '../model/finding.ts';
import type { Partition } from '../model/target.ts';
import { type LintFinding, lintPolicy } from '../policies/lint/lint.ts';
import type { PolicyToLint } from '../policies/lint/policy-to-lint.ts';
import { lintTogether } from '../policies/lint/together.ts';

type FileToLint = Pick<LoadedFile, 'merged' | 'sources'>;

/**
 * The linter's findings on every statement that a file and its templates give to groups, each with the place
 * where it is written: for a statement taken over from a template that is the template.
 * @param known what the file does not say; partition and region follow from it where they can
 * @param skip groups that are not looked at, because they could not be read as they stand
 */
export async function lintFile(
  file: FileToLint,
  known: { readonly partition?: Partition; readonly accountId?: string; readonly region?: string } = {},
  skip: (group: string) => boolean = () => false,
): Promise<readonly Finding[]> {
  const policies = policiesOf(file.merged, known).filter(({ group }) => !skip(group));
  const single = await Promise.all(
    policies.map(async ({ group, policy }) =>
      (await lintPolicy(policy)).map((found) => placed(file, ['groups', group], found)),
    ),
  );
  const byGroup = new Map(policies.map(({ group, policy }) => [group, policy]));
  const together = await lintTogether(membersOf(file.merged), byGroup);
  return [
    ...single.flat(),
    ...together.map(({ finding, member }) =>
      withPlace(finding, placeOf(file.sources, [member.list, { name: member.name }, 'groups'])),
    ),
  ];
}

function membersOf(merged: AccountFile) {
  return (['people', 'machines'] as const).flatMap((list) =>
    (merged[list] ?? []).map(({ name, groups }) => ({ list, name, groups })),
  );
}

interface GroupPolicy {
  readonly group: string;
  readonly policy: PolicyToLint;
}

function policiesOf(merged: AccountFile, known: PolicyToLint['account'] = {}): readonly GroupPolicy[] {
  const region = known.region ?? merged.account?.region;
  const accountId = known.accountId ?? merged.account?.id;
  const partition = known.partition ?? partitionOf(region);
  const account = {
    ...(partition === undefined ? {} : { partition }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
  };
  return Object.entries(merged.groups ?? {}).flatMap(([group, entry]): readonly GroupPolicy[] => {
    if (typeof entry?.access !== 'object') return [];
    const policy = {
      where: `group ${group}`,
      name: `group/${group}`,
      holder: entry.kind ?? 'human',
      use: 'managed',
      statements: entry.access.statements,
      account,
    } as const;
    return [{ group, policy }];
  });
}

function partitionOf(region: string | undefined): Partition | undefined {
  if (region === undefined) return undefined;
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function placed(file: FileToLint, group: readonly Step[], found: LintFinding): Finding {
  const list = [...group, 'access', 'statements'];
  const below = found.statement === undefined ? [] : [found.statement, ...found.spot];
  return withPlace(
    found.finding,
    placeOf(file.sources, list, below, found.statement === undefined ? 'key' : found.at),
  );
}

function withPlace(finding: Finding, place: Finding['place']): Finding {
  return place === undefined ? finding : { ...finding, place };
}
