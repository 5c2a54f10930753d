import { describe, expect, it } from 'vitest';
import { createCallPace } from '../../src/rehearsal/call-pace.ts';
import { createEventHistory, identityOfArn } from '../../src/rehearsal/event-history.ts';
import { lookupEvents } from '../../src/rehearsal/lookup-events.ts';

const ada = identityOfArn('arn:aws:iam::111111111111:user/ada');
const operator = identityOfArn('arn:aws:sts::111111111111:assumed-role/Ops/eve');

function history() {
  const events = createEventHistory();
  const add = (at: number, action: string, region: string, identity = ada, name = 'x') =>
    events.record({
      at,
      service: region === 'us-east-1' ? 'iam' : 'cloudtrail',
      action,
      region,
      readOnly: action.startsWith('Get'),
      identity,
      accessKeyId: 'AKIAX',
      resources: [{ type: 'AWS::IAM::User', name }],
      parameters: {},
      sourceAddress: '127.0.0.1',
      userAgent: 'test',
    });
  add(1_000_000, 'CreateUser', 'us-east-1');
  add(2_000_500, 'StopLogging', 'eu-west-1');
  add(3_000_000, 'DeleteUser', 'us-east-1', operator, 'y');
  add(4_000_000, 'GetUser', 'us-east-1');
  return events.all();
}
function ask(body: Record<string, unknown>, region = 'us-east-1', visibleUntil = 9_000_000) {
  const answer = lookupEvents(history(), { accountId: '111111111111', region, body, visibleUntil });
  if (answer.kind === 'error') return answer.error.code;
  return JSON.parse(answer.body) as {
    Events: { EventName: string; EventId: string; CloudTrailEvent: string }[];
    NextToken?: string;
  };
}
function names(body: Record<string, unknown>, region?: string, visibleUntil?: number) {
  const answer = ask(body, region, visibleUntil);
  return typeof answer === 'string' ? answer : answer.Events.map((event) => event.EventName);
}
const by = (AttributeKey: string, AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

describe('lookupEvents', () => {
  it('tells one region, newest first', () => {
    expect(names({})).toEqual(['GetUser', 'DeleteUser', 'CreateUser']);
    expect(names({}, 'eu-west-1')).toEqual(['StopLogging']);
  });
  it.each([
    ['Username', 'eve', ['DeleteUser']],
    ['EventName', 'CreateUser', ['CreateUser']],
    ['ResourceName', 'y', ['DeleteUser']],
    ['ReadOnly', 'true', ['GetUser']],
    ['EventSource', 'iam.amazonaws.com', ['GetUser', 'DeleteUser', 'CreateUser']],
    ['Nonsense', 'x', []],
  ])('filters by %s', (key, value, expected) => {
    expect(names(by(key, value))).toEqual(expected);
  });
  it('filters by time in whole seconds, both ends included', () => {
    expect(names({ StartTime: 2000.5 }, 'eu-west-1')).toEqual(['StopLogging']);
    expect(names({ StartTime: 2001 }, 'eu-west-1')).toEqual([]);
    expect(names({ EndTime: 1000 })).toEqual(['CreateUser']);
  });
  it('hides events that are too young', () => {
    expect(names({}, 'us-east-1', 3_500_000)).toEqual(['DeleteUser', 'CreateUser']);
  });
  it('pages', () => {
    const first = ask({ MaxResults: 2 });
    if (typeof first === 'string') throw new Error(first);
    expect(first.Events).toHaveLength(2);
    expect(names({ MaxResults: 2, NextToken: first.NextToken })).toEqual(['CreateUser']);
    expect(names({ NextToken: 'other' })).toBe('InvalidNextTokenException');
  });
  it('refuses what AWS refuses', () => {
    expect(names({ MaxResults: 51 })).toBe('InvalidMaxResultsException');
    expect(names({ StartTime: 5, EndTime: 4 })).toBe('InvalidTimeRangeException');
    expect(names({ LookupAttributes: [{}, {}] })).toBe('InvalidLookupAttributesException');
  });
  it('carries the record of the call', () => {
    const answer = ask(by('EventName', 'CreateUser'));
    if (typeof answer === 'string') throw new Error(answer);
    expect(JSON.parse(answer.Events[0]!.CloudTrailEvent)).toMatchObject({
      userIdentity: { type: 'IAMUser', userName: 'ada', accountId: '111111111111' },
      eventTime: '1970-01-01T00:16:40Z',
      sourceIPAddress: '127.0.0.1',
      readOnly: false,
    });
  });
});

describe('createCallPace', () => {
  it('admits so many a second for each key', () => {
    let time = 0;
    const pace = createCallPace(() => time);
    expect([1, 2, 3].map(() => pace.admits('a', 2))).toEqual([true, true, false]);
    expect(pace.admits('b', 2)).toBe(true);
    time = 1000;
    expect(pace.admits('a', 2)).toBe(true);
    expect([1, 2, 3].map(() => pace.admits('c', 0))).toEqual([true, true, true]);
  });
});
