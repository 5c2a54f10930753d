import { canDo, worldOf } from './ask.ts';
import type { ReadStatement } from './read-policy.ts';
import { allowsOf, type Rule, type Said, weightOf } from './rule.ts';

/** Writes on every resource there is, where they could have been limited. */
export const writeEverywhereRule: Rule = {
  ids: ['policy-write-everywhere'],
  check: (policy) => {
    if (policy.holder === 'resource' || policy.use === 'boundary') return [];
    return allowsOf(policy).flatMap((read): readonly Said[] => {
      const wide = read.resources.find(({ text }) => isEverything(text));
      if ((wide === undefined && read.notResources.length === 0) || isLimitedOtherwise(read)) return [];
      const writes = read.actions
        .flatMap(({ facts }) => facts.actions)
        .filter((action) => action.writes && action.arns.length > 0)
        .filter((action) => wide === undefined || wide.text === '*' || action.arns.some(isOf(wide.text)))
        .map(({ name }) => name);
      if (writes.length === 0) return [];
      const some = writes.slice(0, 3).join(', ');
      const more = writes.length > 3 ? ` and ${writes.length - 3} more` : '';
      return [
        {
          rule: 'policy-write-everywhere',
          statement: read.index,
          spot: wide?.spot ?? ['NotResource'],
          ...(wide === undefined ? { at: 'key' as const } : {}),
          ...weightOf('careful', policy.holder),
          what: `It changes any resource of its kind: ${some}${more}.`,
          why: 'One stolen session reaches all of them, also those made tomorrow.',
          fix: 'Name the resources by ARN in Resource.',
        },
      ];
    });
  },
};

/** `*`, and ARNs that say no more than the service: `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  if (resource === '*') return true;
  const [head, , , , , ...rest] = resource.split(':');
  return head === 'arn' && /^[*/?:]*\*[*/?:]*$/.test(rest.length === 0 ? '*' : rest.join(':'));
}

const isOf = (resource: string) => (arn: string) => {
  const service = resource.split(':')[2] ?? '*';
  return service.includes('*') || arn.split(':')[2] === service;
};

/** Conditions that choose things as an ARN would: by tag, alias, or name. */
const choosing = /:resourcetag\/|^kms:resourcealiases$|^cloudwatch:namespace$|^dynamodb:leadingkeys$/i;

function isLimitedOtherwise({ conditions }: ReadStatement): boolean {
  return conditions.some(
    ({ key, operator }) =>
      choosing.test(key) &&
      /^(stringequals|stringlike)/.test(operator.base) &&
      !operator.ifExists &&
      operator.set !== 'all',
  );
}

/** Services that run what whoever passes a role wants to be run. */
const receivers = ['ec2.amazonaws.com', 'lambda.amazonaws.com', 'cloudformation.amazonaws.com'];

/**
 * `iam:PassRole` on a role that nobody named.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRoleRule: Rule = {
  ids: ['policy-pass-role'],
  check: (policy) => {
    if (policy.holder === 'resource' || policy.use === 'boundary') return [];
    const world = worldOf(policy);
    const named = policy.read
      .flatMap(({ conditions }) => conditions)
      .filter(({ key }) => /^iam:passedtoservice$/i.test(key))
      .flatMap(({ values }) => values.map(({ text }) => text.replaceAll('*', 'any')));
    const resource = `arn:${world.partition}:iam::${world.accountId}:role/a-role-that-nobody-named`;
    const receiving = [...named, ...receivers].map((receiver) => ({ 'iam:PassedToService': receiver }));
    const reached = [{}, ...receiving]
      .map((context) => canDo(policy, world, { action: 'iam:PassRole', resource, context }))
      .find((each) => each !== undefined);
    if (reached === undefined) return [];
    // «Everything but a list» is told as such, and would be true of every other action too.
    if (reached.statement.statement.NotAction !== undefined) return [];
    return [
      {
        rule: 'policy-pass-role',
        statement: reached.statement.index,
        spot: reached.spot,
        ...weightOf('grave', policy.holder),
        what: 'It lets its holder hand any role to a service.',
        why: "Whoever may pass an administrator's role is an administrator.",
        fix: 'Name the one role in Resource, and iam:PassedToService in Condition.',
      },
    ];
  },
};
