import { expect, test } from 'vitest';
import { placeFinding } from '../../src/config/place-finding.ts';
import { readYaml } from '../../src/config/read-yaml.ts';

const source = readYaml(
  `version: 1
account: { id: "123456789012", alias: acme, region: eu-west-1 }
groups:
  admins: { purpose: Run it }
people:
  - { name: ada, groups: [admins] }
  - name: finn
    groups: [finance]
machines:
  - { name: ci-deployer, groups: [api] }
roles:
  checkbot:
    buckets:
      - { name: testbucket, access: read }
trail:
  bucket: acme-audit
`,
  'bootstrap-account.yaml',
);

test.each([
  ['user-tags-changed', 'finn', 7],
  ['member-missing', 'admins/ada', 6],
  ['member-extra', 'admins/eve', 4],
  ['user-direct-policy', 'arn:aws:iam::123456789012:user/machine/ci-deployer', 10],
  ['role-foreign-policy', 'checkbot/stray', 12],
  ['role-bucket-open', 'testbucket', 14],
  ['trail-stopped', 'account-trail', 15],
  ['audit-bucket-open', 'acme-audit', 15],
  ['alias-missing', 'other', 2],
  ['unknown-user', 'eve', 5],
  ['password-policy-weaker', '123456789012', 1],
  ['something-new', 'somewhere', 1],
])('%s:%s is at line %i', (rule, subject, line) => {
  expect(placeFinding(source, { rule, subject }).line).toBe(line);
});

test('an empty file has a first line too', () => {
  expect(placeFinding(readYaml('', 'x.yaml'), { rule: 'trail-stopped', subject: 'x' })).toEqual({
    line: 1,
    column: 1,
  });
});
