import type { AccountFile, GroupEntry, PolicyEntry } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import type { Rule, RuleMistake } from './rule.ts';

const groupsOf = (file: AccountFile): readonly (readonly [string, GroupEntry])[] =>
  Object.entries(file.groups ?? {}).flatMap(([name, group]) =>
    group === null ? [] : [[name, group] as const],
  );

const hasAccess: Rule = (file) =>
  groupsOf(file)
    .filter(([, group]) => group.access === undefined && group.policies === undefined)
    .map(([name]) => ({
      steps: ['groups', name],
      at: 'key',
      message: `the group "${name}" has no access; write administrator, billing-read-only, billing-manager, support, none, a map with statements, or the names of policies.`,
    }));

/** Machine groups are never under the MFA deny, so what only people with MFA may do is not for them. */
const machineAccess: Rule = (file) =>
  groupsOf(file)
    .filter(([, group]) => group.kind === 'machine')
    .flatMap(([name, group]): readonly RuleMistake[] => [
      ...(typeof group.access === 'string' && group.access !== 'none'
        ? [
            {
              steps: ['groups', name, 'access'],
              at: 'value' as const,
              message: `${group.access} is for people with MFA; a machine group takes statements, limited to what the program needs, or none.`,
            },
          ]
        : []),
      ...(group.cli === undefined
        ? []
        : [
            {
              steps: ['groups', name, 'cli'],
              at: 'key' as const,
              message: 'only human groups have "cli"; programs use the key of their machine. Remove it.',
            },
          ]),
      ...(group.mfa === undefined
        ? []
        : [
            {
              steps: ['groups', name, 'mfa'],
              at: 'key' as const,
              message:
                'programs have no MFA device, the group would be shut out. Remove it, or make the group human.',
            },
          ]),
    ]);

/** The grammar of a statement: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const wholeStatements: Rule = (file) =>
  groupsOf(file).flatMap(([name, group]) =>
    typeof group.access === 'object'
      ? checkStatements(group.access.statements, ['groups', name, 'access', 'statements'], 'group')
      : [],
  );

/**
 * What AWS's grammar wants of the statements of one policy.
 * @param list where they stand
 * @param owner for people: what they belong to
 */
export function checkStatements(
  statements: PolicyEntry['statements'],
  list: readonly Step[],
  owner: string,
): readonly RuleMistake[] {
  const sids = new Set<string>();
  return statements.flatMap((statement, index): readonly RuleMistake[] => {
    const steps = [...list, index];
    const twice = statement.Sid !== undefined && sids.has(statement.Sid);
    if (statement.Sid !== undefined) sids.add(statement.Sid);
    return [
      ...needOne(steps, 'Action', statement.Action, statement.NotAction),
      ...needOne(steps, 'Resource', statement.Resource, statement.NotResource),
      ...(twice
        ? [
            {
              steps: [...steps, 'Sid'],
              at: 'value' as const,
              message: `the Sid "${statement.Sid}" is there twice in this ${owner}; Sids are unique.`,
            },
          ]
        : []),
    ];
  });
}

function needOne(
  steps: RuleMistake['steps'],
  key: string,
  positive: unknown,
  negative: unknown,
): readonly RuleMistake[] {
  if ((positive === undefined) !== (negative === undefined)) return [];
  const message =
    positive === undefined
      ? `the statement has neither ${key} nor Not${key}; write one.`
      : `the statement has ${key} and Not${key}; keep one.`;
  return [{ steps: positive === undefined ? steps : [...steps, `Not${key}`], at: 'key', message }];
}

export const groupRules: readonly Rule[] = [hasAccess, machineAccess, wholeStatements];
