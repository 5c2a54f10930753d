import { describe, expect, test } from 'vitest';
import { attachWho } from '../../src/findings/attach-who.ts';
import { findingOf, type RuleId, rules } from '../../src/findings/rules.ts';
import { changesOfRules, traceOf, tracesOf } from '../../src/findings/trace.ts';
import { questionsOf } from '../../src/lib/fits-trace.ts';
import type { ChangeEvent, ChangeHistory } from '../../src/model/change.ts';
import type { Finding } from '../../src/model/finding.ts';

const place = { region: 'eu-west-1', partition: 'aws' } as const;
const finding = (rule: RuleId, subject: string, more: Partial<Finding> = {}): Finding => ({
  ...findingOf(rule, subject, { what: 'x', why: 'x', fix: 'x' }),
  ...more,
});
const event = (name: string, mentions: readonly string[], more: Partial<ChangeEvent> = {}): ChangeEvent => ({
  id: `${name}-1`,
  name,
  at: '2026-11-20T10:00:00Z',
  region: 'us-east-1',
  actor: 'arn:aws:iam::123456789012:user/mallory',
  sourceAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.0',
  mentions,
  ...more,
});
const history = (...events: readonly ChangeEvent[]): ChangeHistory => ({
  events,
  unanswered: [],
  lookups: 1,
});
const whoOf = (one: Finding, told: ChangeHistory) => attachWho([one], told, place)[0]?.who;
const home = { region: 'eu-west-1' };
const policyArn = 'arn:aws:iam::123456789012:policy/bootstrap-account/RequireMFA';
const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/account-trail';

describe('an event fits its rule', () => {
  test.each<readonly [RuleId, string, ChangeEvent]>([
    ['user-direct-policy', 'alice', event('AttachUserPolicy', ['alice', policyArn])],
    ['user-direct-policy', 'alice', event('PutUserPolicy', ['alice', 'extra'])],
    ['mfa-policy-detached', 'admins/RequireMFA', event('DetachGroupPolicy', ['admins', policyArn])],
    ['policy-changed', 'RequireMFA', event('CreatePolicyVersion', [policyArn])],
    ['member-extra', 'admins/bob', event('AddUserToGroup', ['bob', 'admins'])],
    ['role-foreign-trust', 'checkbot/Other', event('UpdateAssumeRolePolicy', ['checkbot'])],
    ['trail-stopped', 'account-trail', event('StopLogging', [trailArn], home)],
    ['audit-bucket-policy-changed', 'audit', event('DeleteBucketPolicy', ['audit'], home)],
    [
      'audit-bucket-retention-shorter',
      'audit/expire',
      event('PutBucketLifecycle', ['arn:aws:s3:::audit'], home),
    ],
    ['alarm-actions-off', 'ours', event('DisableAlarmActions', ['ours', 'others'], home)],
    [
      'alarm-topic-key-changed',
      'alarms',
      event('SetTopicAttributes', ['arn:aws:sns:eu-west-1:1:alarms'], home),
    ],
    ['budget-missing', 'monthly', event('DeleteBudget', ['monthly'])],
    ['audit-foreign-statement', 'audit/Stranger', event('PutBucketPolicy', ['audit'], home)],
    ['audit-key-disabled', 'arn:aws:kms:eu-west-1:123456789012:key/1-2', event('DisableKey', ['1-2'], home)],
    ['password-policy-weaker', '123456789012', event('UpdateAccountPasswordPolicy', [])],
    ['s3-block-off', '123456789012', event('PutAccountPublicAccessBlock', [], home)],
    ['s3-block-off', '123456789012', event('DeleteAccountPublicAccessBlock', [])],
    ['ebs-encryption-off', 'us-west-2', event('DisableEbsEncryptionByDefault', [], { region: 'us-west-2' })],
  ])('%s of %s', (rule, subject, given) => {
    expect(whoOf(finding(rule, subject), history(given))).toEqual({
      kind: 'seen',
      actor: 'arn:aws:iam::123456789012:user/mallory',
      event: given.name,
      at: '2026-11-20T10:00:00Z',
      sourceAddress: '198.51.100.7',
      eventId: given.id,
      ours: false,
    });
  });
  test.each<readonly [string, RuleId, string, ChangeEvent]>([
    ['of another kind', 'user-direct-policy', 'alice', event('TagUser', ['alice'])],
    ['of somebody else', 'user-direct-policy', 'alice', event('AttachUserPolicy', ['alicia', policyArn])],
    [
      'of another policy',
      'mfa-policy-detached',
      'admins/RequireMFA',
      event('DetachGroupPolicy', ['admins', 'Other']),
    ],
    ['in another region', 'trail-stopped', 'account-trail', event('StopLogging', ['account-trail'])],
  ])('one %s does not', (_, rule, subject, given) => {
    expect(whoOf(finding(rule, subject), history(given))).toMatchObject({ kind: 'not-seen' });
  });
  test('the newest one counts', () => {
    const told = history(
      event('PutUserPolicy', ['alice', 'x'], { at: '2026-11-21T10:00:00Z', id: 'new' }),
      event('AttachUserPolicy', ['alice', policyArn]),
    );
    expect(whoOf(finding('user-direct-policy', 'alice'), told)).toMatchObject({ eventId: 'new' });
  });
});

