import type { AccountFile, GroupEntry } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import { findNearest } from './nearest.ts';
import type { Rule, RuleMistake } from './rule.ts';

// A user is in 10 groups at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxGroups = 10;
// AWS takes 500 groups at most; looking for a near name in more is not worth the time.
const maxGuessed = 100;

interface Member {
  readonly name: string;
  readonly kind: 'human' | 'machine';
  readonly word: string;
  readonly groups: readonly string[];
  readonly steps: readonly Step[];
}

function membersOf(file: AccountFile): readonly Member[] {
  const people = file.people ?? [];
  const machines = file.machines ?? [];
  return [
    ...people.map(
      ({ name, groups }): Member => ({
        name,
        kind: 'human',
        word: 'person',
        groups,
        steps: ['people', { name }, 'groups'],
      }),
    ),
    ...machines.map(
      ({ name, groups }): Member => ({
        name,
        kind: 'machine',
        word: 'machine',
        groups,
        steps: ['machines', { name }, 'groups'],
      }),
    ),
  ];
}

/** Own keys only: a file may well have a group named «constructor». */
function groupNamed(file: AccountFile, name: string): GroupEntry | undefined {
  const groups = file.groups ?? {};
  return (Object.hasOwn(groups, name) ? groups[name] : undefined) ?? undefined;
}

const knownGroups: Rule = (file) => {
  const names = Object.keys(file.groups ?? {});
  return membersOf(file).flatMap((member) =>
    member.groups.flatMap((group, index): readonly RuleMistake[] => {
      if (groupNamed(file, group) !== undefined) return [];
      const near = findNearest(group, names.slice(0, maxGuessed));
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      const known = names.length === 0 ? 'No group is defined.' : `Groups: ${names.slice(0, 20).join(', ')}.`;
      return [
        {
          steps: [...member.steps, index],
          at: 'value',
          message: `there is no group "${group}".${hint} ${known}`,
          missingGroup: group,
        },
      ];
    }),
  );
};

/** People carry the MFA deny, programs cannot: nobody is in both kinds, and nobody in the wrong kind. */
const rightKind: Rule = (file) =>
  membersOf(file).flatMap((member) =>
    member.groups.flatMap((group, index): readonly RuleMistake[] => {
      const entry = groupNamed(file, group);
      const kind = entry?.kind ?? 'human';
      if (entry === undefined || kind === member.kind) return [];
      const other =
        member.kind === 'human'
          ? 'people are under the MFA rule, programs cannot be'
          : 'programs have no MFA device, they would be shut out';
      return [
        {
          steps: [...member.steps, index],
          at: 'value',
          message: `the ${member.word} "${member.name}" cannot be in the ${kind} group "${group}": ${other}.`,
        },
      ];
    }),
  );

/** One name in both lists would be one identity in both kinds of group; `name-rules` says so, as a clash. */
const fewGroups: Rule = (file) =>
  membersOf(file).flatMap((member): readonly RuleMistake[] => [
    ...(member.groups.length > maxGroups
      ? [
          {
            steps: member.steps,
            at: 'value' as const,
            message: `"${member.name}" is in ${member.groups.length} groups; AWS allows ${maxGroups}.`,
          },
        ]
      : []),
    ...member.groups.flatMap((group, index) =>
      member.groups.indexOf(group) === index
        ? []
        : [
            {
              steps: [...member.steps, index],
              at: 'value' as const,
              message: `the group "${group}" is in this list already; keep one.`,
            },
          ],
    ),
  ]);

/** An account that nobody can administer. With nobody in the file at all it is an open question instead. */
const someAdministrator: Rule = (file) => {
  const people = file.people ?? [];
  if (people.length === 0 || hasAdministrator(file)) return [];
  const groups = Object.entries(file.groups ?? {}).flatMap(([name, group]) =>
    group?.access === 'administrator' ? [name] : [],
  );
  const where =
    groups.length === 0
      ? 'No group has the access administrator.'
      : `Put somebody into ${groups.join(' or ')}.`;
  return [{ steps: ['people'], at: 'key', message: `nobody is an administrator. ${where}` }];
};

/** True when a person who has not left is in a group with the access `administrator`. */
export function hasAdministrator(file: AccountFile): boolean {
  return (file.people ?? []).some(
    (person) =>
      person.keptUntil === undefined &&
      person.groups.some((group) => groupNamed(file, group)?.access === 'administrator'),
  );
}

export const memberRules: readonly Rule[] = [knownGroups, rightKind, fewGroups, someAdministrator];
