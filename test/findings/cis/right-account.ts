import type { CisInput } from '../../../src/findings/cis/verdict.ts';
import type { CisFacts, CisRegionFact } from '../../../src/model/cis.ts';
import type { OwnBucketFact, Snapshot, UserFact } from '../../../src/model/snapshot.ts';
import { assemblePlan } from '../../../src/plan/assemble.ts';
import { emptySnapshot, watchedAnswers } from '../../helpers/example.ts';
import { accountInUse, auditKeyArn, exampleContact, onDay } from '../account-as-planned.ts';

const home = 'eu-west-1';
const other = 'us-east-1';
const adminArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

const plan = assemblePlan(
  {
    ...watchedAnswers,
    account: { ...watchedAnswers.account, contacts: { security: exampleContact } },
    groups: [
      ...watchedAnswers.groups,
      { name: 'support', kind: 'human', access: { kind: 'support' }, cli: 'none' },
    ],
    regions: { kind: 'list', others: [other] },
  },
  {
    ...emptySnapshot,
    regions: [home, other].map((name) => ({
      name,
      ebsEncryptionByDefault: false,
      metadataDefaults: {},
      analyzers: [],
      denied: [],
    })),
  },
  new Map(),
);

/** A region with one network of its own making: nothing open, its traffic recorded. */
export function quietRegion(name: string): CisRegionFact {
  return {
    name,
    securityGroups: [
      { id: 'sg-1', name: 'default', vpc: 'vpc-1', isDefault: true, rules: 0, openIn: [] },
      {
        id: 'sg-2',
        name: 'web',
        vpc: 'vpc-1',
        isDefault: false,
        rules: 2,
        openIn: [{ source: '0.0.0.0/0', ports: { from: 443, to: 443 } }],
      },
    ],
    networkAcls: [
      {
        id: 'acl-1',
        isDefault: true,
        entries: [
          { source: '0.0.0.0/0', allows: false, ports: { from: 22, to: 22 } },
          { source: '0.0.0.0/0', allows: false, ports: { from: 3389, to: 3389 } },
          { source: '0.0.0.0/0', allows: true },
        ],
      },
    ],
    vpcs: [{ id: 'vpc-1', isDefault: true, flowLogs: true }],
    keys: name === home ? [{ arn: auditKeyArn, rotation: true }] : [],
  };
}

/** What a bucket's facts say of the buckets of an account as planned. */
export function bucketsOf(snapshot: Snapshot): NonNullable<CisFacts['buckets']> {
  return Object.values(snapshot.buckets)
    .filter((bucket): bucket is OwnBucketFact => bucket.kind === 'own')
    .map(({ name, policy }) => ({
      name,
      policy: policy ?? 'none',
      mfaDelete: false,
      ...(snapshot.trails.some((trail) => trail.bucket === name) ? { accessLogs: 'off' as const } : {}),
    }));
}

/** The bucket of the role has no policy of its own, nor do administrators pass: both are cases by themselves. */
function rightSnapshot(): Snapshot {
  const account = accountInUse(plan);
  return {
    ...account,
    groups: account.groups.map((group) => ({
      ...group,
      attached: group.attached.filter((policy) => policy.arn !== adminArn),
    })),
    policies: [
      ...account.policies,
      {
        name: 'AWSSupportAccess',
        arn: 'arn:aws:iam::aws:policy/AWSSupportAccess',
        path: '/',
        awsManaged: true,
        document: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'support:*', Resource: '*' }],
        },
        tags: {},
      },
    ],
  };
}

const snapshot = rightSnapshot();
const trailArn = snapshot.trails[0]?.arn ?? '';

/** An account about which the benchmark has nothing to say, ten days after it was handed over. */
export const rightInput: CisInput = {
  snapshot,
  facts: {
    enabledRegions: [home, other],
    rootLastUse: '2026-09-01T10:00:00.000Z',
    rootHasVirtualMfa: false,
    serverCertificates: [{ name: 'www', expiresAt: '2027-06-01T00:00:00.000Z' }],
    buckets: bucketsOf(snapshot)
      .filter((bucket) => bucket.policy !== 'none')
      .map((bucket) => ({ ...bucket, mfaDelete: true, accessLogs: { bucket: 'acme-access-logs' } })),
    bucketsLeftOut: 0,
    objectEvents: { [trailArn]: 'all' },
    regions: [quietRegion(home), quietRegion(other)],
    notRead: [],
  },
  now: onDay(10),
};

export function withSnapshot(change: Partial<Snapshot>): CisInput {
  return { ...rightInput, snapshot: { ...snapshot, ...change } };
}
export function withFacts(change: Partial<CisFacts>): CisInput {
  return { ...rightInput, facts: { ...rightInput.facts, ...change } };
}
export function withUser(name: string, change: Partial<UserFact>): CisInput {
  return withSnapshot({
    users: snapshot.users.map((user) => (user.name === name ? { ...user, ...change } : user)),
  });
}
/** Changes what is known of the other region. */
export function withRegion(change: Partial<CisRegionFact>): CisInput {
  return withFacts({ regions: [quietRegion(home), { ...quietRegion(other), ...change }] });
}
