import type { AccountFile, PolicyEntry } from '../model/account-file.ts';
import { checkStatements } from './group-rules.ts';
import type { Step } from './locate.ts';
import { showValue } from './mistake.ts';
import { findNearest } from './nearest.ts';
import type { Rule, RuleMistake } from './rule.ts';

interface Use {
  readonly policy: string;
  readonly steps: readonly Step[];
}

/** Own keys only: a file may well have a policy named «constructor». */
function policiesOf(file: AccountFile): readonly (readonly [string, PolicyEntry])[] {
  return Object.entries(file.policies ?? {}).flatMap(([name, entry]) =>
    entry === null ? [] : [[name, entry] as const],
  );
}

function usesOf(file: AccountFile): readonly Use[] {
  const { groups = {}, roles = {} } = file;
  const holders = [
    ...Object.entries(groups).map(([name, entry]) => ({ part: 'groups', name, policies: entry?.policies })),
    ...Object.entries(roles).map(([name, entry]) => ({ part: 'roles', name, policies: entry?.policies })),
  ];
  return holders.flatMap(({ part, name, policies = [] }) =>
    policies.map((policy, index) => ({ policy, steps: [part, name, 'policies', index] })),
  );
}

const knownPolicies: Rule = (file) => {
  const names = policiesOf(file).map(([name]) => name);
  return usesOf(file)
    .filter(({ policy }) => !names.includes(policy))
    .map(({ policy, steps }) => {
      const near = findNearest(policy, names);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      const known =
        names.length === 0 ? 'No policy is defined.' : `Policies: ${names.slice(0, 20).join(', ')}.`;
      return { steps, at: 'value', message: `there is no policy ${showValue(policy)}.${hint} ${known}` };
    });
};

const namedOnce: Rule = (file) => {
  const seen = new Set<string>();
  return usesOf(file).flatMap(({ policy, steps }): readonly RuleMistake[] => {
    const key = JSON.stringify([...steps.slice(0, 2), policy]);
    const twice = seen.has(key);
    seen.add(key);
    if (!twice) return [];
    return [{ steps, at: 'value', message: `the policy "${policy}" is in this list already; keep one.` }];
  });
};

const wholeStatements: Rule = (file) =>
  policiesOf(file).flatMap(([name, { statements }]) =>
    checkStatements(statements, ['policies', name, 'statements'], 'policy'),
  );

/** Names of the policies that are made besides; IAM compares them without case. */
const ownNames = [
  'RequireMFA',
  'FinanceAddition',
  'BillingManagerGuard',
  'CommandLineKeys',
  'CommandLineLogin',
];

const freeNames: Rule = (file) => {
  const taken = new Map(ownNames.map((name) => [name.toLowerCase(), 'that every account gets']));
  for (const [group, entry] of Object.entries(file.groups ?? {}))
    if (typeof entry?.access === 'object')
      taken.set(`${group}-work`.toLowerCase(), `of the group "${group}"`);
  for (const { name } of file.machines ?? [])
    taken.set(`${name}-boundary`.toLowerCase(), `of the machine "${name}"`);
  return policiesOf(file).flatMap(([name]): readonly RuleMistake[] => {
    const whose = taken.get(name.toLowerCase());
    taken.set(name.toLowerCase(), `"${name}"`);
    if (whose === undefined) return [];
    const message = `"${name}" is the name of the policy ${whose} (AWS ignores the case of names). Choose another name.`;
    return [{ steps: ['policies', name], at: 'key', message }];
  });
};

export const policyRules: readonly Rule[] = [knownPolicies, namedOnce, wholeStatements, freeNames];
