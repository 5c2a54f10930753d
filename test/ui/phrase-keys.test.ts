import { expect, test } from 'vitest';
import type { KeyScan } from '../../src/model/key-scan.ts';
import { phraseScan } from '../../src/ui/phrase-keys.ts';

const nothing: KeyScan = {
  keys: [],
  strays: [],
  undecoded: [],
  notRead: [],
  regions: ['eu-west-1', 'us-east-1'],
  looked: 3,
};

test('a scan that found nothing says so in words', () => {
  expect(phraseScan(nothing, 200)).toEqual([
    'No user has an access key, and none lies on a machine (looked into 3 texts in 2 regions).',
  ]);
});

test('what could not be read is never passed as none', () => {
  const said = phraseScan({ ...nothing, notRead: [{ action: 'ec2:DescribeInstances', why: 'denied' }] }, 200);
  expect(said.join(' ')).toMatch(/Not read: ec2:DescribeInstances .*0 keys of users, 0 on machines/);
});
