import { describe, expect, it } from 'vitest';
import { sameDocument, sameValue } from '../../src/rehearsal/provider/same-value.ts';

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const base = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' };

describe('sameDocument', () => {
  it.each([
    ['key order', { Resource: '*', Action: base.Action, Effect: 'Allow' }],
    ['list order', { ...base, Action: ['s3:PutObject', 's3:GetObject'] }],
    ['one or a list of one', { ...base, Resource: ['*'] }],
  ])('takes no notice of %s', (_what, other) => {
    expect(sameDocument(policy(base), policy(other))).toBe(true);
  });

  it('takes no notice of an account id or its root ARN, nor of one statement or a list of one', () => {
    const by = (AWS: unknown) => ({ ...base, Principal: { AWS } });
    const root = policy(by('arn:aws:iam::123456789012:root'));
    expect(sameDocument(root, policy(by(['123456789012'])))).toBe(true);
    expect(sameDocument(root, policy(by('210987654321')))).toBe(false);
    expect(sameDocument(policy(base), JSON.stringify({ Version: '2012-10-17', Statement: base }))).toBe(true);
  });

  it.each([
    ['effect', { ...base, Effect: 'Deny' }],
    ['action', { ...base, Action: ['s3:GetObject'] }],
    ['resource', { ...base, Resource: 'arn:aws:s3:::b/*' }],
    ['condition', { ...base, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }],
  ])('sees another %s', (_what, other) => {
    expect(sameDocument(policy(base), policy(other))).toBe(false);
  });

  it('compares what is no document as text', () => {
    expect(sameDocument('{not json', '{not json')).toBe(true);
    expect(sameDocument('{not json', '{}')).toBe(false);
  });
});

describe('sameValue', () => {
  it('minds the order of a list, and not of a set', () => {
    expect(sameValue({}, 'groups', ['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameValue({ sets: ['groups'] }, 'groups', ['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameValue({ sets: ['groups'] }, 'groups', ['a', 'b'], ['a'])).toBe(false);
  });

  it('takes nothing, false, zero and empty for one, at every depth', () => {
    for (const nothing of [false, 0, '', [], {}, { prefix: '' }])
      expect(sameValue({}, 'x', undefined, nothing)).toBe(true);
    expect(sameValue({}, 'rules', [{ id: 'a' }], [{ id: 'a', filter: { prefix: '' } }])).toBe(true);
    expect(sameValue({}, 'enabled', undefined, true)).toBe(false);
    expect(sameValue({}, 'tags', { a: '1' }, { a: '2' })).toBe(false);
  });

  it('takes the id of a key for its ARN where the type says so', () => {
    const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
    expect(sameValue({ keyIds: ['targetKeyId'] }, 'targetKeyId', arn, '1234')).toBe(true);
    expect(sameValue({ keyIds: ['targetKeyId'] }, 'targetKeyId', arn, '4321')).toBe(false);
    expect(sameValue({}, 'targetKeyId', arn, '1234')).toBe(false);
  });
});
