import { expect, test } from 'vitest';
import { runRights } from '../../src/commands/rights.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Context } from '../../src/context.ts';
import { rightsOfCommand } from '../../src/flow/rights-of-command.ts';
import type { Statement } from '../../src/model/policy.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';

const text = `version: 1
extends: startup
account: { id: "123456789012", alias: acme, region: eu-west-1 }
people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]
`;

async function statementsOf(command: 'plan' | 'apply', file?: string) {
  const folder = await makeFolder(file === undefined ? {} : { 'bootstrap-account.yaml': file });
  const context = { ...contextOf(folder), stateRoot: `${folder}/state` } as unknown as Context;
  const rights = rightsOfCommand(context, await loadAccountFile(context), command);
  return { rights, statements: rights.documents.flatMap(({ Statement }) => Statement) };
}
const about = (statements: readonly Statement[], action: string) =>
  statements
    .filter(({ Action }) => listOf(Action).includes(action))
    .flatMap(({ Resource }) => listOf(Resource));

test('beside a file apply is limited to what it names, the unnamed bucket by its fixed part', async () => {
  const { rights, statements } = await statementsOf('apply', text);
  expect(rights.narrowed).toBe(true);
  expect(about(statements, 's3:CreateBucket')).toEqual([
    'arn:aws:s3:::acme-audit-123456789012-eu-west-1-????????',
  ]);
  expect(about(statements, 'iam:CreateUser')).toEqual([
    'arn:aws:iam::123456789012:user/ada',
    'arn:aws:iam::123456789012:user/grace',
  ]);
  // Nothing of what this file does not want.
  expect(about(statements, 'budgets:ModifyBudget')).toEqual([]);
  expect(about(statements, 'iam:CreateRole')).toEqual([]);
});

test('without a file it fits any, and plan writes nothing', async () => {
  const any = await statementsOf('apply');
  expect(any.rights.narrowed).toBe(false);
  expect(about(any.statements, 'iam:CreateUser')).toEqual(['arn:aws:iam::*:user/*']);
  const { statements } = await statementsOf('plan', text);
  expect(statements.map(({ Sid }) => Sid).filter((sid) => !sid?.startsWith('Read'))).toEqual([]);
});

test('a shared state is fetched by plan, and written by apply, in its own folder alone', async () => {
  const shared = `${text}state: s3://acme-state\n`;
  const objects = ['arn:aws:s3:::acme-state/bootstrap-account/123456789012/*'];
  const plan = (await statementsOf('plan', shared)).statements;
  expect(about(plan, 's3:GetObject')).toEqual(objects);
  expect(about(plan, 's3:PutObject')).toEqual([]);
  const apply = (await statementsOf('apply', shared)).statements;
  for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])
    expect(about(apply, action)).toEqual(objects);
  expect(about(apply, 'kms:GenerateDataKey')).toEqual(['arn:aws:kms:*:123456789012:key/*']);
});

test('what the policy for apply does not let anybody do is said', async () => {
  const folder = await makeFolder({ 'bootstrap-account.yaml': text });
  const told: string[] = [];
  const host = { tell: (one: { text: string }) => told.push(one.text), write: () => undefined };
  const context = { ...contextOf(folder), stateRoot: `${folder}/state`, host } as unknown as Context;
  await runRights(context, 'apply');
  expect(told.join('\n')).toContain('check --repair');
  const { statements } = await statementsOf('apply', text);
  for (const action of ['iam:UpdateAccessKey', 'iam:DetachUserPolicy', 'ec2:AssociateIamInstanceProfile'])
    expect(about(statements, action)).toEqual([]);
});
