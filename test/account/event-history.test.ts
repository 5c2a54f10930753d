import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { lookUpChanges } from '../../src/account/read/event-history.ts';
import type { Trace } from '../../src/model/change.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' };
const clients = makeClients({ region: 'eu-west-1', credentials: async () => keys });
const cloudtrail = mockClient(CloudTrailClient);
const awsError = (name: string): Error => Object.assign(new Error(name), { name });

let time = 0;
let slept: number[] = [];
const timing = {
  clock: () => time,
  sleep: async (ms: number) => {
    slept.push(ms);
    time += ms;
  },
};
beforeEach(() => {
  time = 0;
  slept = [];
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [] });
});
afterEach(() => cloudtrail.reset());

/** An event as the SDK gives it. */
function event(id: string, name: string, more: Record<string, unknown> = {}, readOnly = 'false'): Event {
  const record = {
    userIdentity: { arn: 'arn:aws:iam::123456789012:user/mallory' },
    sourceIPAddress: '198.51.100.7',
    userAgent: 'console',
    requestParameters: { userName: 'alice' },
    ...more,
  };
  return {
    EventId: id,
    EventName: name,
    EventTime: new Date('2026-11-20T10:00:00.700Z'),
    ReadOnly: readOnly,
    Username: 'mallory',
    Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'alice' }],
    CloudTrailEvent: JSON.stringify(record),
  };
}
const trace = (more: Partial<Trace> = {}): Trace => ({
  resources: ['alice'],
  events: ['AttachUserPolicy'],
  undoneBy: [],
  mentions: [['alice']],
  regions: ['us-east-1'],
  busy: false,
  maybe: false,
  byRoot: false,
  ...more,
});
const asked = async () =>
  Promise.all(
    cloudtrail.commandCalls(LookupEventsCommand).map(async (call) => {
      const [attribute] = call.args[0].input.LookupAttributes ?? [];
      const region = await (call.thisValue as CloudTrailClient).config.region();
      return `${region} ${attribute?.AttributeKey} ${attribute?.AttributeValue}`;
    }),
  );

describe('what is asked', () => {
  test('one look-up serves every finding of a subject, in the region that recorded it', async () => {
    cloudtrail.on(LookupEventsCommand).resolves({
      Events: [event('1', 'AttachUserPolicy'), event('2', 'UpdateUser')],
    });
    const history = await lookUpChanges(clients, [trace(), trace({ events: ['UpdateUser'] })], { timing });
    expect(await asked()).toEqual(['us-east-1 ResourceName alice']);
    expect(history).toMatchObject({ unanswered: [], lookups: 1 });
    expect(history.events[0]).toEqual({
      id: '1',
      name: 'AttachUserPolicy',
      at: '2026-11-20T10:00:00Z',
      region: 'us-east-1',
      actor: 'arn:aws:iam::123456789012:user/mallory',
      sourceAddress: '198.51.100.7',
      userAgent: 'console',
      mentions: ['alice'],
    });
  });
  test('two regions have their own questions and their own pace', async () => {
    const bucket = { resources: ['audit'], events: ['PutBucketPolicy'], mentions: [['audit']] };
    const there = trace({ ...bucket, regions: ['eu-west-1'], busy: true });
    await lookUpChanges(clients, [trace(), there], { timing });
    expect((await asked()).sort()).toEqual([
      'eu-west-1 EventName PutBucketPolicy',
      'eu-west-1 ResourceName audit',
      'us-east-1 EventName AttachUserPolicy',
      'us-east-1 ResourceName alice',
    ]);
  });
  test('what no resource name finds is asked for by its events', async () => {
    cloudtrail
      .on(LookupEventsCommand, {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AttachUserPolicy' }],
      })
      .resolves({ Events: [event('1', 'AttachUserPolicy')] });
    const history = await lookUpChanges(clients, [trace()], { timing });
    expect(history.events.map(({ id }) => id)).toEqual(['1']);
  });
  test('nothing to trace, nothing asked', async () => {
    expect(await lookUpChanges(clients, [], { timing })).toEqual({ events: [], unanswered: [], lookups: 0 });
  });
});

describe('which events count', () => {
  test.each([
    ['a read', event('1', 'AttachUserPolicy', {}, 'true')],
    ['a refused attempt', event('1', 'AttachUserPolicy', { errorCode: 'AccessDenied' })],
    ['a refused sign-in', event('1', 'AttachUserPolicy', { errorMessage: 'Failed authentication' })],
  ])('%s does not', async (_, given) => {
    cloudtrail.on(LookupEventsCommand).resolves({ Events: [given] });
    expect((await lookUpChanges(clients, [trace()], { timing })).events).toEqual([]);
  });
  test('a service is named where there is no caller, and documents name nothing', async () => {
    const given = event('1', 'AttachUserPolicy', {
      userIdentity: { type: 'AWSService', invokedBy: 'organizations.amazonaws.com' },
      requestParameters: {
        userName: 'alice',
        policyDocument: '{"Resource":"bob"}',
        deep: [{ policyArn: 'p' }],
      },
    });
    cloudtrail.on(LookupEventsCommand).resolves({ Events: [given] });
    const [first] = (await lookUpChanges(clients, [trace()], { timing })).events;
    expect(first).toMatchObject({ actor: 'organizations.amazonaws.com', mentions: ['alice', 'p'] });
  });
});

