import { describe, expect, it } from 'vitest';
import { parseLoopback } from '../../src/rehearsal/loopback.ts';
import { letsCloudTrailWrite } from '../../src/rehearsal/trail-bucket-policy.ts';

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/account-trail';
const wish = { bucket: 'logs', accountId: '111111111111', trailArn };
const statement = (Action: string | string[], Resource: string, more = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action,
  Resource,
  ...more,
});
const policy = (...Statement: unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const acl = statement('s3:GetBucketAcl', 'arn:aws:s3:::logs');
const put = (more = {}) => statement('s3:PutObject', 'arn:aws:s3:::logs/AWSLogs/111111111111/*', more);
const from = (arn: string) => ({
  Condition: { StringEquals: { 'aws:SourceArn': arn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
});

describe('letsCloudTrailWrite', () => {
  it.each<[string, boolean, string]>([
    ['the documented policy', true, policy(acl, put(from(trailArn)))],
    ['lists and patterns', true, policy(statement(['s3:Get*', 's3:PutObject'], 'arn:aws:s3:::logs*'))],
    ['no statement for the files', false, policy(acl)],
    ['another trail', false, policy(acl, put(from(`${trailArn}-2`)))],
    [
      'another account in the path',
      false,
      policy(acl, statement('s3:PutObject', 'arn:aws:s3:::logs/AWSLogs/222222222222/*')),
    ],
    ['another service', false, policy(acl, put({ Principal: { Service: 'config.amazonaws.com' } }))],
    ['a denial only', false, policy(acl, put({ Effect: 'Deny' }))],
    ['no JSON', false, '{not json'],
  ])('%s: %s', (_name, expected, text) => {
    expect(letsCloudTrailWrite(text, wish)).toBe(expected);
  });
  it('looks below the prefix', () => {
    expect(letsCloudTrailWrite(policy(acl, put()), { ...wish, prefix: 'p' })).toBe(false);
  });
});

describe('parseLoopback', () => {
  it.each(['http://127.0.0.1:5000', 'http://localhost:5000/', 'http://[::1]:5000', 'http://127.9.9.9:1'])(
    'takes %s',
    (text) => {
      expect(parseLoopback(text)).toBe(text.replace(/\/$/, ''));
    },
  );
  it.each([
    'http://10.0.0.1:5000',
    'https://127.0.0.1',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1/x',
    'nonsense',
    'http://a@127.0.0.1:1',
  ])('refuses %s', (text) => {
    expect(() => parseLoopback(text)).toThrow(text);
  });
});
