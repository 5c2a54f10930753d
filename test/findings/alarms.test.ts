import { describe, expect, test } from 'vitest';
import { comparePlan } from '../../src/findings/ours.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { watchedAnswers } from '../helpers/example.ts';
import {
  having,
  plantedAlarms,
  waiting,
  watched,
  watchedPlan,
  withoutLogGroup,
  withStranger,
  withTopic,
} from './planted-alarms.ts';

test('an account just set up has no difference', () => {
  expect(comparePlan(watchedPlan, watched)).toEqual([]);
});

test.each(plantedAlarms)('%s is found, alone, with what repairs it', (id, snapshot, resources) => {
  const found = comparePlan(watchedPlan, snapshot);
  expect(found.map((each) => each.id)).toEqual([id]);
  expect([...(found[0]?.resources ?? [])].sort()).toEqual([...resources].sort());
  expect(found[0]?.fix).not.toBe('');
});

test('without its log group everything that read it is found', () => {
  const found = comparePlan(watchedPlan, withoutLogGroup).map((each) => each.rule);
  expect(found.filter((rule) => rule === 'alarm-logs-missing')).toHaveLength(1);
  expect(found.filter((rule) => rule === 'alarm-filter-missing')).toHaveLength(15);
});

test('a statement that somebody else wrote into the topic stays, and is said', () => {
  const plan = assemblePlan(watchedAnswers, withStranger, new Map());
  expect(comparePlan(plan, withStranger).map((each) => each.id)).toEqual([
    'alarm-topic-foreign-statement:bootstrap-account-alarms/Backdoor',
  ]);
});

describe('a subscription that nobody has confirmed', () => {
  const at = (takenAt: string) =>
    comparePlan(watchedPlan, { ...withTopic({ subscriptions: waiting }), takenAt })[0];
  test('waits for a person for seven days, and is no drift', () => {
    for (const day of ['01', '07'])
      expect(at(`2026-11-${day}T00:00:00.000Z`)).toMatchObject({
        rule: 'alarm-unconfirmed',
        state: 'pending',
        until: '2026-11-08',
        resources: [],
      });
  });
  test('is a finding afterwards', () => {
    expect(at('2026-11-08T00:00:00.000Z')?.state).toBeUndefined();
  });
});

describe('more than planned is no drift', () => {
  const [alarm] = watched.alarms;
  const [budget] = watched.budgets;
  test.each([
    [
      'longer retention',
      having({ logGroups: watched.logGroups.map((each) => ({ ...each, retentionDays: 365 })) }),
    ],
    [
      'a further action',
      having({
        alarms: watched.alarms.map((each) =>
          each.name === alarm?.name ? { ...each, actions: [...each.actions, 'arn:aws:sns:other'] } : each,
        ),
      }),
    ],
    [
      'a further subscriber',
      withTopic({
        subscriptions: [...(watched.topics[0]?.subscriptions ?? []), { protocol: 'sms', endpoint: '+1' }],
      }),
    ],
    [
      'somebody more who gets the mails',
      having({
        budgets: watched.budgets.map((each) => ({
          ...each,
          notifications: (budget?.notifications ?? []).map((mail) => ({
            ...mail,
            emails: [...mail.emails, 'more@acme.example'],
          })),
        })),
      }),
    ],
  ])('%s', (_title, snapshot) => {
    expect(comparePlan(watchedPlan, snapshot)).toEqual([]);
  });
});

test('what could not be read is not judged', () => {
  const denied = [
    'logs:DescribeLogGroups',
    'cloudwatch:DescribeAlarms',
    'sns:GetTopicAttributes',
    'budgets:ViewBudget',
  ];
  const blind = having({
    logGroups: [],
    alarms: [],
    topics: [],
    budgets: [],
    notRead: denied.map((action) => ({ action, why: 'AccessDenied' })),
  });
  expect(comparePlan(watchedPlan, blind)).toEqual([]);
});
