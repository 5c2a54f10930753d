import { expect, test } from 'vitest';
import { openGroups } from '../../src/findings/open-groups.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { accountAsPlanned, examplePlan } from './account-as-planned.ts';
import { allow, policyOf } from './perimeter-changes.ts';

const settled = accountAsPlanned();
const machineGroup = examplePlan.parts.groups.groups.find((group) => group.kind === 'machine')?.name ?? '';
const open = (snapshot: Snapshot) =>
  openGroups(examplePlan, comparePlan(examplePlan, snapshot), ['admins', 'finance', machineGroup]);
const withDocument = (document: Snapshot['policies'][number]['document']): Snapshot => ({
  ...settled,
  policies: settled.policies.map((policy) =>
    policy.name === 'RequireMFA' ? { ...policy, document } : policy,
  ),
});
const ours = settled.policies.find(({ name }) => name === 'RequireMFA')?.document ?? policyOf();

test('as planned no group is open', () => {
  expect(machineGroup).not.toBe('');
  expect(open(settled)).toEqual([]);
});

test('a deny that was taken off one group opens that one', () => {
  const groups = settled.groups.map((group) => ({
    ...group,
    attached:
      group.name === 'finance' ? group.attached.filter(({ name }) => name !== 'RequireMFA') : group.attached,
  }));
  expect(open({ ...settled, groups })).toEqual([{ name: 'finance', why: 'detached' }]);
});

test.each([
  ['emptied', policyOf(allow('iam:GetUser'))],
  ['without its denies', policyOf(...ours.Statement.filter(({ Effect }) => Effect === 'Allow'))],
  [
    'with more left out of the deny',
    policyOf(
      ...ours.Statement.map((each) =>
        each.NotAction === undefined ? each : { ...each, NotAction: [...[each.NotAction].flat(), 's3:*'] },
      ),
    ),
  ],
])('a deny that was %s opens every group that stands on it, and no group of machines', (_, document) => {
  expect(open(withDocument(document))).toEqual([
    { name: 'admins', why: 'changed' },
    { name: 'finance', why: 'changed' },
  ]);
});
