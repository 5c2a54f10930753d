import { bucketArn, iamArn } from '../../lib/arn.ts';
import type { CisBucketFact } from '../../model/cis.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import type { AccessRequest, NamedPolicy } from '../../policies/access.ts';
import { evaluateAccess } from '../../policies/evaluate.ts';
import { type CisInput, deniedOf, done, type Judge, manual, settle } from './verdict.ts';

const list = 's3:ListAllMyBuckets';

/** What of the buckets was not seen: those whose answer is missing, and those beyond the number. */
function blindOf({ facts }: CisInput, isUnread: (bucket: CisBucketFact) => boolean): readonly string[] {
  const more = facts.bucketsLeftOut;
  return [
    ...(facts.buckets ?? []).filter(isUnread).map((bucket) => bucket.name),
    ...(more === 0 ? [] : [`${more} more buckets`]),
  ];
}

export const judgeBucketTls: Judge = (input) => {
  const buckets = input.facts.buckets ?? [];
  return settle(input, {
    needs: [list, 's3:GetBucketPolicy'],
    wrong: buckets
      .filter(
        ({ name, policy }) => policy === 'none' || (policy !== undefined && !deniesHttp(name, policy, input)),
      )
      .map((bucket) => bucket.name),
    bad: 'Their policy does not deny calls without TLS.',
    good: `Every bucket denies calls without TLS: ${buckets.length}.`,
    blind: blindOf(input, (bucket) => bucket.policy === undefined),
  });
};

const everything: NamedPolicy = {
  name: 'all rights',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/** Asked as somebody who may do everything: nothing but the bucket's own policy can then say no. */
function deniesHttp(name: string, document: PolicyDocument, { snapshot: { caller } }: CisInput): boolean {
  const { accountId, partition } = caller;
  const bucket = bucketArn(partition, name);
  const asked: readonly (readonly [string, string])[] = [
    ['s3:ListBucket', bucket],
    ['s3:GetObject', `${bucket}/object`],
    ['s3:PutObject', `${bucket}/object`],
  ];
  return asked.every(([action, resource]) => {
    const request: AccessRequest = {
      principal: { arn: iamArn({ partition, accountId }, 'user', '/', 'anybody'), accountId, kind: 'user' },
      action,
      resource,
      resourceAccount: accountId,
      context: { 'aws:SecureTransport': 'false' },
    };
    const policies = { identity: [everything], resource: { name: 'the bucket', document } };
    return evaluateAccess(request, policies).kind === 'explicit-deny';
  });
}

/** Only root can switch it on, so nobody is blamed; what was switched on can be seen. */
export const judgeMfaDelete: Judge = (input) => {
  const buckets = input.facts.buckets ?? [];
  const isOn = buckets.length > 0 && buckets.every((bucket) => bucket.mfaDelete === true);
  const seen = deniedOf(input, [list, 's3:GetBucketVersioning']).length === 0;
  if (isOn && seen && input.facts.bucketsLeftOut === 0) return done('It is on for every bucket.');
  const locked = Object.values(input.snapshot.buckets).flatMap((bucket) =>
    bucket.kind === 'own' && bucket.objectLock?.enabled === true && bucket.objectLock.mode !== undefined
      ? [bucket.name]
      : [],
  );
  return locked.length === 0
    ? manual('Only root can switch it on, with the AWS CLI.')
    : manual(
        'Only root can switch it on. Object Lock keeps these from being deleted before their time.',
        locked,
      );
};

export const judgePublicBlock: Judge = (input) => {
  const block = input.snapshot.s3PublicAccessBlock;
  const off = Object.entries(block ?? {}).flatMap(([name, isOn]) => (isOn ? [] : [name]));
  const needs = ['s3:GetAccountPublicAccessBlock'];
  const isMissing = block === undefined && deniedOf(input, needs).length === 0;
  return settle(input, {
    needs,
    wrong: isMissing ? ['no block at all'] : off,
    bad: 'The block of the account is not complete.',
    good: 'The account blocks it for every bucket, whatever is set on one.',
  });
};
