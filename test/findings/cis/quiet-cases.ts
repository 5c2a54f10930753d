import { onDay } from '../account-as-planned.ts';
import { allow, key, star, trusting, withAlarm, withInstance } from './breaking.ts';
import type { BrokenCase } from './cis-cases.ts';
import { rightInput, withFacts, withRegion, withSnapshot, withUser } from './right-account.ts';

const { snapshot } = rightInput;

/** Something else stands beside each link of the chain, and does not break it. */
const besides: readonly Omit<BrokenCase, 'status' | 'also'>[] = [
  {
    key: 'alarm-root-used',
    what: 'a second trail with a log group of its own',
    input: withSnapshot({
      trails: [
        ...snapshot.trails,
        { ...snapshot.trails[0]!, name: 'second', logGroupArn: 'arn:aws:logs:eu-west-1:1:log-group:x:*' },
      ],
    }),
  },
  {
    key: 'alarm-root-used',
    what: 'the events counted a second time, for a picture',
    input: withSnapshot({
      logGroups: snapshot.logGroups.map((group) => ({
        ...group,
        filters: [...group.filters, ...group.filters.map((filter) => ({ ...filter, metric: 'picture' }))],
      })),
    }),
  },
  {
    key: 'alarm-root-used',
    what: 'a second alarm that tells nobody',
    input: withSnapshot({
      alarms: [...snapshot.alarms, ...snapshot.alarms.map((alarm) => ({ ...alarm, actions: [] }))],
    }),
  },
  {
    key: 'alarm-root-used',
    what: 'a second topic, and a second address that is not confirmed',
    input: withSnapshot({
      topics: [
        ...snapshot.topics.map((topic) => ({
          ...topic,
          subscriptions: [...topic.subscriptions, { protocol: 'email', endpoint: 'b@acme.example' }],
        })),
        { ...snapshot.topics[0]!, arn: 'arn:aws:sns:eu-west-1:1:other', subscriptions: [] },
      ],
    }),
  },
];

/** Just short of being wrong, or right in another way: the row stays done. */
export const quietCases: readonly Omit<BrokenCase, 'status' | 'also'>[] = [
  {
    key: 'root-mfa',
    what: 'the organization manages root: no device, no password, no key',
    input: withSnapshot({
      root: { hasAccessKeys: false, hasMfa: false },
      summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 },
    }),
  },
  {
    key: 'root-hardware-mfa',
    what: 'the same',
    input: withSnapshot({
      root: { hasAccessKeys: false, hasMfa: false },
      summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 },
    }),
  },
  {
    key: 'root-unused',
    what: 'never used',
    input: withFacts({ rootLastUse: 'never' }),
  },
  {
    key: 'unused-45-days',
    what: 'an old password given anew',
    input: withUser('ada', {
      loginProfile: { createdAt: onDay(3).toISOString(), resetRequired: true },
      passwordLastUsedAt: onDay(-100).toISOString(),
    }),
  },
  {
    key: 'unused-45-days',
    what: '45 days',
    input: withUser('ci-deployer', { accessKeys: [key('AAAA', onDay(-35).toISOString())] }),
  },
  {
    key: 'one-key',
    what: 'the second is switched off',
    input: withUser('ci-deployer', {
      accessKeys: [
        key('AAAA', onDay(5).toISOString()),
        { ...key('BBBB', onDay(6).toISOString()), active: false },
      ],
    }),
  },
  {
    key: 'keys-90-days',
    what: '90 days',
    input: withUser('ci-deployer', {
      accessKeys: [key('AAAA', onDay(-80).toISOString(), onDay(9).toISOString())],
    }),
  },
  {
    key: 'no-open-principal',
    what: 'a wildcard tied to the organization',
    input: trusting(
      allow('*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:PrincipalOrgID': 'o-1' } }),
    ),
  },
  {
    key: 'no-star-policy',
    what: 'a role of AWS’s own',
    input: withSnapshot({
      roles: [
        ...snapshot.roles,
        {
          ...snapshot.roles[0]!,
          name: 'AWSReservedSSO_Admin_1',
          path: '/aws-reserved/sso.amazonaws.com/',
          inline: [{ name: 'all', document: star }],
        },
      ],
    }),
  },
  {
    key: 'imdsv2',
    what: 'no metadata at all',
    input: withInstance({ httpTokens: 'optional', metadata: false }),
  },
  {
    key: 'trail',
    what: 'a second trail that records little',
    input: withSnapshot({
      trails: [...snapshot.trails, { ...snapshot.trails[0]!, name: 'small', multiRegion: false }],
    }),
  },
  ...besides,
  {
    key: 'alarm-root-used',
    what: 'sharper than ours',
    input: withAlarm('root-used', { comparison: 'GreaterThanThreshold', threshold: 0, periodSeconds: 60 }),
  },
  {
    key: 'open-acls',
    what: 'another port alone',
    input: withRegion({
      networkAcls: [
        {
          id: 'acl-9',
          isDefault: false,
          entries: [{ source: '0.0.0.0/0', allows: true, ports: { from: 443, to: 443 } }],
        },
      ],
    }),
  },
];
