import { describe, expect, it } from 'vitest';
import type { StateIndex } from '../../src/model/plan.ts';
import type { Snapshot, TopicFact } from '../../src/model/snapshot.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { accountAsPlanned } from '../findings/account-as-planned.ts';
import { emptySnapshot, exampleAnswers, watchedAnswers } from '../helpers/example.ts';

const noState: StateIndex = new Map();
const plan = (change: Partial<Snapshot> = {}, state = noState, answers = watchedAnswers) =>
  assemblePlan(answers, { ...emptySnapshot, ...change }, state);
const settled = accountAsPlanned(plan());
const namesOf = (made: ReturnType<typeof plan>) => plannedResources(made).map((each) => each.name);
const entry = (name: string, properties: Record<string, unknown> = {}) =>
  [name, { urn: `urn:${name}`, type: 'x', name, id: name, retained: false, properties }] as const;
const ourGroup = 'arn:aws:logs:eu-west-1:123456789012:log-group:/bootstrap-account/trail:*';
const theirGroup = 'arn:aws:logs:eu-west-1:123456789012:log-group:/audit/theirs:*';
const sidsOfKey = (made: ReturnType<typeof plan>) =>
  made.parts['audit-trail']?.key?.policy.Statement.map((statement) => statement.Sid);

describe('switched off', () => {
  it('nothing is asked, planned or paid', () => {
    expect(snapshotInterest(exampleAnswers, 'aws')).not.toHaveProperty('alarms');
    const off = assemblePlan(exampleAnswers, settled, noState);
    expect(namesOf(off).filter((name) => /^(alarms|budget)/.test(name))).toEqual([]);
    expect(sidsOfKey(off)).not.toContain('AlarmsUseKey');
  });
  it('the statement that an earlier run put on the key is ours, and no stranger', () => {
    expect(assemblePlan(exampleAnswers, settled, noState).parts['audit-trail']?.key?.foreign).toEqual([]);
  });
  it('the trail must not point to our log group any more, whatever else it points to stays', () => {
    const logs = (recorded: string | undefined, live: string | undefined) => {
      const trails = settled.trails.map(({ logGroupArn: _, ...trail }) =>
        live === undefined ? trail : { ...trail, logGroupArn: live },
      );
      const properties = recorded === undefined ? {} : { cloudWatchLogsGroupArn: recorded };
      const state: StateIndex = new Map([entry('audit-trail/trail', properties)]);
      return assemblePlan(exampleAnswers, { ...settled, trails }, state).parts['audit-trail']?.trail.logs;
    };
    expect(logs(ourGroup, ourGroup)).toBe('removed');
    expect(logs(undefined, ourGroup)).toBe('removed');
    expect(logs(undefined, undefined)).toBe('left');
    expect(logs(theirGroup, theirGroup)).toBe('left');
  });
});

describe('switched on', () => {
  it('delivers to a log group of its own, and lets CloudWatch use the key', () => {
    expect(plan().parts['audit-trail']?.trail.logs).toBe('ours');
    expect(sidsOfKey(plan())).toContain('AlarmsUseKey');
    expect(plan().parts.alarms?.alarms).toHaveLength(15);
  });
  it('without a key of the trail the topic has none either', () => {
    const trail = exampleAnswers.trail && { ...exampleAnswers.trail, encryption: 'sse-s3' as const };
    expect(plan({}, noState, { ...watchedAnswers, trail }).parts.alarms?.topic.encryption).toBe('none');
  });
  it('reads the log group that somebody has put on the trail, and leaves it there', () => {
    const trails = settled.trails.map((trail) => ({ ...trail, logGroupArn: theirGroup }));
    const theirs = plan({ trails });
    expect(theirs.parts.alarms).toMatchObject({ logGroup: '/audit/theirs' });
    expect(theirs.parts['audit-trail']?.trail.logs).toBe('left');
    expect(namesOf(theirs)).not.toContain('alarms/log-group');
    // One of ours that somebody took off the trail is put back.
    const ours = plan({ trails }, new Map([entry('alarms/log-group')]));
    expect(ours.parts.alarms?.logGroup).toBe('/bootstrap-account/trail');
  });
});

