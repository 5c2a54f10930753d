import { describe, expect, test } from 'vitest';
import { listTemplates } from '../../src/config/templates.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { monthlyCosts } from '../../src/report/costs.ts';
import { packageRoot } from '../config/temp-folder.ts';
import { planOnTemplate } from '../helpers/template-plan.ts';

test('each built-in template has its names pinned here', async () => {
  const templates = await listTemplates(packageRoot);
  expect(templates.map(({ name }) => name)).toEqual(['startup', 'minimal', 'strict']);
});

describe.each(['startup', 'minimal', 'strict'])('the template %s', (template) => {
  test('keeps the names of yesterday: a rename needs an alias', async () => {
    const rows = plannedResources(await planOnTemplate(template));
    expect(rows.map((each) => `${each.type} ${each.name}`)).toMatchSnapshot();
  });
});

test('minimal has nothing with a monthly price but the storage of its log files', async () => {
  const costs = monthlyCosts(await planOnTemplate('minimal')).filter((each) => each.monthlyUsd > 0);
  expect(costs.map((each) => each.item)).toEqual(['Audit bucket acme-audit']);
  expect(costs[0]?.monthlyUsd).toBeLessThan(0.05);
});

test('strict locks log files for two years and gives somebody a way to AWS Support', async () => {
  const { parts } = await planOnTemplate('strict');
  expect(parts['audit-trail']?.bucket).toMatchObject({
    lockDays: 731,
    lockMode: 'GOVERNANCE',
    retentionDays: 731,
  });
  const support = parts.groups.groups.find((group) => group.name === 'support');
  expect(support?.awsManaged).toEqual([
    { name: 'AWSSupportAccess', arn: 'arn:aws:iam::aws:policy/AWSSupportAccess' },
  ]);
  expect(support?.customer).toEqual(['require-mfa']);
});