describe('pages', () => {
  test('are read until the change is found, and no further', async () => {
    cloudtrail
      .on(LookupEventsCommand)
      .resolvesOnce({ Events: [event('r', 'GetUser', {}, 'true')], NextToken: 'a' })
      .resolvesOnce({ Events: [event('1', 'AttachUserPolicy')], NextToken: 'b' })
      .resolves({ Events: [event('old', 'AttachUserPolicy')] });
    const history = await lookUpChanges(clients, [trace()], { timing });
    expect(history.events.map(({ id }) => id)).toEqual(['1']);
    expect(cloudtrail.commandCalls(LookupEventsCommand).map((call) => call.args[0].input.NextToken)).toEqual([
      undefined,
      'a',
    ]);
  });
  test('have an end, which is said', async () => {
    cloudtrail.on(LookupEventsCommand).resolves({ Events: [], NextToken: 'more' });
    const history = await lookUpChanges(clients, [trace()], { timing });
    expect(history.lookups).toBe(8);
    expect(history.unanswered[0]).toMatchObject({
      by: 'ResourceName',
      value: 'alice',
      why: 'not found among the newest 200 events of alice; older ones were not read',
    });
  });
});

describe('the pace and its limits', () => {
  test('never more than two requests in a second', async () => {
    const at: number[] = [];
    cloudtrail.on(LookupEventsCommand).callsFake(() => {
      at.push(time);
      return { Events: [] };
    });
    const traces = ['a', 'b', 'c', 'd'].map((name) =>
      trace({ resources: [name], mentions: [[name]], events: [] }),
    );
    await lookUpChanges(clients, traces, { timing });
    expect(at).toEqual([0, 550, 1100, 1650]);
  });
  test('a throttled request is made again, later', async () => {
    cloudtrail
      .on(LookupEventsCommand)
      .rejectsOnce(awsError('ThrottlingException'))
      .resolves({ Events: [event('1', 'AttachUserPolicy')] });
    const history = await lookUpChanges(clients, [trace()], { timing });
    expect(history.events).toHaveLength(1);
    expect(slept).toEqual([2_000]);
  });
  test('throttled for ever: the question is unanswered, the next one is asked', async () => {
    cloudtrail.on(LookupEventsCommand).rejects(awsError('ThrottlingException'));
    const history = await lookUpChanges(
      clients,
      [trace({ events: [] }), trace({ resources: ['bob'], events: [] })],
      {
        timing,
      },
    );
    expect(history.unanswered.map(({ value, why }) => [value, why])).toEqual([
      ['alice', 'AWS throttled the look-ups in us-east-1'],
      ['bob', 'AWS throttled the look-ups in us-east-1'],
    ]);
  });
  test('denied: asked once, and said for everything', async () => {
    cloudtrail.on(LookupEventsCommand).rejects(awsError('AccessDeniedException'));
    const history = await lookUpChanges(clients, [trace(), trace({ resources: ['bob'] })], { timing });
    expect(history.lookups).toBe(1);
    expect(new Set(history.unanswered.map(({ why }) => why))).toEqual(
      new Set(['not allowed: cloudtrail:LookupEvents']),
    );
  });
  test('a region that is switched off costs no other region its answer', async () => {
    cloudtrail.on(LookupEventsCommand).callsFake(async (_input, getClient) => {
      if ((await getClient().config.region()) !== 'us-east-1') throw awsError('UnrecognizedClientException');
      return { Events: [event('1', 'AttachUserPolicy')] };
    });
    const off = trace({ regions: ['af-south-1'] });
    const history = await lookUpChanges(clients, [off, trace()], { timing });
    expect(history.events.map(({ region }) => region)).toEqual(['us-east-1']);
    expect(history.unanswered[0]?.why).toBe('the event history of af-south-1 answered UnrecognizedClient');
  });
  test('the budget ends the look-ups, and what was left out is said', async () => {
    const traces = ['a', 'b', 'c'].map((name) => trace({ resources: [name], events: [] }));
    const history = await lookUpChanges(clients, traces, { timing, budget: 2 });
    expect(history.lookups).toBe(2);
    expect(history.unanswered.map(({ value, why }) => [value, why])).toEqual([
      ['c', 'not looked up: 2 look-ups in us-east-1 were the limit of this run'],
    ]);
  });
  test('an abort ends it as an interruption', async () => {
    const controller = new AbortController();
    cloudtrail.on(LookupEventsCommand).callsFake(() => {
      controller.abort();
      throw awsError('AbortError');
    });
    const run = lookUpChanges(clients, [trace()], { timing, signal: controller.signal });
    await expect(run).rejects.toMatchObject({ exitCode: 130 });
    expect(cloudtrail.commandCalls(LookupEventsCommand)).toHaveLength(1);
  });
});
