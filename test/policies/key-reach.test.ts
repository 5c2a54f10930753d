import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import { describeReach } from '../../src/policies/key-reach.ts';
import { proposeRole } from '../../src/policies/propose-role.ts';

const accountId = '123456789012';
const reach = (...statements: readonly Statement[]) =>
  describeReach({
    principal: { arn: `arn:aws:iam::${accountId}:user/bot`, accountId, kind: 'user', tags: {} },
    policies: { identity: [{ name: 'work', document: { Version: '2012-10-17', Statement: statements } }] },
    partition: 'aws',
    buckets: ['acme-in', 'acme-out', 'logs'],
  });
const allow = (
  Action: Statement['Action'],
  Resource: Statement['Resource'],
  more: Partial<Statement> = {},
): Statement => ({
  Effect: 'Allow',
  ...(Action === undefined ? {} : { Action }),
  ...(Resource === undefined ? {} : { Resource }),
  ...more,
});
const bucket = (name: string, access: string, more: object = {}) => ({
  name,
  access,
  delete: false,
  create: false,
  ...more,
});

describe('what a key may do', () => {
  test('one bucket, read', () => {
    expect(
      reach(allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::acme-in', 'arn:aws:s3:::acme-in/*'])),
    ).toEqual({
      everything: false,
      anyBucket: false,
      buckets: [bucket('acme-in', 'read')],
      strangeBuckets: [],
      things: [],
      others: [],
      unread: [],
    });
  });
  test('a prefix, write, and another bucket in full', () => {
    const found = reach(
      allow('s3:PutObject', 'arn:aws:s3:::acme-in/scans/2026/*'),
      allow('s3:*', 'arn:aws:s3:::acme-out*'),
    );
    expect(found.buckets).toEqual([
      bucket('acme-in', 'write', { prefix: 'scans/2026/' }),
      bucket('acme-out', 'read-write', { delete: true }),
    ]);
  });
  test('a deny takes away what an allow gives', () => {
    const deny: Statement = { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' };
    expect(reach(allow('s3:*', ['arn:aws:s3:::acme-in/*']), deny).buckets).toEqual([
      bucket('acme-in', 'read', { delete: true }),
    ]);
  });
  test('every bucket, and an administrator', () => {
    expect(reach(allow('s3:GetObject', '*'))).toMatchObject({ anyBucket: true, everything: false });
    expect(reach(allow('*', '*'))).toMatchObject({ anyBucket: true, everything: true });
  });
  test('a bucket of somebody else is named, and is no bucket of ours', () => {
    expect(reach(allow('s3:GetObject', 'arn:aws:s3:::of-a-stranger/*'))).toMatchObject({
      buckets: [],
      strangeBuckets: ['of-a-stranger'],
    });
  });
  test('so is a family of buckets of which the account has none', () => {
    expect(reach(allow('s3:PutObject', 'arn:aws:s3:::artifacts-*/*')).strangeBuckets).toEqual([
      'artifacts-*',
    ]);
    const deny: Statement = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    expect(reach(allow('s3:PutObject', 'arn:aws:s3:::artifacts-*/*'), deny).strangeBuckets).toEqual([]);
    expect(reach(allow('s3:PutObject', 'arn:aws:s3:::acme-*/*')).strangeBuckets).toEqual([]);
  });
  test('queues, secrets and log groups of this account, each by its name', () => {
    const at = (service: string, name: string, owner = accountId) =>
      `arn:aws:${service}:eu-west-1:${owner}:${name}`;
    const found = reach(
      allow(['sqs:SendMessage', 'sqs:PurgeQueue'], at('sqs', 'jobs')),
      allow('secretsmanager:GetSecretValue', at('secretsmanager', 'secret:prod/db-??????')),
      allow('logs:PutLogEvents', at('logs', 'log-group:/app/web:*')),
    );
    const region = 'eu-west-1';
    expect(found.things).toEqual([
      { kind: 'queue', name: 'jobs', region, access: 'send' },
      { kind: 'secret', name: 'prod/db', region },
      { kind: 'log-group', name: '/app/web', region },
    ]);
    // What no role of ours holds stays told.
    expect(found.others).toEqual(['sqs:PurgeQueue']);
  });
  test.each([
    ['a family of queues', 'sqs:SendMessage', `arn:aws:sqs:eu-west-1:${accountId}:jobs-*`],
    ['a queue of a stranger', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:210987654321:jobs'],
    ['a queue in any region', 'sqs:SendMessage', `arn:aws:sqs:*:${accountId}:jobs`],
    ['every secret', 'secretsmanager:GetSecretValue', '*'],
  ])('%s is none that a role can be given', (_, action, resource) => {
    expect(reach(allow(action, resource))).toMatchObject({ things: [], others: [action] });
  });
  test('a denied queue is not proposed', () => {
    const deny: Statement = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
    const jobs = `arn:aws:sqs:eu-west-1:${accountId}:jobs`;
    expect(reach(allow('sqs:SendMessage', jobs), deny).things).toEqual([]);
  });
  test('what is no bucket is told by name', () => {
    expect(reach(allow(['sqs:SendMessage', 'iam:GetUser', 'ec2:Describe*'], '*')).others).toEqual([
      'ec2:Describe*',
      'sqs:SendMessage',
    ]);
  });
  test('with the MFA deny a bare key may do nothing', () => {
    const deny: Statement = {
      Effect: 'Deny',
      NotAction: 'sts:GetSessionToken',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    };
    expect(reach(allow('s3:*', '*'), deny)).toMatchObject({ anyBucket: false, buckets: [] });
  });
});

describe('the role that those policies justify', () => {
  test('no more than they give, and says what it leaves out', () => {
    const proposal = proposeRole(
      'bot',
      reach(allow('s3:PutObject', 'arn:aws:s3:::acme-in/a/*'), allow('sqs:SendMessage', '*')),
      ['BOT'],
    );
    expect(proposal).toMatchObject({
      role: 'bot-role',
      buckets: [bucket('acme-in', 'write', { prefix: 'a/' })],
    });
    expect(proposal.remarks.join(' ')).toContain('sqs:SendMessage');
    expect(proposal.remarks.join(' ')).toContain('not from what was ever used');
  });
  test('queues stay where every bucket would be too much; an administrator justifies nothing', () => {
    const jobs = allow('sqs:SendMessage', `arn:aws:sqs:eu-west-1:${accountId}:jobs`);
    const proposal = proposeRole('bot', reach(allow('s3:*', '*'), jobs), []);
    expect(proposal).toMatchObject({ buckets: [], things: [{ kind: 'queue', name: 'jobs' }] });
    expect(proposeRole('bot', reach(allow('*', '*'), jobs), []).things).toEqual([]);
  });
  test('policies that give every bucket justify none', () => {
    expect(proposeRole('bot', reach(allow('s3:*', '*')), []).buckets).toEqual([]);
    expect(proposeRole('bot', reach(allow('*', '*')), []).buckets).toEqual([]);
  });
  test('a path or a space in the name makes no role name', () => {
    expect(proposeRole('old bot/1', reach(), []).role).toBe('old-bot-1');
  });
});