describe('what nobody planned', () => {
  const other = (rule: string, subject: string, trace?: Finding['trace']): Finding => ({
    ...{ id: `${rule}:${subject}`, rule, severity: 'high', subject, what: 'x', why: 'x', fix: 'x' },
    ...(trace === undefined ? {} : { trace }),
  });
  test('a person without MFA: who took the device off, or nothing where there never was one', () => {
    const person = other('human-without-mfa', 'alice', { resources: ['alice'] });
    expect(whoOf(person, history(event('DeactivateMFADevice', ['alice'])))).toMatchObject({ kind: 'seen' });
    expect(whoOf(person, history(event('AttachUserPolicy', ['alice'])))).toBeUndefined();
  });
  test('a key that grew old names nobody, whatever was done to its user', () => {
    const old = other('key-old', 'alice/WXYZ', { resources: ['alice'] });
    expect(whoOf(old, history(event('AttachUserPolicy', ['alice'])))).toBeUndefined();
  });
  test('what is of root was done by root', () => {
    const used = other('root-used', '123456789012/2026-11-20', { resources: ['root'] });
    const signIn = (end: string) => event('ConsoleLogin', [], { actor: `arn:aws:iam::123456789012:${end}` });
    expect(whoOf(used, history(signIn('root')))).toMatchObject({ kind: 'seen', event: 'ConsoleLogin' });
    expect(whoOf(used, history(signIn('user/root-lover')))).toBeUndefined();
  });
  test('the subject counts, not everything that the finding names', () => {
    const names = { resources: ['bob', 'arn:aws:iam::aws:policy/AdministratorAccess'] };
    const bob = other('user-administrator', 'bob', names);
    const given = event('AttachUserPolicy', ['alice', 'arn:aws:iam::aws:policy/AdministratorAccess']);
    expect(whoOf(bob, history(given))).toMatchObject({ kind: 'not-seen' });
  });
  test('an instance is looked up in its own region', () => {
    const trace = { resources: ['i-1'], region: 'ap-south-1' };
    const told = history(event('ModifyInstanceMetadataOptions', ['i-1'], { region: 'ap-south-1' }));
    expect(whoOf(other('instance-imdsv1', 'i-1', trace), told)).toMatchObject({ kind: 'seen' });
  });
});

test('every rule of the comparison has its events, or is known to have none', () => {
  const preflight = Object.keys(rules).indexOf('group-missing');
  const without = Object.keys(rules)
    .slice(preflight)
    .filter((rule) => changesOfRules[rule] === undefined);
  expect(without).toEqual([]);
});

