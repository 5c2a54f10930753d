import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { AlarmFact, RoleFact, Snapshot, TopicFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { emptySnapshot, watchedAnswers } from '../helpers/example.ts';
import { accountAsPlanned } from './account-as-planned.ts';

export const watchedPlan = assemblePlan(watchedAnswers, emptySnapshot, new Map());
export const watched = accountAsPlanned(watchedPlan);

export const having = (change: Partial<Snapshot>): Snapshot => ({ ...watched, ...change });
const roleName = watchedPlan.parts.alarms?.delivery?.role.name ?? '';
const withRole = (change: Partial<RoleFact>): Snapshot =>
  having({ roles: watched.roles.map((role) => (role.name === roleName ? { ...role, ...change } : role)) });
const withGroup = (change: Partial<Snapshot['logGroups'][number]>): Snapshot =>
  having({ logGroups: watched.logGroups.map((group) => ({ ...group, ...change })) });
const withRootAlarm = (change: Partial<AlarmFact>): Snapshot =>
  having({
    alarms: watched.alarms.map((alarm) =>
      alarm.name === 'bootstrap-account-root-used' ? { ...alarm, ...change } : alarm,
    ),
  });
export const withTopic = (change: Partial<TopicFact>): Snapshot =>
  having({ topics: watched.topics.map((topic) => ({ ...topic, ...change })) });
const withBudget = (change: Partial<Snapshot['budgets'][number]>): Snapshot =>
  having({ budgets: watched.budgets.map((budget) => ({ ...budget, ...change })) });
const filters = watched.logGroups[0]?.filters ?? [];
const [topic] = watched.topics;
export const waiting = [{ protocol: 'email', endpoint: 'security@acme.example' }];
const anything = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Other', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
} as const;

/** One planted difference each: what is found, and what a repair would be aimed at. */
export const plantedAlarms: readonly (readonly [string, Snapshot, readonly string[]])[] = [
  [
    'trail-logs-changed:account-trail',
    having({ trails: watched.trails.map(({ logGroupArn: _, ...trail }) => trail) }),
    [names.trail],
  ],
  [
    `alarm-role-missing:${roleName}`,
    having({ roles: watched.roles.filter((role) => role.name !== roleName) }),
    [names.alarmRole, names.alarmRolePolicy],
  ],
  [`alarm-role-changed:${roleName}`, withRole({ trust: anything }), [names.alarmRole]],
  [`alarm-role-changed:${roleName}`, withRole({ inline: [] }), [names.alarmRolePolicy]],
  [
    `alarm-role-foreign-policy:${roleName}/AdministratorAccess`,
    withRole({
      attached: [{ name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    }),
    [],
  ],
  [
    'alarm-logs-retention-shorter:/bootstrap-account/trail',
    withGroup({ retentionDays: 7 }),
    [names.alarmLogGroup],
  ],
  [
    'alarm-logs-retention-missing:/bootstrap-account/trail',
    having({ logGroups: watched.logGroups.map(({ retentionDays: _, ...group }) => group) }),
    [names.alarmLogGroup],
  ],
  [
    'alarm-filter-missing:bootstrap-account-root-used',
    withGroup({ filters: filters.filter((each) => each.name !== 'bootstrap-account-root-used') }),
    [names.alarmFilter('root-used')],
  ],
  [
    'alarm-filter-changed:bootstrap-account-root-used',
    withGroup({
      filters: filters.map((each) =>
        each.name === 'bootstrap-account-root-used'
          ? { ...each, pattern: '{ $.eventName = "Nothing" }' }
          : each,
      ),
    }),
    [names.alarmFilter('root-used')],
  ],
  [
    'alarm-missing:bootstrap-account-root-used',
    having({ alarms: watched.alarms.filter((each) => each.name !== 'bootstrap-account-root-used') }),
    [names.alarm('root-used')],
  ],
  [
    'alarm-changed:bootstrap-account-root-used',
    withRootAlarm({ threshold: 1000 }),
    [names.alarm('root-used')],
  ],
  [
    'alarm-actions-off:bootstrap-account-root-used',
    withRootAlarm({ actionsEnabled: false }),
    [names.alarm('root-used')],
  ],
  [
    'alarm-actions-off:bootstrap-account-root-used',
    withRootAlarm({ actions: [] }),
    [names.alarm('root-used')],
  ],
  [
    'alarm-topic-missing:bootstrap-account-alarms',
    having({ topics: [] }),
    [names.alarmTopic, names.alarmTopicPolicy, names.alarmSubscription],
  ],
  [
    'alarm-topic-policy-changed:bootstrap-account-alarms',
    withTopic({ policy: anything }),
    [names.alarmTopicPolicy],
  ],
  [
    'alarm-topic-key-changed:bootstrap-account-alarms',
    withTopic({ keyId: 'alias/aws/sns' }),
    [names.alarmTopic],
  ],
  [
    'alarm-subscription-missing:bootstrap-account-alarms',
    withTopic({ subscriptions: [] }),
    [names.alarmSubscription],
  ],
  [
    'alarm-unconfirmed:bootstrap-account-alarms',
    { ...withTopic({ subscriptions: waiting }), takenAt: '2026-11-09T00:00:00.000Z' },
    [],
  ],
  ['budget-missing:bootstrap-account-monthly', having({ budgets: [] }), [names.budget]],
  [
    'budget-changed:bootstrap-account-monthly',
    withBudget({ limit: { amount: 5000, unit: 'USD' } }),
    [names.budget],
  ],
  [
    'budget-mail-missing:bootstrap-account-monthly',
    withBudget({ notifications: (watched.budgets[0]?.notifications ?? []).slice(1) }),
    [names.budget],
  ],
];

/** Told apart: nothing is left of the log group but what hung on it. */
export const withoutLogGroup = having({ logGroups: [] });
export const withStranger = withTopic({
  policy: {
    Version: '2012-10-17',
    Statement: [
      ...(topic?.policy?.Statement ?? []),
      {
        Sid: 'Backdoor',
        Effect: 'Allow',
        Principal: { AWS: '999988887777' },
        Action: 'sns:Publish',
        Resource: '*',
      },
    ],
  },
});
