import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/model/answers.ts';
import type { StateIndex } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { accountAsPlanned } from '../findings/account-as-planned.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const noState: StateIndex = new Map();
const plan = (change: Partial<Snapshot> = {}, answers: Answers = exampleAnswers, state = noState) =>
  assemblePlan(answers, { ...emptySnapshot, ...change }, state);
const stateOf = (...entries: readonly (readonly [name: string, retained: boolean])[]): StateIndex =>
  new Map(
    entries.map(([name, retained]) => [name, { urn: `urn:${name}`, type: 'x', name, id: name, retained }]),
  );
const handMade = {
  createdAt: '2026-01-01T00:00:00Z',
  attached: [],
  inline: [],
  mfaDevices: [],
  accessKeys: [],
};
const ada = {
  ...handMade,
  name: 'ada',
  arn: `arn:aws:iam::${accountId}:user/staff/ada`,
  path: '/staff/',
  groups: ['admins'],
  tags: { Team: 'core' },
  boundaryArn: `arn:aws:iam::${accountId}:policy/limit`,
};
const admins = {
  name: 'admins',
  arn: `arn:aws:iam::${accountId}:group/admins`,
  path: '/',
  attached: [],
  inline: [],
};

describe('a plan of an empty account', () => {
  it('adopts and keeps nothing, and is plain JSON', () => {
    const empty = plan();
    expect(empty).toMatchObject({ adopt: {}, retain: [] });
    expect(JSON.parse(JSON.stringify(empty))).toEqual(empty);
  });
  it('is the same for the same inputs', () => {
    expect(plan()).toEqual(plan());
  });
  it('puts the MFA policy first on every human group and never on a machine group', () => {
    const attached = plannedResources(plan())
      .filter((each) => each.type.includes('groupPolicyAttachment'))
      .map((each) => each.name);
    for (const group of ['admins', 'finance', 'developers']) {
      expect(attached.filter((name) => name.startsWith(`groups/${group}/`))[0]).toBe(
        `groups/${group}/RequireMFA`,
      );
    }
    expect(attached).not.toContain('groups/api/RequireMFA');
  });
  it('asks the snapshot for the buckets, the key and the AWS-managed policies it needs', () => {
    expect(snapshotInterest(exampleAnswers, 'aws')).toEqual({
      regions: { kind: 'home' },
      buckets: ['acme-audit-123456789012-eu-west-1-0badf00d', 'testbucket'],
      keyAliases: ['alias/account-trail'],
      awsManagedPolicies: [
        'arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess',
        'arn:aws:iam::aws:policy/AdministratorAccess',
      ],
    });
  });
});

describe('what the account holds already', () => {
  const adopted = plan({ users: [ada], groups: [admins] });
  it('is imported, not made', () => {
    expect(adopted.adopt).toMatchObject({
      'people/ada': 'ada',
      'people/ada/groups': 'ada/admins',
      'groups/admins': 'admins',
    });
  });
  it('stays when the stack goes', () => {
    expect(adopted.retain).toEqual(['groups/admins', 'people/ada', 'people/ada/groups']);
  });
  it('is told apart from what is kept because it is worth keeping', () => {
    const origins = (of: ReturnType<typeof plan>) =>
      plannedResources(of).flatMap((each) => (each.adopted ? [each.name] : []));
    expect(origins(adopted)).toEqual(['groups/admins', 'people/ada', 'people/ada/groups']);
    // The engine's record keeps both; only the bucket's own tag says which it is.
    const [bucket] = snapshotInterest(exampleAnswers, 'aws').buckets;
    const live = (tags: Record<string, string>) => {
      const made = accountAsPlanned(plan());
      const audit = made.buckets[bucket ?? ''];
      return { buckets: { [bucket ?? '']: { ...audit, tags } } };
    };
    const recorded = stateOf(['audit-trail/bucket', true], ['audit-trail/bucket/versioning', true]);
    const seen = (tags: Record<string, string>) =>
      origins(plan(live(tags) as Partial<Snapshot>, exampleAnswers, recorded));
    expect(seen({ ManagedBy: 'bootstrap-account', Origin: 'made' })).toEqual([]);
    expect(seen({ Team: 'core' })).toContain('audit-trail/bucket/versioning');
  });
  it('keeps path, boundary and foreign tags', () => {
    expect(adopted.parts.people[0]).toMatchObject({
      path: '/staff/',
      boundaryArn: ada.boundaryArn,
      tags: { Team: 'core', ManagedBy: 'bootstrap-account', Origin: 'adopted' },
    });
  });
  it('is not imported twice: what the state knows is known', () => {
    const known = plan({ users: [ada], groups: [admins] }, exampleAnswers, stateOf(['people/ada', true]));
    expect(known.adopt).not.toHaveProperty('people/ada');
    expect(known.retain).toContain('people/ada');
  });
});

