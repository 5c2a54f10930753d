import { describe, expect, test } from 'vitest';
import type { PolicyDocument, Statement } from '../../src/model/policy.ts';
import { auditBucketPolicy } from '../../src/policies/documents/audit-trail.ts';
import { ec2Trust } from '../../src/policies/documents/bucket-role.ts';
import { equalDocuments, mergeDocuments } from '../../src/policies/documents/merge.ts';
import { scope } from '../cases/case.ts';

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/account-trail';
const ours = auditBucketPolicy({ scope, bucket: 'acme-audit', trailArn });
const balancer: Statement = {
  Effect: 'Allow',
  Principal: { AWS: '127311923021' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::acme-audit/lb/*',
};
const document = (...Statement: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});

describe('mergeDocuments', () => {
  test('nothing present: ours alone', () => {
    expect(mergeDocuments(ours, undefined)).toEqual({ document: ours, foreign: [], replaced: [] });
  });

  test('a foreign statement stays, and a second merge changes nothing', () => {
    const once = mergeDocuments(ours, document(balancer));
    expect(once.foreign).toEqual([balancer]);
    expect(once.document.Statement).toEqual([...ours.Statement, balancer]);
    expect(mergeDocuments(ours, once.document).document).toEqual(once.document);
  });

  test('a statement of ours that was opened by hand is put back, and named', () => {
    const opened = ours.Statement.map((each) => ({ ...each, Condition: undefined }));
    const merged = mergeDocuments(ours, document(...opened));
    expect(merged.document).toEqual(ours);
    expect(merged.replaced).toHaveLength(3);
  });

  test("the trust that AWS's console writes, without a Sid, is ours and not foreign", () => {
    const console: Statement = {
      Effect: 'Allow',
      Principal: { Service: ['ec2.amazonaws.com'] },
      Action: ['sts:AssumeRole'],
    };
    expect(mergeDocuments(ec2Trust(scope), document(console))).toEqual({
      document: ec2Trust(scope),
      foreign: [],
      replaced: [],
    });
  });

  test('what was literal text under the old version stays literal text', () => {
    const old: PolicyDocument = {
      Version: '2008-10-17',
      Statement: [{ ...balancer, Resource: `arn:aws:s3:::acme-audit/\${aws:username}` }],
    };
    expect(mergeDocuments(ours, old).foreign[0]?.Resource).toBe(
      `arn:aws:s3:::acme-audit/\${$}{aws:username}`,
    );
  });
});

describe('equalDocuments', () => {
  const base: Statement = {
    Sid: 'A',
    Effect: 'Allow',
    Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: ['*'],
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  const same: readonly (readonly [string, Statement])[] = [
    [
      'order of keys',
      {
        Condition: base.Condition,
        Resource: ['*'],
        Action: base.Action,
        Principal: base.Principal,
        Effect: 'Allow',
        Sid: 'A',
      },
    ],
    ['one-element list', { ...base, Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['order of lists', { ...base, Action: ['s3:PutObject', 's3:GetObject'] }],
    ['account id for its root', { ...base, Principal: { AWS: '111122223333' } }],
    ['letter case of actions', { ...base, Action: ['s3:getobject', 's3:putobject'] }],
    ['letter case of condition keys', { ...base, Condition: { bool: { 'aws:securetransport': true } } }],
  ];
  test.each(same)('%s does not count', (_what, other) => {
    expect(equalDocuments(document(base, balancer), document(balancer, other))).toBe(true);
  });

  const different: readonly (readonly [string, Statement])[] = [
    ['effect', { ...base, Effect: 'Deny' }],
    ['Sid', { ...base, Sid: 'B' }],
    ['an action more', { ...base, Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'] }],
    ['NotAction', { ...base, Action: undefined, NotAction: base.Action }],
    ['another account', { ...base, Principal: { AWS: '999988887777' } }],
    ['everybody', { ...base, Principal: '*' }],
    ['letter case of a resource', { ...base, Resource: 'arn:aws:s3:::A' }],
    ['no condition', { ...base, Condition: undefined }],
    ['another operator', { ...base, Condition: { BoolIfExists: { 'aws:SecureTransport': 'true' } } }],
  ];
  test.each(different)('%s counts', (_what, other) => {
    expect(equalDocuments(document(base), document(other))).toBe(false);
  });
});
