import { parseArn } from '../../lib/arn.ts';
import { apiPage } from './api-pages.ts';
import { canDo, grantsByName, type Reached, type World, worldOf } from './ask.ts';
import { passRolePaths } from './escalation-pass-role.ts';
import { presentRolePaths } from './escalation-present-role.ts';
import { type EscalationPath, identityPaths, type Step, type Target } from './escalation-table.ts';
import type { ReadPolicy } from './read-policy.ts';
import { type Rule, type Said, weightOf } from './rule.ts';

export const escalationPaths: readonly EscalationPath[] = [
  ...identityPaths,
  ...passRolePaths,
  ...presentRolePaths,
];

export interface OpenPath {
  readonly path: EscalationPath;
  /** The statement that opens its first step. */
  readonly reached: Reached;
}

/**
 * The ways to more rights that statements together leave open: all steps of a way are possible, Denies included.
 * Judged by what is allowed, not by how it is written: `iam:*Policy*` opens what it covers.
 */
export function openPaths(policy: ReadPolicy): readonly OpenPath[] {
  const world = worldOf(policy);
  return escalationPaths.flatMap((path): readonly OpenPath[] => {
    // By name first: most policies know none of these actions, and judging is dear.
    if (!path.steps.every(({ action }) => grantsByName(policy, action).length > 0)) return [];
    const reached = path.steps.map((step) => tryStep(policy, world, step));
    const [first] = reached;
    return first === undefined || reached.includes(undefined) ? [] : [{ path, reached: first }];
  });
}

function tryStep(policy: ReadPolicy, world: World, step: Step): Reached | undefined {
  const context = Object.fromEntries(
    Object.entries(step.context ?? {}).map(([key, value]) => [
      key,
      value.replace(/^arn:aws:/, `arn:${world.partition}:`),
    ]),
  );
  for (const resource of resourcesOf(policy, world, step)) {
    const reached = canDo(policy, world, { action: step.action, resource, context });
    if (reached !== undefined) return reached;
  }
  return undefined;
}

function resourcesOf(policy: ReadPolicy, world: World, { action, on }: Step): readonly string[] {
  const { partition, accountId, self, selfName } = world;
  const iam = (rest: string) => `arn:${partition}:iam::${accountId}:${rest}`;
  if (typeof on !== 'string') return targetArns(on, world);
  const named = (kind: string) => namedResources(policy, world, action, kind);
  const others = [`user/${selfName}-2`, 'user/somebody-else', 'user/some/path/somebody-else'].map(iam);
  switch (on) {
    case 'nothing':
      return ['*'];
    case 'user':
      return [self.arn, ...others, ...named('user')];
    case 'another-user':
      return others;
    case 'group':
      return [iam('group/any-group'), iam('group/some/path/any-group'), ...named('group')];
    case 'role':
      return [iam('role/any-role'), iam('role/some/path/any-role'), ...named('role')];
    case 'any-role':
      return [iam('role/any-role'), iam('role/some/path/any-role')];
    case 'policy':
      return [iam('policy/any-policy'), iam('policy/some/path/any-policy'), ...named('policy')];
  }
}

function targetArns(
  on: Exclude<Target, string>,
  { partition, accountId, regions }: World,
): readonly string[] {
  if ('regional' in on)
    return regions.map((region) => `arn:${partition}:${on.regional}:${region}:${accountId}:${on.rest}`);
  if ('global' in on) return [`arn:${partition}:${on.global}::${accountId}:${on.rest}`];
  return [`arn:${partition}:${on.bare}:::${on.rest}`];
}

/** What Allows of an action name, with something in the place of wildcards and of the caller's name. */
function namedResources(policy: ReadPolicy, world: World, action: string, kind: string): readonly string[] {
  const texts = grantsByName(policy, action).flatMap(({ resources }) => resources.map(({ text }) => text));
  return texts.flatMap((text) => {
    const filled = text
      .replaceAll(/\$\{aws:username\}/gi, world.selfName)
      .replaceAll('*', 'any')
      .replaceAll('?', 'x');
    const arn = parseArn(filled);
    if (arn?.service !== 'iam' || !arn.resource.startsWith(`${kind}/`)) return [];
    const accountId = /^\d{12}$/.test(arn.accountId) ? arn.accountId : world.accountId;
    return [`arn:${world.partition}:iam::${accountId}:${arn.resource}`];
  });
}

/** Ways to become administrator, one finding a statement that opens some. */
export const escalationRule: Rule = {
  ids: ['policy-escalation'],
  check: (policy) => {
    if (policy.holder === 'resource' || policy.use === 'boundary') return [];
    const byStatement = new Map<number, OpenPath[]>();
    for (const open of openPaths(policy)) {
      const { statement } = open.reached;
      // «Every action» is told by a rule of its own; listing what that includes would hide the rest.
      if (statement.actions.some((entry) => entry.everything)) continue;
      byStatement.set(statement.index, [...(byStatement.get(statement.index) ?? []), open]);
    }
    return [...byStatement].map(([index, paths]): Said => {
      const [first] = paths;
      return {
        rule: 'policy-escalation',
        statement: index,
        spot: first?.reached.spot ?? [],
        ...weightOf('grave', policy.holder),
        ...describePaths(paths),
      };
    });
  },
};

/** The ways in words: the first three, and all by their ids as data. */
export function describePaths(
  paths: readonly OpenPath[],
): Pick<Said, 'what' | 'why' | 'fix' | 'expected' | 'actual'> {
  const shown = paths.slice(0, 3).map(({ path }) => `${actionsOf(path)}: ${path.how}`);
  const more = paths.length > shown.length ? `; and ${paths.length - shown.length} ways more` : '';
  const [first] = paths;
  return {
    what: `It leads to administrator rights. ${shown.join('; ')}${more}.`,
    expected: 'no way to more rights',
    actual: paths.map(({ path }) => path.id).join(', '),
    why: 'Whoever can take more rights has them already, and so has whoever steals the session.',
    fix: `Take ${first?.path.steps[0]?.action ?? 'it'} out, name what it may touch in Resource, or close it with a Deny.${
      first === undefined ? '' : ` ${pageOf(first.path)}`
    }`,
  };
}

function actionsOf({ steps }: EscalationPath): string {
  return steps.map(({ action }) => action).join(' + ');
}

/** AWS's page on the call that does the harm. */
function pageOf({ steps }: EscalationPath): string {
  const [first] = steps;
  return first === undefined ? '' : apiPage(first.action);
}
