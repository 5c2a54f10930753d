import { type ArnScope, bucketArn } from '../../lib/arn.ts';
import type { RoleThing } from '../../model/answers.ts';
import type { ConditionBlock, PolicyDocument, Statement } from '../../model/policy.ts';
import type { Partition } from '../../model/target.ts';
import { literalName } from './literal-name.ts';
import { thingStatements } from './role-things.ts';

/** One bucket that programs on an instance may use. */
export interface RoleBucket {
  readonly name: string;
  readonly access: 'read' | 'write' | 'read-write';
  /** Only keys under it; a missing `/` at the end is added. */
  readonly prefix?: string;
  readonly delete: boolean;
  /** Account id of the bucket's owner. */
  readonly owner: string;
}

/** Trust policy of an EC2 role: EC2, nothing and nobody else. */
export function ec2Trust(scope: ArnScope): PolicyDocument {
  // China has a principal of its own; https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html
  const service = scope.partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com';
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'OnlyEc2', Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    ],
  };
}

/**
 * The permissions of an EC2 role: what it is for beside buckets by name, and its buckets, each bound to the account that owns it (bucket names are
 * global: without that, a stranger's bucket of the same name would receive the data), and never the audit
 * bucket.
 * @throws UserError `WildcardInName`
 */
export function bucketRole(p: {
  readonly scope: ArnScope;
  readonly buckets: readonly RoleBucket[];
  /** Queues, secrets and log groups. @default none */
  readonly things?: readonly RoleThing[];
  readonly auditBucket?: string;
  /** What else the file gives the role. */
  readonly statements?: readonly Statement[];
}): PolicyDocument {
  const { partition } = p.scope;
  return {
    Version: '2012-10-17',
    Statement: [
      ...p.buckets.flatMap((bucket, index) => bucketStatements(bucket, index + 1, partition)),
      ...thingStatements(p.things ?? [], p.scope),
      ...(p.statements ?? []),
      ...(p.auditBucket === undefined ? [] : [neverAuditBucket(p.auditBucket, partition)]),
    ],
  };
}

function bucketStatements(bucket: RoleBucket, number: number, partition: Partition): readonly Statement[] {
  const arn = bucketArn(partition, literalName('Bucket', bucket.name));
  const prefix = keyPrefix(bucket.prefix);
  const owned: ConditionBlock = {
    StringEquals: { 'aws:ResourceAccount': literalName('Account', bucket.owner) },
  };
  const reads = bucket.access !== 'write';
  const writes = bucket.access !== 'read';
  const listed: ConditionBlock =
    prefix === '' ? owned : { ...owned, StringLike: { 's3:prefix': `${prefix}*` } };
  const allow = (
    name: string,
    actions: readonly string[],
    resource: string,
    condition: ConditionBlock,
  ): Statement => ({
    Sid: `Bucket${number}${name}`,
    Effect: 'Allow',
    Action: actions,
    Resource: resource,
    Condition: condition,
  });
  // Listing uploads knows no prefix condition: with a prefix it would show what the rest of the bucket gets.
  const about = [
    's3:GetBucketLocation',
    ...(writes && prefix === '' ? ['s3:ListBucketMultipartUploads'] : []),
  ];
  return [
    allow('About', about, arn, owned),
    ...(reads ? [allow('List', ['s3:ListBucket'], arn, listed)] : []),
    allow('Objects', objectActions(reads, writes, bucket.delete), `${arn}/${prefix}*`, owned),
  ];
}

function objectActions(reads: boolean, writes: boolean, deletes: boolean): readonly string[] {
  return [
    ...(reads ? ['s3:GetObject'] : []),
    ...(writes ? ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'] : []),
    ...(deletes ? ['s3:DeleteObject'] : []),
  ];
}

/** `uploads` and `uploads/` mean the same; `uploads*` would also reach `uploads-of-others/`. */
function keyPrefix(prefix: string | undefined): string {
  if (prefix === undefined || prefix === '') return '';
  const literal = literalName('Prefix', prefix);
  return literal.endsWith('/') ? literal : `${literal}/`;
}

function neverAuditBucket(bucket: string, partition: Partition): Statement {
  const arn = bucketArn(partition, literalName('The audit bucket', bucket));
  return { Sid: 'NeverAuditBucket', Effect: 'Deny', Action: 's3:*', Resource: [arn, `${arn}/*`] };
}