describe('what cannot be known is not guessed', () => {
  const direct = finding('user-direct-policy', 'alice');
  test('nothing recorded: the limits of the history are said', () => {
    expect(whoOf(direct, history())).toEqual({
      kind: 'not-seen',
      why: 'not recorded (events appear about 15 minutes late and are kept 90 days)',
    });
  });
  test('a change that was taken back since is not the cause', () => {
    const later = event('DetachUserPolicy', ['alice', policyArn], { at: '2026-11-21T10:00:00Z' });
    const told = history(later, event('AttachUserPolicy', ['alice', policyArn]));
    const who = whoOf(direct, told);
    expect(who).toMatchObject({
      kind: 'not-seen',
      why: expect.stringMatching(/^not recorded yet: .*taken back/),
    });
    // Another policy that came off says nothing about this one.
    const other = { ...later, mentions: ['alice', 'arn:aws:iam::aws:policy/ReadOnlyAccess'] };
    expect(whoOf(direct, history(other, ...told.events.slice(1)))).toMatchObject({ kind: 'seen' });
  });
  test('an unanswered question is the reason, unless another way was answered', () => {
    const why = 'not allowed: cloudtrail:LookupEvents';
    const trace = traceOf(direct, place);
    const stages = trace === undefined ? [] : questionsOf(trace);
    const gap = stages.flat().map((question) => ({ ...question, why }));
    expect(whoOf(direct, { events: [], unanswered: gap, lookups: 1 })).toEqual({ kind: 'not-seen', why });
    const firstOnly = (stages[0] ?? []).map((question) => ({ ...question, why }));
    expect(whoOf(direct, { events: [], unanswered: firstOnly, lookups: 2 })).toMatchObject({
      why: expect.stringMatching(/^not recorded \(/),
    });
  });
  test('a state that nobody made, and what waits for a person, name nobody', () => {
    const told = history(event('TagUser', ['alice']));
    expect(whoOf(finding('not-read', 'alice'), told)).toBeUndefined();
    expect(whoOf({ ...direct, state: 'pending' }, told)).toBeUndefined();
  });
});

test.each([
  ['aws-sdk-js/3.1 ua/2.1 os/linux bootstrap-account/1', true],
  ['APN/1.0 Pulumi/1.0 PulumiAws/7.48.0 aws-sdk-go-v2/1.40 bootstrap-account/1', true],
  ['[APN/1.0 Pulumi/1.0 bootstrap-account/1]', true],
  ['aws-cli/2.0 exe/not-bootstrap-account/1', false],
  ['console.amazonaws.com', false],
])('a run of this tool is told by its user agent: %s', (userAgent, ours) => {
  const told = history(event('AttachUserPolicy', ['alice'], { userAgent }));
  expect(whoOf(finding('user-direct-policy', 'alice'), told)).toMatchObject({ kind: 'seen', ours });
});

describe('a finding that says itself where to look', () => {
  const foreign = (trace: Finding['trace']): Finding => ({
    ...finding('not-read', 'i-1'),
    rule: 'of-another-part',
    ...(trace === undefined ? {} : { trace }),
  });
  test('any change to one of its resources, in its region', () => {
    const one = foreign({ resources: ['i-1', 'i-2'], region: 'eu-west-1' });
    const told = history(event('ModifyInstanceMetadataOptions', ['i-2'], home));
    expect(whoOf(one, told)).toMatchObject({ event: 'ModifyInstanceMetadataOptions' });
  });
  test('its own event names narrow it, and stand alone where nothing has a name', () => {
    const narrow = foreign({ resources: ['i-1'], region: 'eu-west-1', events: ['StopInstances'] });
    expect(whoOf(narrow, history(event('RebootInstances', ['i-1'], home)))).toMatchObject({
      kind: 'not-seen',
    });
    const contacts = foreign({ resources: [], events: ['PutAlternateContact'] });
    expect(whoOf(contacts, history(event('PutAlternateContact', [])))).toMatchObject({ kind: 'seen' });
  });
  test('an empty one, or none, is not looked up', () => {
    expect(tracesOf([foreign({ resources: [] }), foreign(undefined)], place)).toEqual([]);
  });
});

test('other partitions have other main regions', () => {
  const one = finding('user-direct-policy', 'alice');
  const regions = (['aws', 'aws-cn', 'aws-us-gov'] as const).map(
    (partition) => traceOf(one, { region: 'x', partition })?.regions,
  );
  expect(regions).toEqual([['us-east-1'], ['cn-north-1'], ['us-gov-west-1']]);
});