describe('after a lost state', () => {
  const recovered = assemblePlan(exampleAnswers, accountAsPlanned(), noState);
  it('everything is recognised', () => {
    const names = plannedResources(recovered).map((each) => each.name);
    expect(names.filter((name) => recovered.adopt[name] === undefined)).toEqual([]);
  });
  it('what we made is not taken for something that was there before', () => {
    expect(recovered.retain).toEqual([]);
  });
});

describe('a stronger setting', () => {
  const strong = {
    minimumLength: 20,
    requireSymbols: true,
    requireNumbers: false,
    requireUppercase: false,
    requireLowercase: false,
    allowUsersToChange: true,
    maxAgeDays: 90,
    reusePrevention: 3,
    hardExpiry: true,
  };
  it('of the password policy stays, and a weaker one is raised', () => {
    expect(plan({ passwordPolicy: strong }).parts['account-defaults'].passwordPolicy).toEqual({
      minimumLength: 20,
      requireSymbols: true,
      requireNumbers: false,
      requireUppercase: false,
      requireLowercase: false,
      reusePrevention: 24,
      maxAgeDays: 90,
      hardExpiry: true,
    });
  });
  it('of the retention stays', () => {
    const settled = accountAsPlanned();
    const name = exampleAnswers.trail?.bucket ?? '';
    const bucket = settled.buckets[name];
    if (bucket?.kind !== 'own') throw new Error('the example has an audit bucket');
    const lifecycle = bucket.lifecycle.map((rule) => ({ ...rule, expirationDays: 1000 }));
    const longer = plan({ buckets: { [name]: { ...bucket, lifecycle } } });
    expect(longer.parts['audit-trail']?.bucket.retentionDays).toBe(1000);
  });
  it("and somebody else's lifecycle rules are left alone, all of them", () => {
    const settled = accountAsPlanned();
    const name = exampleAnswers.trail?.bucket ?? '';
    const bucket = settled.buckets[name];
    if (bucket?.kind !== 'own') throw new Error('the example has an audit bucket');
    const foreign = plan({
      buckets: { [name]: { ...bucket, lifecycle: [{ id: 'theirs', enabled: true }] } },
    });
    expect(foreign.parts['audit-trail']?.bucket.ownsLifecycle).toBe(false);
    expect(plannedResources(foreign).map((each) => each.name)).not.toContain('audit-trail/bucket/lifecycle');
  });
});

it('a key that a killed run left without its alias is found by its tags', () => {
  const [key] = accountAsPlanned().keys;
  if (key === undefined) throw new Error('the example has a key');
  const orphan = {
    ...key,
    aliases: [],
    tags: { ManagedBy: 'bootstrap-account', Origin: 'made', Part: 'audit-trail' },
  };
  const found = plan({ keys: [orphan] });
  expect(found.adopt['audit-trail/key']).toBe(key.id);
  expect(found.adopt).not.toHaveProperty('audit-trail/key/alias');
});
