import type { RegionsAnswer } from '../model/answers.ts';
import type { RegionFact, Snapshot } from '../model/snapshot.ts';
import type { Partition } from '../model/target.ts';

/** The regions that AWS switches on for a new account; https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const defaultRegions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

/** An account as AWS makes it, with nothing in it: what a file is tried on where no account is looked at. */
export function newAccount(p: {
  readonly id: string;
  readonly partition: Partition;
  readonly region: string;
  readonly regions: RegionsAnswer;
}): Snapshot {
  const named =
    p.regions.kind === 'list'
      ? p.regions.others
      : p.regions.kind === 'home' || p.partition !== 'aws'
        ? []
        : defaultRegions;
  const others = named.filter((name) => name !== p.region);
  return {
    takenAt: new Date(0).toISOString(),
    region: p.region,
    caller: {
      accountId: p.id,
      arn: `arn:${p.partition}:sts::${p.id}:assumed-role/nobody/nobody`,
      partition: p.partition,
      kind: 'role',
      name: 'nobody',
      credentialKind: 'session',
    },
    aliases: [],
    summary: {},
    root: { hasAccessKeys: false, hasMfa: true },
    users: [],
    groups: [],
    roles: [],
    policies: [],
    instanceProfiles: [],
    instances: [],
    trails: [],
    buckets: {},
    keys: [],
    logGroups: [],
    alarms: [],
    topics: [],
    budgets: [],
    regions: [p.region, ...others].map(untouched),
    regionsLeftOut: [],
    contacts: {},
    notRead: [],
  };
}

function untouched(name: string): RegionFact {
  return { name, ebsEncryptionByDefault: false, metadataDefaults: {}, analyzers: [], denied: [] };
}
