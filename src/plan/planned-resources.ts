import { logicalNames as names, regionalNames } from '../lib/logical-names.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type {
  MachinePlan,
  PersonPlan,
  Plan,
  PlannedResource,
  RegionPlan,
  Tags,
  TrailPlan,
} from '../model/plan.ts';
import { alarmRows, budgetRows } from './planned-alarms.ts';
import { roleRows } from './planned-roles.ts';
import { type PlannedRow, partOf, plannedRow } from './planned-row.ts';

type Row = PlannedRow;
const row = plannedRow;

/**
 * Every resource that `programs/` registers for a plan, in the order of apply. A test holds the two equal:
 * this list is what a person is shown, what the report lists, and what guards look at.
 */
export function plannedResources(plan: Plan): readonly PlannedResource[] {
  const { parts } = plan;
  const retained = new Set(plan.retain);
  const isAdopted = adoptedIn(plan, retained);
  const byPart: Readonly<Record<PlannedResource['part'], readonly Row[]>> = {
    'audit-trail': parts['audit-trail'] === null ? [] : trailRows(parts['audit-trail']),
    alarms: parts.alarms === null ? [] : alarmRows(parts.alarms),
    budget: parts.budget === null ? [] : budgetRows(parts.budget, plan.account.id),
    'account-defaults': defaultsRows(plan),
    groups: groupsRows(plan),
    machines: parts.machines.flatMap(machineRows),
    roles: parts.roles.flatMap(roleRows),
    people: parts.people.flatMap(personRows),
  };
  return Object.entries(byPart).flatMap(([part, rows]) =>
    rows.map((each) => ({
      ...each,
      part: part as PlannedResource['part'],
      kept: each.kept || retained.has(each.name),
      adopted: isAdopted(each),
    })),
  );
}

/** What `destroy` leaves anyway says nothing by being left: there the thing's own tag remembers who made it. */
function adoptedIn(plan: Plan, retained: ReadonlySet<string>): (row: Row) => boolean {
  const { 'audit-trail': trail, roles } = plan.parts;
  const tagged = new Map<string, Tags>([
    ...(trail === null
      ? []
      : ([
          [names.auditBucket, trail.bucket.tags],
          [names.trail, trail.trail.tags],
          ...(trail.key === undefined ? [] : [[names.auditKey, trail.key.tags]]),
        ] as [string, Tags][])),
    ...roles.flatMap(({ createBuckets }) =>
      createBuckets.map(({ name, tags }): [string, Tags] => [names.roleBucket(name), tags]),
    ),
  ]);
  return ({ name, kept, within }) =>
    kept ? tagged.get(within?.name ?? name)?.Origin === 'adopted' : retained.has(name);
}

function trailRows(trail: TrailPlan): readonly Row[] {
  const { bucket } = trail;
  const at = `audit bucket ${bucket.name}`;
  const onBucket = (name: string, type: string, as: string, joint: string) =>
    partOf(names.auditBucket, as, row(name, `aws:s3/${type}`, `${as} ${joint} the ${at}`, bucket.name, true));
  return [
    row(names.auditBucket, 'aws:s3/bucket:Bucket', at, bucket.name, true),
    onBucket(
      names.auditBucketPublicAccessBlock,
      'bucketPublicAccessBlock:BucketPublicAccessBlock',
      'no public access',
      'to',
    ),
    onBucket(
      names.auditBucketOwnership,
      'bucketOwnershipControls:BucketOwnershipControls',
      'object ownership',
      'on',
    ),
    onBucket(names.auditBucketVersioning, 'bucketVersioning:BucketVersioning', 'versioning', 'on'),
    ...keyRows(trail),
    ...(bucket.ownsEncryption
      ? [
          onBucket(
            names.auditBucketEncryption,
            'bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
            'default encryption',
            'of',
          ),
        ]
      : []),
    ...(bucket.ownsLifecycle
      ? [
          onBucket(
            names.auditBucketLifecycle,
            'bucketLifecycleConfiguration:BucketLifecycleConfiguration',
            `lifecycle (${bucket.retentionDays} days)`,
            'of',
          ),
        ]
      : []),
    ...(bucket.lockDays === undefined
      ? []
      : [
          onBucket(
            names.auditBucketObjectLock,
            'bucketObjectLockConfiguration:BucketObjectLockConfiguration',
            'object lock',
            'on',
          ),
        ]),
    onBucket(names.auditBucketPolicy, 'bucketPolicy:BucketPolicy', 'policy', 'of'),
    row(
      names.trail,
      'aws:cloudtrail/trail:Trail',
      `trail ${trail.trail.name}, multi-region, with log file validation`,
      trail.trail.arn,
      true,
    ),
  ];
}

