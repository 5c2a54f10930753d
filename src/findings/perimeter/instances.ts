import type { InstanceFact } from '../../model/snapshot.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';

/** EC2 instances: whether their programs have a role of the file, and whether a fetched URL can give it away. */
export function findInstances({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  const { profiles } = plannedNames(plan);
  return snapshot.instances.flatMap((instance) => [
    ...findProfile(instance, profiles),
    ...findMetadata(instance),
  ]);
}

function findProfile(instance: InstanceFact, planned: ReadonlySet<string>): readonly Fact[] {
  const { profileArn } = instance;
  const expected = [...planned].sort().join(' or ') || 'a role of the file';
  const trace = { resources: [instance.id], region: instance.region };
  if (profileArn === undefined) {
    return [
      factOf('instance-without-profile', instance.id, {
        what: `The instance ${phrase(instance)} has no role.`,
        expected,
        actual: 'none',
        fix: `aws ec2 associate-iam-instance-profile --region ${instance.region} --instance-id ${instance.id} --iam-instance-profile Name=<profile>`,
        trace,
      }),
    ];
  }
  const profile = profileName(profileArn);
  if (planned.has(profile)) return [];
  return [
    factOf('instance-foreign-profile', instance.id, {
      what: `The instance ${phrase(instance)} has the profile "${profile}", which is not in the file.`,
      expected,
      actual: profile,
      fix: `Add the role to the file, or give the instance a planned one: aws ec2 replace-iam-instance-profile-association --region ${instance.region} --association-id <id> --iam-instance-profile Name=<profile>`,
      trace,
    }),
  ];
}

function findMetadata(instance: InstanceFact): readonly Fact[] {
  if (!instance.metadata || instance.httpTokens === 'required') return [];
  return [
    factOf('instance-imdsv1', instance.id, {
      what: `The instance ${phrase(instance)} answers metadata requests without a session (IMDSv1).`,
      expected: 'required',
      actual: instance.httpTokens,
      fix: `aws ec2 modify-instance-metadata-options --region ${instance.region} --instance-id ${instance.id} --http-tokens required`,
      trace: { resources: [instance.id], region: instance.region },
    }),
  ];
}

function phrase({ id, name, region }: InstanceFact): string {
  return `${id}${name === undefined ? '' : ` ("${name}")`} in ${region}`;
}

/** Paths stand before the name. */
export function profileName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
