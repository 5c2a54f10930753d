import { describe, expect, test } from 'vitest';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import { listTemplates } from '../../src/config/templates.ts';
import type { Plan } from '../../src/model/plan.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { monthlyCosts } from '../../src/report/costs.ts';
import { contextOf, makeFolder, packageRoot } from '../config/temp-folder.ts';
import { accountId, emptySnapshot } from '../helpers/example.ts';

/** An account of two regions whose file says no more than a template and two administrators. */
async function planOn(template: string): Promise<Plan> {
  const folder = await makeFolder({
    'bootstrap-account.yaml': [
      'version: 1',
      `extends: ${template}`,
      `account: { id: "${accountId}", alias: acme, region: eu-west-1 }`,
      'people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]',
      'trail: { bucket: acme-audit }',
      // The one answer that strict leaves open.
      ...(template === 'strict' ? ['alarms: { email: security@acme.example }'] : []),
      '',
    ].join('\n'),
  });
  const { merged } = await loadAccountFile(contextOf(folder));
  const complete = completeAnswers(merged, { accountId });
  if ('missing' in complete) throw new Error(JSON.stringify(complete.missing));
  const [home] = emptySnapshot.regions;
  const others = complete.answers.regions.kind === 'home' ? [] : [{ ...home!, name: 'us-east-1' }];
  return assemblePlan(complete.answers, { ...emptySnapshot, regions: [home!, ...others] }, new Map());
}

test('each built-in template has its names pinned here', async () => {
  const templates = await listTemplates(packageRoot);
  expect(templates.map(({ name }) => name)).toEqual(['startup', 'minimal', 'strict']);
});

describe.each(['startup', 'minimal', 'strict'])('the template %s', (template) => {
  test('keeps the names of yesterday: a rename needs an alias', async () => {
    const rows = plannedResources(await planOn(template));
    expect(rows.map((each) => `${each.type} ${each.name}`)).toMatchSnapshot();
  });
});

test('minimal has nothing with a monthly price but the storage of its log files', async () => {
  const costs = monthlyCosts(await planOn('minimal')).filter((each) => each.monthlyUsd > 0);
  expect(costs.map((each) => each.item)).toEqual(['Audit bucket acme-audit']);
  expect(costs[0]?.monthlyUsd).toBeLessThan(0.05);
});

test('strict locks log files for two years and gives somebody a way to AWS Support', async () => {
  const { parts } = await planOn('strict');
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
