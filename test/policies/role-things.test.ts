import { describe, expect, test } from 'vitest';
import type { RoleThing } from '../../src/model/answers.ts';
import { bucketRole } from '../../src/policies/documents/bucket-role.ts';
import { evaluateAccess } from '../../src/policies/evaluate.ts';

const accountId = '123456789012';
const things: readonly RoleThing[] = [
  { kind: 'queue', name: 'jobs', access: 'receive', region: 'eu-west-1' },
  { kind: 'queue', name: 'results.fifo', access: 'send', region: 'eu-west-1' },
  { kind: 'secret', name: 'prod/db', region: 'us-east-1' },
  { kind: 'log-group', name: '/acme/worker', region: 'eu-west-1' },
];
const document = bucketRole({
  scope: { partition: 'aws', accountId },
  buckets: [],
  things,
  auditBucket: 'acme-audit',
});
const decide = (action: string, resource: string) =>
  evaluateAccess(
    {
      principal: { arn: `arn:aws:sts::${accountId}:assumed-role/worker/i-1`, accountId, kind: 'role' },
      action,
      resource,
      resourceAccount: accountId,
      context: { 'aws:SecureTransport': 'true' },
    },
    { identity: [{ name: 'buckets', document }] },
  ).decision;
const arn = (service: string, rest: string, region = 'eu-west-1') =>
  `arn:aws:${service}:${region}:${accountId}:${rest}`;

describe('a role for queues, a secret and a log group', () => {
  test.each([
    ['sqs:ReceiveMessage', arn('sqs', 'jobs')],
    ['sqs:DeleteMessage', arn('sqs', 'jobs')],
    ['sqs:SendMessage', arn('sqs', 'results.fifo')],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:prod/db-a1B2c3', 'us-east-1')],
    ['logs:CreateLogStream', arn('logs', 'log-group:/acme/worker')],
    ['logs:PutLogEvents', arn('logs', 'log-group:/acme/worker:log-stream:host')],
  ])('may %s on %s', (action, resource) => {
    expect(decide(action, resource)).toBe('allowed');
  });
  test.each([
    ['sqs:SendMessage', arn('sqs', 'jobs')],
    ['sqs:ReceiveMessage', arn('sqs', 'results.fifo')],
    ['sqs:PurgeQueue', arn('sqs', 'jobs')],
    ['sqs:ReceiveMessage', arn('sqs', 'jobs-of-others')],
    ['sqs:ReceiveMessage', arn('sqs', 'jobs', 'us-east-1')],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:prod/db-backup-a1B2c3', 'us-east-1')],
    ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:prod/db-a1B2c3')],
    ['secretsmanager:PutSecretValue', arn('secretsmanager', 'secret:prod/db-a1B2c3', 'us-east-1')],
    ['logs:PutLogEvents', arn('logs', 'log-group:/acme/worker-2:log-stream:host')],
    ['logs:DeleteLogGroup', arn('logs', 'log-group:/acme/worker')],
    ['s3:GetObject', 'arn:aws:s3:::acme-audit/AWSLogs/x'],
  ])('may not %s on %s', (action, resource) => {
    expect(decide(action, resource)).toBe('denied');
  });
  test('a name that a policy would not take literally is refused', () => {
    const wild = [{ kind: 'secret', name: 'prod*', region: 'eu-west-1' } as const];
    expect(() => bucketRole({ scope: { partition: 'aws', accountId }, buckets: [], things: wild })).toThrow(
      /literally/,
    );
  });
});