function keyRows({ key, trail }: TrailPlan): readonly Row[] {
  if (key === undefined) return [];
  return [
    row(names.auditKey, 'aws:kms/key:Key', `KMS key of the trail ${trail.name}`, key.alias, true),
    partOf(
      names.auditKey,
      key.alias,
      row(names.auditKeyAlias, 'aws:kms/alias:Alias', `alias of the KMS key, ${key.alias}`, key.alias, true),
    ),
  ];
}

function defaultsRows(plan: Plan): readonly Row[] {
  const { alias, blockPublicS3, passwordPolicy, contacts, regions } = plan.parts['account-defaults'];
  const { id } = plan.account;
  return [
    row(
      names.passwordPolicy,
      'aws:iam/accountPasswordPolicy:AccountPasswordPolicy',
      `password policy, at least ${passwordPolicy.minimumLength} characters`,
      id,
      true,
    ),
    ...(blockPublicS3
      ? [
          row(
            names.s3PublicAccessBlock,
            'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock',
            'no public S3 buckets in the account',
            id,
            true,
          ),
        ]
      : []),
    ...regions.flatMap(regionRows),
    ...(alias === undefined
      ? []
      : [
          row(names.accountAlias, 'aws:iam/accountAlias:AccountAlias', `account alias ${alias}`, alias, true),
        ]),
    ...contacts.map(({ type, name }) =>
      row(
        names.contact(type),
        'aws:account/alternativeContact:AlternativeContact',
        `${type} contact ${name}`,
        type,
        true,
      ),
    ),
  ];
}

function regionRows(region: RegionPlan): readonly Row[] {
  const { name, encryptEbs, metadataDefaults, analyzer } = region;
  const logical = regionalNames(region);
  const inRegion = (of: string, type: string, setting: string, physical: string, kept: boolean): Row => ({
    ...row(of, type, `${setting} in ${name}`, physical, kept),
    inRegion: { setting, region: name },
  });
  return [
    ...(encryptEbs
      ? [
          inRegion(
            logical.ebs,
            'aws:ebs/encryptionByDefault:EncryptionByDefault',
            'EBS volumes encrypted by default',
            name,
            true,
          ),
        ]
      : []),
    ...(metadataDefaults === undefined
      ? []
      : [
          inRegion(
            logical.metadata,
            'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults',
            'IMDSv2 required of new instances',
            name,
            true,
          ),
        ]),
    ...(analyzer === undefined
      ? []
      : [
          inRegion(
            logical.analyzer,
            'aws:accessanalyzer/analyzer:Analyzer',
            'analyzer of access from outside',
            analyzer.name,
            false,
          ),
        ]),
  ];
}

function groupsRows(plan: Plan): readonly Row[] {
  const { policies, groups } = plan.parts.groups;
  return [
    ...Object.entries(policies).map(([key, policy]) =>
      row(names.policy(key), 'aws:iam/policy:Policy', `policy ${policy.name}`, policy.arn),
    ),
    ...groups.flatMap((group) => [
      row(names.group(group.name), 'aws:iam/group:Group', `group ${group.name}`, group.arn),
      ...attachmentsOf(group, policies).map((policy) =>
        partOf(
          names.group(group.name),
          `policy ${policy.name}`,
          row(
            names.groupPolicy(group.name, policy.name),
            'aws:iam/groupPolicyAttachment:GroupPolicyAttachment',
            `policy ${policy.name} on group ${group.name}`,
            `${group.name}/${policy.arn}`,
          ),
        ),
      ),
    ]),
  ];
}

function machineRows(machine: MachinePlan): readonly Row[] {
  return [
    partOf(
      names.machine(machine.name),
      'boundary',
      row(
        names.machineBoundary(machine.name),
        'aws:iam/policy:Policy',
        `boundary of machine ${machine.name}`,
        machine.boundary.arn,
      ),
    ),
    row(names.machine(machine.name), 'aws:iam/user:User', `machine ${machine.name}`, machine.arn),
    partOf(
      names.machine(machine.name),
      `in ${machine.groups.join(', ')}`,
      row(
        names.machineGroups(machine.name),
        'aws:iam/userGroupMembership:UserGroupMembership',
        `machine ${machine.name} in ${machine.groups.join(', ')}`,
        machine.name,
      ),
    ),
  ];
}

function personRows(person: PersonPlan): readonly Row[] {
  return [
    row(names.person(person.name), 'aws:iam/user:User', `user ${person.name}`, person.arn),
    partOf(
      names.person(person.name),
      `in ${person.groups.join(', ') || 'no group'}`,
      row(
        names.personGroups(person.name),
        'aws:iam/userGroupMembership:UserGroupMembership',
        `${person.name} in ${person.groups.join(', ') || 'no group'}`,
        person.name,
      ),
    ),
  ];
}
