import { bucketArn } from '../lib/arn.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';
import type { KeyReach } from '../model/key-reach.ts';
import type { Statement } from '../model/policy.ts';
import type { Partition } from '../model/target.ts';
import type { AccessRequest, PolicySet } from './access.ts';
import { evaluateAccess } from './evaluate.ts';
import { listOf } from './list-of.ts';
import { actionMatches } from './match.ts';
import { describeThings, isCarried } from './thing-reach.ts';

export interface ReachQuestion {
  readonly principal: AccessRequest['principal'];
  readonly policies: PolicySet;
  readonly partition: Partition;
  /** Every bucket of the account, but the audit bucket. */
  readonly buckets: readonly string[];
}

/** Stands for a bucket and a key that nobody would name. */
const anyBucket = 'any-other-bucket-0badf00d';
const anyKey = 'any-other-key-0badf00d';

/**
 * What the policies of a key's owner allow a program that has nothing but the key: on which buckets, and what
 * else. From the policies, not from what was ever used.
 */
export function describeReach(question: ReachQuestion): KeyReach {
  const { policies, buckets, partition } = question;
  const scope = { partition, accountId: question.principal.accountId };
  const may = asker(question);
  const allows = policies.identity.flatMap(({ document }) =>
    document.Statement.filter((statement) => statement.Effect === 'Allow'),
  );
  const patterns = allows
    .filter(aboutS3)
    .flatMap((statement) => listOf(statement.Resource).flatMap(bucketPattern));
  const known = new Set(buckets);
  const named = patterns.filter(({ bucket }) => !/[*?$]/.test(bucket));
  const reached = [...new Set([...buckets, ...named.map(({ bucket }) => bucket)])]
    .sort()
    .flatMap((bucket) => {
      const whole = accessOf(may, bucket, '');
      if (whole !== undefined) return [whole];
      const prefixes = [
        ...new Set(patterns.filter((each) => fitsName(each.bucket, bucket)).map((each) => each.prefix)),
      ];
      return prefixes.flatMap((prefix) => (prefix === '' ? [] : (accessOf(may, bucket, prefix) ?? [])));
    });
  return {
    everything: may('iam:CreateUser', '*') && may('ec2:TerminateInstances', '*'),
    anyBucket:
      may('s3:GetObject', object(question.partition, anyBucket)) ||
      may('s3:PutObject', object(question.partition, anyBucket)),
    buckets: reached.filter(({ name }) => known.has(name)),
    strangeBuckets: [
      ...new Set([
        ...reached.map(({ name }) => name).filter((name) => !known.has(name)),
        ...patterns
          .filter(({ bucket }) => isFamily(bucket) && !buckets.some((name) => fitsName(bucket, name)))
          .filter(({ bucket, prefix }) => accessOf(may, bucket.replace(/[*?]+/g, '0badf00d'), prefix))
          .map(({ bucket }) => bucket),
      ]),
    ],
    things: describeThings(allows, scope, may),
    others: otherActions(allows).filter((entry) => !isCarried(entry, allows, scope, may)),
    unread: policies.unread ?? [],
  };
}

type May = (action: string, resource: string) => boolean;

function asker({ principal, policies }: ReachQuestion): May {
  return (action, resource) =>
    evaluateAccess(
      {
        principal,
        action,
        resource,
        resourceAccount: principal.accountId,
        // A bare key: no MFA, from wherever it is; over TLS.
        context: { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' },
      },
      policies,
    ).decision === 'allowed';
}

const object = (partition: Partition, bucket: string, key = anyKey) =>
  `${bucketArn(partition, bucket)}/${key}`;

function accessOf(may: May, name: string, prefix: string): RoleBucketAnswer | undefined {
  // The partition does not matter to who may do what, only to how it is spelled; patterns carry their own.
  const on = (action: string) =>
    (['aws', 'aws-cn', 'aws-us-gov'] as const).some((partition) =>
      may(action, object(partition, name, `${prefix}${anyKey}`)),
    );
  const [reads, writes] = [on('s3:GetObject'), on('s3:PutObject')];
  if (!reads && !writes) return undefined;
  return {
    name,
    access: reads && writes ? 'read-write' : reads ? 'read' : 'write',
    ...(prefix === '' ? {} : { prefix }),
    delete: on('s3:DeleteObject'),
    create: false,
  };
}

function aboutS3({ Action, NotAction }: Statement): boolean {
  return NotAction !== undefined || listOf(Action).some((entry) => entry === '*' || /^s3:/i.test(entry));
}

/** Bucket and literal prefix of an S3 ARN: `uploads/*` limits keys to `uploads/`. */
function bucketPattern(resource: string): readonly { readonly bucket: string; readonly prefix: string }[] {
  const [, rest] = /^arn:[^:]*:s3:::(.+)$/.exec(resource) ?? [];
  if (rest === undefined) return [];
  const [bucket = '', ...key] = rest.split('/');
  const literal = key.join('/').split(/[*?$]/)[0] ?? '';
  const prefix = literal.slice(0, literal.lastIndexOf('/') + 1);
  return [{ bucket, prefix }];
}

/** `artifacts-*`, but not every bucket there is, and no variable. */
const isFamily = (bucket: string) => /[*?]/.test(bucket) && /[a-z0-9]/.test(bucket) && !bucket.includes('$');

function fitsName(pattern: string, bucket: string): boolean {
  return actionMatches(pattern, bucket);
}

/** Entries that a role for buckets does not carry over; what everybody may do about themselves is left aside. */
function otherActions(allows: readonly Statement[]): readonly string[] {
  const entries = allows.flatMap((statement) =>
    statement.NotAction === undefined
      ? listOf(statement.Action)
      : [`everything but ${listOf(statement.NotAction).join(', ')}`],
  );
  const own =
    /^(s3:(Get|Put|List|Delete|Abort|Head)|iam:(ChangePassword|Get|List|EnableMFA|Create(Virtual)?MFA|CreateVirtualMFADevice|DeactivateMFA|DeleteVirtualMFA|ResyncMFA)|sts:Get)/i;
  return [...new Set(entries.filter((entry) => entry !== 's3:*' && !own.test(entry)))].sort();
}
