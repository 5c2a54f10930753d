import { type ArnScope, iamArn } from '../lib/arn.ts';
import type { ManagedPolicyPlan } from '../model/plan.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';
import { ownPath } from './origin.ts';

/**
 * A customer-managed policy under its logical name. Path and description of a present one are copied: both
 * would replace it, and its ARN may stand in other people's documents.
 */
export function planManagedPolicy(
  wanted: {
    readonly logicalName: string;
    readonly name: string;
    readonly description: string;
    readonly document: PolicyDocument;
  },
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): ManagedPolicyPlan {
  const live = snapshot.policies.find((policy) => !policy.awsManaged && policy.name === wanted.name);
  adoption.foundTagged(wanted.logicalName, live?.arn, live?.tags);
  const path = live?.path ?? ownPath;
  return {
    name: wanted.name,
    path,
    arn: live?.arn ?? iamArn(scope, 'policy', path, wanted.name),
    description: live === undefined ? wanted.description : (live.description ?? ''),
    document: wanted.document,
    tags: adoption.tags(wanted.logicalName, live?.tags, {}),
  };
}
