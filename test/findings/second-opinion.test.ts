import { expect, test } from 'vitest';
import { callsToConfirm, findDisagreements, type JudgedCall } from '../../src/findings/second-opinion.ts';
import { liveWorld } from '../../src/policies/live-world.ts';
import { awsManagedByArn } from '../cases/aws-managed/aws-managed.ts';
import { accountAsPlanned, examplePlan } from './account-as-planned.ts';

const planned = accountAsPlanned();
const managed = Object.entries(awsManagedByArn).map(([arn, document]) => ({
  name: arn.slice(arn.lastIndexOf('/') + 1),
  arn,
  path: '/',
  awsManaged: true,
  document,
  tags: {},
}));
const calls = callsToConfirm(
  liveWorld(examplePlan, { ...planned, policies: [...planned.policies, ...managed] }),
);
const find = (who: string, what: string) =>
  calls.filter((call) => call.who === who && call.what === what).map(({ ours }) => ours);

test('the first member of each group, machines and roles are asked about, with and without MFA', () => {
  expect([...new Set(calls.map(({ who }) => who))]).toEqual([
    ...['ada', 'finn', 'dev', 'machine ci-deployer', 'role checkbot'],
  ]);
  expect(find('finn', 'see the bills')).toEqual(['allowed', 'denied']);
  expect(find('role checkbot', 'read an object of testbucket')).toEqual(['allowed']);
  expect(calls.find(({ who }) => who === 'role checkbot')?.arn).toMatch(/:role\//);
});

test('what a resource has a policy for, or a key, is not asked about', () => {
  expect(find('ada', 'read a log file of the audit bucket')).toEqual([]);
  expect(find('ada', 'decrypt log files')).toEqual([]);
  expect(find('role checkbot', 'write to a bucket testbucket of a stranger')).toEqual([]);
  expect(calls.some(({ action }) => action.includes('*'))).toBe(false);
});

test('another answer is a finding, the same one is none', () => {
  const call = (what: string): JudgedCall => calls.find((each) => each.what === what)!;
  const agreeing = {
    call: call('close the account'),
    decision: call('close the account').ours,
    byOrganization: false,
  };
  if (agreeing.decision === 'unknown') throw new Error('it is judged');
  const bills = call('see the bills');
  const found = findDisagreements([
    { ...agreeing, decision: agreeing.decision },
    { call: bills, decision: bills.ours === 'allowed' ? 'denied' : 'allowed', byOrganization: true },
  ]);
  expect(found).toMatchObject([
    { rule: 'simulator-disagrees', severity: 'medium', subject: `${bills.arn}:ce:GetCostAndUsage` },
  ]);
  expect(found[0]?.actual).toContain('by a policy of the organisation');
});
