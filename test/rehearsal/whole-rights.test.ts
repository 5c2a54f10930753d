import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PolicyDocument } from '../../src/model/policy.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { callsOfRight, neededRights } from '../../src/policies/rights/needed-rights.ts';
import { operatorRole } from '../../src/rehearsal/operator-session.ts';
import { type Bench, openBench, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(
    `${startupFile}alarms: { email: security@acme.example }\nbudget: { monthlyUsd: 200, email: billing@acme.example }\n`,
  );
});
afterAll(() => bench?.stop());

const RoleName = operatorRole;
const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** What `rights apply` prints, on the operator's role, instead of everything. */
async function limitOperator(documents: readonly PolicyDocument[]): Promise<void> {
  for (const [index, document] of documents.entries()) {
    const PolicyDocument = JSON.stringify(document);
    await bench.clients.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: `part-${index}`, PolicyDocument }),
    );
  }
}
async function printedPolicies(): Promise<readonly PolicyDocument[]> {
  const printed = await bench.run(['rights', 'apply', '--json']);
  expect(printed.code, printed.stderr).toBe(0);
  return JSON.parse(printed.stdout).policies;
}
const without = (documents: readonly PolicyDocument[], action: string): readonly PolicyDocument[] =>
  documents.map((document) => ({
    ...document,
    Statement: document.Statement.map((each) => ({
      ...each,
      Action: listOf(each.Action).filter((one) => one !== action),
    })).filter((each) => each.Action.length > 0),
  }));

test('without one right nothing is written and it is named; with all of them everything is done', async () => {
  const { iam } = bench.clients;
  const documents = await printedPolicies();
  await limitOperator(without(documents, 'iam:AddRoleToInstanceProfile'));
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  bench.front.resetCounters();
  const refused = await bench.run(['apply', ...yes, '--json']);
  expect(refused.code, refused.stderr).toBe(3);
  const { error } = JSON.parse(refused.stdout);
  expect(error.code).toBe('MissingRight');
  expect(error.details.map(({ subject }: { subject: string }) => subject)).toEqual([
    'iam:AddRoleToInstanceProfile',
  ]);
  expect(error.message).toContain('instance profile checkbot');
  expect(Object.keys(bench.front.counters().changes)).toEqual([]);

  await limitOperator(documents);
  const done = await bench.run(['apply', ...yes]);
  expect(done.code, done.stderr).toBe(0);

  const { reads, changes } = bench.front.counters();
  const { reads: allowedReads, writes } = neededRights('apply');
  const known = new Set([...allowedReads, ...writes].flatMap(callsOfRight));
  const seen = [...Object.keys(reads), ...Object.keys(changes)].filter(
    // Nobody needs a right for the first, and the second opens the rehearsal itself.
    (call) => !['sts:GetCallerIdentity', 'sts:AssumeRole', 'iam:PutRolePolicy'].includes(call),
  );
  expect(
    seen.filter((call) => !known.has(call)),
    'calls without a right in the tables',
  ).toEqual([]);
  expect(seen.length).toBeGreaterThan(80);
  for (let index = 0; index < documents.length; index += 1)
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: `part-${index}` }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
});
