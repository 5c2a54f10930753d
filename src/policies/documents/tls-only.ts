import { bucketArn } from '../../lib/arn.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import type { Partition } from '../../model/target.ts';
import { literalName } from './literal-name.ts';

/**
 * Nobody talks to the bucket without TLS.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html; CIS 7.0 3.1.1 (5.0 and 3.0: 2.1.1)
 * @throws UserError `WildcardInName`
 */
export function denyWithoutTls(partition: Partition, bucket: string): Statement {
  const arn = bucketArn(partition, literalName('The bucket', bucket));
  return {
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** A policy that says nothing about calls with TLS, which all of ours are. */
export function isTlsOnly({ Statement }: PolicyDocument): boolean {
  return Statement.every(
    ({ Effect, Condition }) =>
      Effect === 'Deny' && String(Condition?.Bool?.['aws:SecureTransport'] ?? '') === 'false',
  );
}

/** Policy of a bucket that grants nobody anything: its account's IAM policies do. */
export function tlsOnlyPolicy(partition: Partition, bucket: string): PolicyDocument {
  return { Version: '2012-10-17', Statement: [denyWithoutTls(partition, bucket)] };
}
