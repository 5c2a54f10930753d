import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { lookUpAction } from '../../src/policies/actions.ts';
import { chooseRows } from '../../src/policies/choose-rows.ts';
import { effectivePolicies } from '../../src/policies/effective.ts';
import { powersOf } from '../../src/policies/matrix.ts';
import { type PlannedWorld, plannedWorld } from '../../src/policies/planned-world.ts';
import { awsManagedByArn } from '../cases/aws-managed/aws-managed.ts';
import { allowAll } from '../cases/case.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const plan = assemblePlan(exampleAnswers, emptySnapshot, new Map());
const rowsOf = (p: PlannedWorld) => chooseRows(powersOf(plannedWorld(p)));
const rows = rowsOf({ plan, awsManaged: awsManagedByArn });
const of = (who: string) =>
  Object.fromEntries(rows.filter((row) => row.who === who).map((row) => [row.what, row.decision]));

test('finance sees the bills and nothing of the infrastructure', () => {
  expect(of('member of finance')).toEqual({
    'see the bills': 'allowed',
    'see payment methods': 'allowed',
    'see tax documents': 'allowed',
    'change how bills are paid': 'denied',
    'close the account': 'denied',
    'read an object of a bucket': 'denied',
    'write an object of a bucket': 'denied',
    'see the instances': 'denied',
    'look at another user': 'denied',
    'make a user': 'denied',
    'get more rights': 'denied',
    'give the role checkbot to an instance': 'denied',
    'read a log file of the audit bucket': 'denied',
    'delete a log file of the audit bucket': 'denied',
    'decrypt log files': 'denied',
    'switch the audit key off': 'denied',
    'stop the trail': 'denied',
    'enrol the own MFA device': 'allowed',
    'take off the own MFA device': 'allowed',
    'enrol an MFA device for somebody else': 'denied',
    'change the own password': 'allowed',
    'make an access key for oneself': 'denied',
  });
});

test('every action that is asked about exists at AWS', async () => {
  const asked = [...new Set(rows.map(({ action }) => action))].filter((action) => !action.includes('*'));
  const facts = await Promise.all(asked.map(lookUpAction));
  expect(facts.filter(({ actions }) => actions.length !== 1).map(({ entry }) => entry)).toEqual([]);
});

test('only administrators can stop the trail', () => {
  const allowed = rows
    .filter((row) => row.what === 'stop the trail' && row.decision !== 'denied')
    .map((row) => row.who);
  expect(allowed).toEqual(['member of admins']);
});

test('without MFA nobody does anything but enrol and change the password', () => {
  const open = rows.filter((row) => row.withoutMfa !== undefined && row.withoutMfa !== 'denied');
  const enrolment = ['enrol the own MFA device', 'change the own password'];
  const others = open.filter((row) => !enrolment.includes(row.what)).map((row) => [row.who, row.what]);
  // The deny spares iam:GetUser, on whatever user the rights beside it reach.
  expect(others).toEqual([['member of admins', 'look at another user']]);
  expect(open.filter((row) => enrolment.includes(row.what))).toHaveLength(6);
});

test('checkbot has its bucket and nothing else', () => {
  expect(of('role checkbot')).toEqual({
    'read an object of testbucket': 'allowed',
    'write an object of testbucket': 'allowed',
    'delete an object of testbucket': 'denied',
    'write to a bucket testbucket of a stranger': 'denied',
    'read an object of another bucket': 'denied',
    'read a log file of the audit bucket': 'denied',
    'delete a log file of the audit bucket': 'denied',
    'decrypt log files': 'denied',
    'switch the audit key off': 'denied',
    'stop the trail': 'denied',
    'see the instances': 'denied',
    'make a user': 'denied',
    'get more rights': 'denied',
  });
});

test('a machine does its work and nothing of identities', () => {
  expect(of('machine ci-deployer')).toMatchObject({
    'do its work: s3:PutObject': 'allowed',
    'get more rights': 'denied',
    'make a user': 'denied',
    'stop the trail': 'denied',
  });
  expect(of('member of developers')).toMatchObject({ 'do its work: ec2:Describe*': 'allowed' });
});

test('a managed policy whose text is missing makes it unknown, never allowed; the deny still holds', () => {
  const blind = rowsOf({ plan, awsManaged: {} }).filter(
    (row) => row.who === 'member of admins' && row.what === 'stop the trail',
  );
  expect(blind).toMatchObject([
    { decision: 'unknown', withoutMfa: 'denied', reason: 'the text of AdministratorAccess is not known' },
  ]);
});

test('what a live user has: own policies, those of the groups, the boundary, and what could not be read', () => {
  const arn = (name: string) => `arn:aws:iam::${accountId}:policy/${name}`;
  const fact = (name: string) => ({
    name,
    arn: arn(name),
    path: '/',
    awsManaged: false,
    document: allowAll.document,
    tags: {},
  });
  const attached = (...names: string[]) => names.map((name) => ({ name, arn: arn(name) }));
  const snapshot: Snapshot = {
    ...emptySnapshot,
    users: [
      {
        name: 'ada',
        arn: `arn:aws:iam::${accountId}:user/ada`,
        path: '/',
        createdAt: '',
        groups: ['g'],
        attached: attached('own', 'lost'),
        inline: [{ name: 'inline', document: allowAll.document }],
        boundaryArn: arn('limit'),
        tags: {},
        mfaDevices: [],
        accessKeys: [],
      },
    ],
    groups: [
      { name: 'g', arn: '', path: '/', attached: attached('shared'), inline: [] },
      { name: 'other', arn: '', path: '/', attached: attached('foreign'), inline: [] },
    ],
    policies: ['own', 'shared', 'foreign', 'limit'].map(fact),
  };
  const found = effectivePolicies(snapshot, 'ada');
  expect(found.identity.map((each) => each.name)).toEqual(['own', 'shared', 'inline']);
  expect(found.boundary).toHaveLength(1);
  expect(found.unread).toEqual(['lost']);
  expect(effectivePolicies(snapshot, 'nobody')).toEqual({ identity: [] });
});
