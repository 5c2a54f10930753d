import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { type ReadResource, readActions } from './read-actions.ts';
import { everyArn, type RightsScope } from './right-arns.ts';

/**
 * The least policy that `check` needs: every read by name, limited to a resource wherever AWS can limit it.
 * Names cannot be narrowed further, for what nobody planned is looked for as well.
 */
export function readPolicy(scope: RightsScope): PolicyDocument {
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

function statementOf(kind: ReadResource, scope: RightsScope): Statement | undefined {
  const actions = readActions.filter(({ on }) => on === kind).map(({ action }) => action);
  if (actions.length === 0) return undefined;
  const resources = everyArn(kind, scope);
  return {
    Sid: statements[kind],
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: resources.length === 1 ? (resources[0] ?? '*') : resources,
  };
}
