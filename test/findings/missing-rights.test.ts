import { expect, test } from 'vitest';
import { callsToAsk, findMissingRights, judgeNeededCalls } from '../../src/findings/missing-rights.ts';
import type { PolicyDocument, Statement } from '../../src/model/policy.ts';
import type { RoleFact, Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { neededRights } from '../../src/policies/rights/needed-rights.ts';
import { plannedArns } from '../../src/policies/rights/right-arns.ts';
import { rightsPolicies } from '../../src/policies/rights/rights-policy.ts';
import { accountId, emptySnapshot, watchedAnswers } from '../helpers/example.ts';

const state = new Map();
const plan = assemblePlan(watchedAnswers, emptySnapshot, state);
const planned = plannedResources(plan);
const types = [...new Set(planned.map(({ type }) => type))];
const needed = neededRights('apply', types);
const { documents } = rightsPolicies(needed, { partition: 'aws', accountId }, plannedArns(plan, state));

function asRole(inline: readonly PolicyDocument[], more: Partial<RoleFact> = {}): Snapshot {
  const role: RoleFact = {
    name: emptySnapshot.caller.name,
    arn: `arn:aws:iam::${accountId}:role/${emptySnapshot.caller.name}`,
    path: '/',
    maxSessionSeconds: 3600,
    trust: { Version: '2012-10-17', Statement: [] },
    attached: [],
    inline: inline.map((document, index) => ({ name: `part-${index}`, document })),
    tags: {},
    instanceProfiles: [],
    ...more,
  };
  return { ...emptySnapshot, roles: [role] };
}
const missingFor = (snapshot: Snapshot) =>
  findMissingRights(judgeNeededCalls({ plan, snapshot, state }, planned));
const without = (action: string): readonly PolicyDocument[] =>
  documents.map((document) => ({
    ...document,
    Statement: document.Statement.map((each) => ({
      ...each,
      Action: listOf(each.Action).filter((one) => one !== action),
    })).filter((each) => each.Action.length > 0),
  }));

test('with the printed policies nothing is missing', () => {
  expect(missingFor(asRole(documents))).toEqual([]);
});

test.each(needed.writes.map(({ action }) => action))(
  'without %s exactly that is named, and it refuses',
  (action) => {
    const found = missingFor(asRole(without(action)));
    expect(found.map(({ id, stops }) => [id, stops])).toEqual([[`missing-right:${action}`, 'refuse']]);
  },
);

test('a read of the plug-in is missed as well, with what needs it', () => {
  const [finding] = missingFor(asRole(without('s3:GetBucketCORS')));
  expect(finding?.what).toContain('s3:GetBucketCORS');
  expect(finding?.what).toContain('audit bucket');
});

const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
const one = (...Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

test('a deny and a boundary count, a condition does not make a right missing', () => {
  const deny: Statement = { Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*' };
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  expect(missingFor(asRole([one(everything, deny)])).map(({ subject }) => subject)).toEqual([
    'iam:CreateRole',
  ]);
  expect(missingFor(asRole([one({ ...everything, Condition })]))).toEqual([]);
  const ifNot = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
  expect(missingFor(asRole([one(everything, { ...deny, Condition: ifNot })]))).toEqual([]);
  const boundaryArn = `arn:aws:iam::${accountId}:policy/limit`;
  const limit = one({ Effect: 'Allow', NotAction: 'kms:CreateKey', Resource: '*' });
  const fact = { name: 'limit', arn: boundaryArn, path: '/', awsManaged: false, document: limit, tags: {} };
  const bounded = { ...asRole([one(everything)], { boundaryArn }), policies: [fact] };
  expect(missingFor(bounded).map(({ subject }) => subject)).toEqual(['kms:CreateKey']);
});

test('whose policies cannot be seen is not judged; a user is, by his groups too', () => {
  expect(missingFor(emptySnapshot)).toEqual([]);
  const arn = `arn:aws:iam::${accountId}:user/op`;
  const user = {
    name: 'op',
    arn,
    path: '/',
    createdAt: '',
    groups: ['g'],
    attached: [],
    inline: [],
    tags: {},
  };
  const caller = { ...emptySnapshot.caller, kind: 'user' as const, name: 'op', arn };
  const group = { name: 'g', arn: 'x', path: '/', attached: [] };
  const seen = (document: PolicyDocument): Snapshot => ({
    ...emptySnapshot,
    caller,
    users: [{ ...user, mfaDevices: [], accessKeys: [] }],
    groups: [{ ...group, inline: [{ name: 'work', document }] }],
  });
  expect(missingFor(seen(one(everything)))).toEqual([]);
  expect(missingFor(seen(one())).length).toBe(
    new Set([...needed.writes.map(({ action }) => action), ...missingFor(seen(one())).map((f) => f.subject)])
      .size,
  );
});

test('AWS’s simulator has the last word, both ways', () => {
  const calls = judgeNeededCalls({ plan, snapshot: asRole(without('iam:CreateGroup')), state }, planned);
  const asked = callsToAsk(calls);
  expect(asked.find(({ action }) => action === 'iam:CreateGroup')?.ours).toBe('denied');
  expect(new Set(asked.map(({ action }) => action)).size).toBe(asked.length);
  const pick = (action: string) => asked.filter((call) => call.action === action);
  const denied = pick('iam:CreateUser').map((call) => ({ call, decision: 'denied' as const }));
  expect(findMissingRights(calls, denied).map(({ subject }) => subject)).toEqual([
    'iam:CreateGroup',
    'iam:CreateUser',
  ]);
});
