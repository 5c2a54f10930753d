import * as iam from '@pulumi/aws/iam/index.js';
import * as s3 from '@pulumi/aws/s3/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { Plan, RolePlan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';
import { roleArgs } from '../role-args.ts';

/** Roles for programs on EC2, one task each: trust, one inline policy, one instance profile. */
export class Ec2Roles extends ComponentResource {
  readonly #plan: Plan;
  readonly #after: readonly Resource[];

  constructor(name: string, plan: Plan, after: readonly Resource[], options?: ComponentResourceOptions) {
    super('bootstrap-account:index:Ec2Roles', name, {}, options);
    this.#plan = plan;
    this.#after = after;
    // Two roles may share one bucket, which is made once.
    const wanted = new Map(
      plan.parts.roles.flatMap((role) => role.createBuckets).map((bucket) => [bucket.name, bucket]),
    );
    const buckets = new Map([...wanted].map(([name, bucket]) => [name, this.#bucket(bucket)]));
    for (const role of plan.parts.roles)
      this.#role(
        role,
        role.createBuckets.flatMap(({ name }) => buckets.get(name) ?? []),
      );
    this.registerOutputs({});
  }

  /** Data is never thrown away with the stack: the bucket stays in the account. */
  #bucket({ name: bucket, tags, encrypt, policy }: RolePlan['createBuckets'][number]): s3.Bucket {
    const option = (name: string) =>
      childOptions(this.#plan, this, name, { keep: 'retain', after: this.#after });
    const made = new s3.Bucket(
      names.roleBucket(bucket),
      { bucket, tags: { ...tags } },
      option(names.roleBucket(bucket)),
    );
    new s3.BucketPublicAccessBlock(
      names.roleBucketPublicAccessBlock(bucket),
      {
        bucket: made.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      option(names.roleBucketPublicAccessBlock(bucket)),
    );
    if (encrypt)
      new s3.BucketServerSideEncryptionConfiguration(
        names.roleBucketEncryption(bucket),
        { bucket: made.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
        option(names.roleBucketEncryption(bucket)),
      );
    if (policy !== undefined)
      new s3.BucketPolicy(
        names.roleBucketPolicy(bucket),
        { bucket: made.bucket, policy: JSON.stringify(policy) },
        option(names.roleBucketPolicy(bucket)),
      );
    return made;
  }

  #role(role: RolePlan, buckets: readonly Resource[]): void {
    const name = names.role(role.name);
    const made = new iam.Role(
      name,
      roleArgs(role),
      childOptions(this.#plan, this, name, { after: [...this.#after, ...buckets] }),
    );
    const policy = names.rolePolicy(role.name);
    new iam.RolePolicy(
      policy,
      { role: made.name, name: role.policy.name, policy: JSON.stringify(role.policy.document) },
      childOptions(this.#plan, this, policy),
    );
    const profile = names.roleProfile(role.name);
    new iam.InstanceProfile(
      profile,
      { name: role.profile.name, path: role.profile.path, role: made.name, tags: { ...role.profile.tags } },
      childOptions(this.#plan, this, profile),
    );
  }
}