describe('after a lost state', () => {
  const recovered = plan(settled);
  it('everything is recognised, and nothing is taken for older than us', () => {
    expect(namesOf(recovered).filter((name) => recovered.adopt[name] === undefined)).toEqual([]);
    expect(recovered.retain).toEqual([]);
    expect(recovered.adopt).toMatchObject({
      'alarms/root-used/filter': '/bootstrap-account/trail:bootstrap-account-root-used',
      'budget/monthly': '123456789012:bootstrap-account-monthly',
    });
  });
  it('a subscription that waits has no ARN to import: it is made again, which finds it', () => {
    const topics = settled.topics.map(
      (topic): TopicFact => ({
        ...topic,
        subscriptions: [{ protocol: 'email', endpoint: 'security@acme.example' }],
      }),
    );
    expect(plan({ ...settled, topics }).adopt).not.toHaveProperty('alarms/topic/email');
  });
});

describe('what was there before us', () => {
  const [group] = settled.logGroups;
  const [topic] = settled.topics;
  const [budget] = settled.budgets;
  if (group === undefined || topic === undefined || budget === undefined)
    throw new Error('the example has them');
  const { retentionDays: _, ...forEver } = group;
  it('stays when the stack goes', () => {
    const adopted = plan({
      ...settled,
      logGroups: [{ ...group, tags: {} }],
      topics: [{ ...topic, tags: {} }],
      budgets: [{ ...budget, tags: {} }],
    });
    expect(adopted.retain).toEqual(
      ['alarms/log-group', 'alarms/topic', 'alarms/topic/policy', 'budget/monthly'].filter((name) =>
        adopted.retain.includes(name),
      ),
    );
    expect(adopted.retain).toEqual(
      expect.arrayContaining(['alarms/log-group', 'alarms/topic', 'alarms/topic/policy', 'budget/monthly']),
    );
  });
  it('a log group keeps its longer time, also for ever; one of ours is not left for ever', () => {
    const days = (live: typeof forEver & { retentionDays?: number }) =>
      plan({ ...settled, logGroups: [live] }).parts.alarms?.delivery?.logGroup.retentionDays;
    expect(days({ ...group, tags: {}, retentionDays: 365 })).toBe(365);
    expect(days({ ...forEver, tags: {} })).toBe(0);
    expect(days(forEver)).toBe(90);
    expect(days({ ...group, retentionDays: 7 })).toBe(90);
  });
  it('a topic keeps its key, and the statements of others', () => {
    const stranger = {
      Sid: 'Pager',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: topic.arn,
    } as const;
    const policy = { Version: '2012-10-17', Statement: [stranger] } as const;
    const adopted = plan({ ...settled, topics: [{ ...topic, tags: {}, policy, keyId: 'alias/theirs' }] });
    expect(adopted.parts.alarms?.topic).toMatchObject({
      encryption: { keyId: 'alias/theirs' },
      foreign: [stranger],
    });
    expect(sidsOfKey(adopted)).not.toContain('AlarmsUseKey');
  });
  it("AWS's own first policy of a topic is nobody's wish", () => {
    const policy = {
      Version: '2008-10-17',
      Statement: [
        {
          Sid: '__default_statement_ID',
          Effect: 'Allow',
          Principal: '*',
          Action: 'SNS:Publish',
          Resource: '*',
        },
      ],
    } as const;
    expect(plan({ ...settled, topics: [{ ...topic, policy }] }).parts.alarms?.topic.foreign).toEqual([]);
  });
  it('actions and mails of others stay; what was added since is no change of ours', () => {
    const alarms = settled.alarms.map((alarm) => ({ ...alarm, actions: [...alarm.actions, 'arn:other'] }));
    const mail = { ...budget.notifications[0]!, threshold: 50 };
    const live = {
      ...settled,
      alarms,
      budgets: [{ ...budget, notifications: [...budget.notifications, mail] }],
    };
    const taken = plan(live);
    expect(taken.parts.alarms?.alarms[0]?.otherActions).toEqual(['arn:other']);
    expect(taken.parts.budget?.notifications.map((each) => each.threshold)).toEqual([80, 100, 100, 50]);
    const known = plan(
      live,
      new Map([
        entry('alarms/denied-calls', { alarmActions: [settled.topics[0]?.arn] }),
        entry('budget/monthly'),
      ]),
    );
    expect(known.parts.alarms?.alarms[0]?.otherActions).toEqual([]);
    expect(known.parts.budget?.notifications.map((each) => each.threshold)).toEqual([80, 100, 100]);
  });
});
