import type { PolicyDocument, Statement } from '../../model/policy.ts';
import type { Partition } from '../../model/target.ts';
import { type ReadResource, readActions } from './read-actions.ts';

export interface ReadPolicyScope {
  readonly partition: Partition;
  /** Absent: the document fits any account. */
  readonly accountId?: string;
}

/**
 * The least policy that `check` needs: every read by name, limited to a resource wherever AWS can limit it.
 * Names cannot be narrowed further, for what nobody planned is looked for as well.
 */
export function readPolicy(scope: ReadPolicyScope): PolicyDocument {
  const kinds = Object.keys(statements) as readonly ReadResource[];
  return {
    Version: '2012-10-17',
    Statement: kinds.flatMap((kind) => statementOf(kind, scope) ?? []),
  };
}

const statements: Readonly<Record<ReadResource, string>> = {
  none: 'ReadAccount',
  account: 'ReadContactsAndRegions',
  user: 'ReadUsers',
  policy: 'ReadPolicies',
  'instance-profile': 'ReadInstanceProfiles',
  instance: 'ReadUserData',
  bucket: 'ReadBucketSettings',
  key: 'ReadKeys',
  trail: 'ReadTrails',
  'log-group': 'ReadLogGroups',
  alarm: 'ReadAlarms',
  topic: 'ReadTopics',
  budget: 'ReadBudgets',
};

function statementOf(kind: ReadResource, scope: ReadPolicyScope): Statement | undefined {
  const actions = readActions.filter(({ on }) => on === kind).map(({ action }) => action);
  if (actions.length === 0) return undefined;
  const resources = resourcesOf(kind, scope);
  return {
    Sid: statements[kind],
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: resources.length === 1 ? (resources[0] ?? '*') : resources,
  };
}

function resourcesOf(kind: ReadResource, { partition, accountId }: ReadPolicyScope): readonly string[] {
  const account = accountId ?? '*';
  const iam = (resource: string, of = account) => `arn:${partition}:iam::${of}:${resource}/*`;
  switch (kind) {
    case 'none':
      return ['*'];
    case 'account':
      return [`arn:${partition}:account::${account}:account`];
    case 'user':
    case 'instance-profile':
      return [iam(kind)];
    case 'policy':
      return [iam(kind), iam(kind, 'aws')];
    case 'instance':
      return [`arn:${partition}:ec2:*:${account}:instance/*`];
    case 'bucket':
      return [`arn:${partition}:s3:::*`];
    case 'key':
      return [`arn:${partition}:kms:*:${account}:key/*`];
    case 'log-group':
      return [`arn:${partition}:logs:*:${account}:log-group:*`];
    case 'alarm':
      return [`arn:${partition}:cloudwatch:*:${account}:alarm:*`];
    case 'topic':
      return [`arn:${partition}:sns:*:${account}:*`];
    case 'budget':
      return [`arn:${partition}:budgets::${account}:budget/*`];
    case 'trail':
      // An organization's trail belongs to the management account.
      return [`arn:${partition}:cloudtrail:*:*:trail/*`];
  }
}
