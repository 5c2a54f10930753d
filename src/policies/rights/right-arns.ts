import { iamArn } from '../../lib/arn.ts';
import type { Plan, StateIndex } from '../../model/plan.ts';
import type { Partition } from '../../model/target.ts';
import type { RightResource } from './right.ts';

export interface RightsScope {
  readonly partition: Partition;
  /** Absent: the document fits any account. */
  readonly accountId?: string;
}

/** Every resource of a kind that the account may hold. */
export function everyArn(kind: RightResource, { partition, accountId }: RightsScope): readonly string[] {
  const account = accountId ?? '*';
  const iam = (resource: string, of = account) => `arn:${partition}:iam::${of}:${resource}/*`;
  switch (kind) {
    case 'none':
      return ['*'];
    case 'account':
      return [`arn:${partition}:account::${account}:account`];
    case 'user':
    case 'group':
    case 'role':
    case 'instance-profile':
    case 'mfa':
      return [iam(kind)];
    case 'policy':
      return [iam(kind), iam(kind, 'aws')];
    case 'instance':
      return [`arn:${partition}:ec2:*:${account}:instance/*`];
    case 'bucket':
      return [`arn:${partition}:s3:::*`];
    case 'object':
      return [`arn:${partition}:s3:::*/*`];
    case 'key':
    case 'alias':
      return [`arn:${partition}:kms:*:${account}:${kind}/*`];
    case 'log-group':
      return [`arn:${partition}:logs:*:${account}:log-group:*`];
    case 'alarm':
      return [`arn:${partition}:cloudwatch:*:${account}:alarm:*`];
    case 'topic':
      return [`arn:${partition}:sns:*:${account}:*`];
    case 'budget':
      return [`arn:${partition}:budgets::${account}:budget/*`];
    case 'Analyzer':
      return [`arn:${partition}:access-analyzer:*:${account}:analyzer/*`];
    case 'trail':
      // An organization's trail belongs to the management account.
      return [`arn:${partition}:cloudtrail:*:*:trail/*`];
  }
}

/** What a plan names, as ARNs; patterns where AWS gives the name, as of a key. */
export interface PlannedArns {
  readonly of: Readonly<Partial<Record<RightResource, readonly string[]>>>;
  /** Roles that are handed to a service, by its name. */
  readonly passed: Readonly<Record<string, readonly string[]>>;
}

/**
 * @param state what an earlier run recorded: it may have to be taken away, and things that were adopted may
 * have other paths than a plan without a look at the account knows
 */
export function plannedArns(plan: Plan, state: StateIndex): PlannedArns {
  const { parts, account } = plan;
  const scope = { partition: account.partition, accountId: account.id };
  const { 'audit-trail': trail, alarms, budget } = parts;
  const at = (service: string, resource: string, region = account.region) =>
    `arn:${scope.partition}:${service}:${region}:${scope.accountId}:${resource}`;
  const logGroup = alarms?.delivery?.logGroup.arn ?? (alarms && at('logs', `log-group:${alarms.logGroup}`));
  const instanceRoles = parts.roles.map(({ arn }) => arn);
  const deliveryRoles = alarms?.delivery === undefined ? [] : [alarms.delivery.role.arn];
  const planned: Readonly<Record<Exclude<RightResource, 'none'>, readonly string[]>> = {
    account: everyArn('account', scope),
    user: [...parts.people, ...parts.machines].map(({ arn }) => arn),
    group: parts.groups.groups.map(({ arn }) => arn),
    policy: [...Object.values(parts.groups.policies), ...parts.machines.map(({ boundary }) => boundary)].map(
      ({ arn }) => arn,
    ),
    role: [...instanceRoles, ...deliveryRoles],
    'instance-profile': parts.roles.map(({ profile }) =>
      iamArn(scope, 'instance-profile', profile.path, profile.name),
    ),
    // People name their devices themselves.
    mfa: everyArn('mfa', scope),
    instance: [],
    bucket: [
      ...(trail === null ? [] : [trail.bucket.name]),
      ...parts.roles.flatMap(({ createBuckets }) => createBuckets.map(({ name }) => name)),
    ].map((name) => `arn:${scope.partition}:s3:::${name}`),
    object: [],
    key: trail?.key === undefined ? [] : [at('kms', 'key/*')],
    alias: trail?.key === undefined ? [] : [at('kms', trail.key.alias)],
    trail: trail === null ? [] : [trail.trail.arn],
    // AWS writes the ARN with and without the end, by action.
    'log-group': logGroup === null ? [] : [logGroup, `${logGroup}:*`],
    alarm: (alarms?.alarms ?? []).map(({ name }) => at('cloudwatch', `alarm:${name}`)),
    // The second is a subscription's.
    topic: alarms === null ? [] : [alarms.topic.arn, `${alarms.topic.arn}:*`],
    budget: budget === null ? [] : [at('budgets', `budget/${budget.name}`, '')],
    // One a region, of whichever regions the account has.
    Analyzer: parts['account-defaults'].regions.flatMap(({ analyzer }) =>
      analyzer === undefined ? [] : [at('access-analyzer', `analyzer/${analyzer.name}`, '*')],
    ),
  };
  const of = Object.fromEntries(
    Object.entries(planned).map(([kind, arns]) => [
      kind,
      [...new Set([...arns, ...recordedArns(state, kind)])].sort(),
    ]),
  );
  return { of, passed: { 'ec2.amazonaws.com': instanceRoles, 'cloudtrail.amazonaws.com': deliveryRoles } };
}

const recordedTypes: Readonly<Record<string, RightResource>> = {
  'aws:iam/user:User': 'user',
  'aws:iam/group:Group': 'group',
  'aws:iam/policy:Policy': 'policy',
  'aws:iam/role:Role': 'role',
  'aws:iam/instanceProfile:InstanceProfile': 'instance-profile',
  'aws:cloudwatch/logGroup:LogGroup': 'log-group',
  'aws:cloudwatch/metricAlarm:MetricAlarm': 'alarm',
  'aws:sns/topic:Topic': 'topic',
  'aws:budgets/budget:Budget': 'budget',
  'aws:accessanalyzer/analyzer:Analyzer': 'Analyzer',
  'aws:cloudtrail/trail:Trail': 'trail',
  'aws:s3/bucket:Bucket': 'bucket',
};

function recordedArns(state: StateIndex, kind: string): readonly string[] {
  return [...state.values()].flatMap(({ type, properties }) => {
    const arn = properties?.arn;
    return recordedTypes[type] === kind && typeof arn === 'string' ? [arn] : [];
  });
}
