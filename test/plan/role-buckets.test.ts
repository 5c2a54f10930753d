import { expect, test } from 'vitest';
import type { StateIndex } from '../../src/model/plan.ts';
import type { PolicyDocument } from '../../src/model/policy.ts';
import type { OwnBucketFact, Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { isTlsOnly, tlsOnlyPolicy } from '../../src/policies/documents/tls-only.ts';
import { accountAsPlanned } from '../findings/account-as-planned.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const policyName = 'roles/buckets/testbucket/policy';
const none: StateIndex = new Map();
const made = { ManagedBy: 'bootstrap-account', Origin: 'made' };
const theirs: PolicyDocument['Statement'][number] = {
  Sid: 'Partner',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999988887777:root' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::testbucket/out/*',
};
const written: PolicyDocument = { Version: '2012-10-17', Statement: [theirs] };

function planWith(change: Partial<OwnBucketFact> | undefined, state = none) {
  const planned = accountAsPlanned();
  const { testbucket } = planned.buckets;
  const buckets: Snapshot['buckets'] =
    change === undefined ? {} : { testbucket: { ...(testbucket as OwnBucketFact), ...change } };
  const plan = assemblePlan(exampleAnswers, { ...emptySnapshot, buckets }, state);
  const [bucket] = plan.parts.roles.flatMap(({ createBuckets }) => createBuckets);
  const isPlanned = plannedResources(plan).some(({ name }) => name === policyName);
  return { policy: bucket?.policy, isPlanned, adopted: plan.adopt[policyName] };
}
const sids = (policy: PolicyDocument | undefined) => policy?.Statement.map(({ Sid }) => Sid);

test('a bucket that we make talks with TLS only', () => {
  const { policy, isPlanned } = planWith(undefined);
  expect(policy).toEqual(tlsOnlyPolicy('aws', 'testbucket'));
  expect(isPlanned).toBe(true);
});

test('one that an earlier version of ours made gets the policy, beside what others wrote', () => {
  const bare = planWith({ tags: made, policy: undefined });
  expect([sids(bare.policy), bare.isPlanned, bare.adopted]).toEqual([
    ['DenyInsecureTransport'],
    true,
    undefined,
  ]);
  const shared = planWith({ tags: made, policy: written });
  expect(sids(shared.policy)).toEqual(['DenyInsecureTransport', 'Partner']);
  // There already: taken in, not made over.
  expect(shared.adopted).toBe('testbucket');
});

test('one that was there before us keeps its own policy, whatever that says', () => {
  for (const policy of [undefined, written]) {
    const kept = planWith({ tags: { Team: 'core' }, policy });
    expect(kept).toEqual({ policy: undefined, isPlanned: false, adopted: undefined });
  }
});

test('a policy that the state knows stays planned when somebody took the tags off', () => {
  const known = { urn: 'urn:x', type: 'x', name: policyName, id: 'testbucket', retained: true };
  expect(planWith({ tags: {} }, new Map([[policyName, known]])).isPlanned).toBe(true);
});

test('a policy is silent about calls with TLS only where each statement is', () => {
  const tlsOnly = tlsOnlyPolicy('aws', 'testbucket');
  expect(isTlsOnly(tlsOnly)).toBe(true);
  expect(isTlsOnly({ ...tlsOnly, Statement: [...tlsOnly.Statement, theirs] })).toBe(false);
});
