import { describe, expect, it } from 'vitest';
import { commonError, errorReply } from '../../src/rehearsal/error-reply.ts';
import type { Operation, Protocol } from '../../src/rehearsal/operation-name.ts';
import { createFaultPicker, faultRulesSchema } from '../../src/rehearsal/rules.ts';

const call = (action: string, more: Partial<Operation> = {}): Operation => ({
  service: 'iam',
  action,
  region: 'us-east-1',
  protocol: 'query',
  mutating: !action.startsWith('Get'),
  ...more,
});

describe('createFaultPicker', () => {
  it('strikes the n-th matching call only', () => {
    const picker = createFaultPicker([
      { service: 'iam', action: 'CreateUser', nth: 2, fault: { kind: 'reset' } },
    ]);
    const picked = ['CreateUser', 'CreateGroup', 'CreateUser', 'CreateUser'].map(
      (action) => picker.pick(call(action))?.kind,
    );
    expect(picked).toEqual([undefined, undefined, 'reset', undefined]);
  });
  it('strikes every n-th', () => {
    const picker = createFaultPicker([{ every: 2, fault: { kind: 'throttle' } }]);
    expect([1, 2, 3, 4].map(() => picker.pick(call('GetUser'))?.kind)).toEqual([
      undefined,
      'throttle',
      undefined,
      'throttle',
    ]);
  });
  it('makes the first reads stale and leaves writes alone', () => {
    const picker = createFaultPicker([{ fault: { kind: 'staleRead', reads: 1 } }]);
    expect(picker.pick(call('CreateUser'))).toBeUndefined();
    expect(picker.pick(call('GetUser'))?.kind).toBe('staleRead');
    expect(picker.pick(call('GetUser'))).toBeUndefined();
  });
  it('matches by region', () => {
    const picker = createFaultPicker([{ region: 'eu-west-1', fault: { kind: 'accessDenied' } }]);
    expect(picker.pick(call('GetUser'))).toBeUndefined();
    expect(picker.pick(call('GetUser', { region: 'eu-west-1' }))?.kind).toBe('accessDenied');
  });
  it('refuses rules with keys it does not know', () => {
    expect(faultRulesSchema.safeParse([{ verb: 'x', fault: { kind: 'reset' } }]).success).toBe(false);
  });
});

describe('errorReply', () => {
  it.each<[Protocol, string, number, string]>([
    ['query', 'Throttling', 400, '<Code>Throttling</Code>'],
    ['ec2', 'RequestLimitExceeded', 503, '<Errors><Error><Code>RequestLimitExceeded</Code>'],
    ['s3', 'SlowDown', 503, '<Error><Code>SlowDown</Code>'],
    ['json', 'ThrottlingException', 400, '"__type":"ThrottlingException"'],
  ])('throttles in the words of %s', (protocol, _code, status, text) => {
    const operation = call('GetUser', { protocol });
    const reply = errorReply(operation, commonError(operation, 'throttle', 'Rate exceeded'));
    expect(reply.status).toBe(status);
    expect(reply.body.toString()).toContain(text);
  });
  it('escapes what it tells and sends no body to HEAD', () => {
    expect(
      errorReply(call('GetUser'), { status: 404, code: 'X', message: '<b>&' }).body.toString(),
    ).toContain('&#60;b&#62;&#38;');
    expect(
      errorReply(call('HeadBucket', { protocol: 's3' }), { status: 404, code: 'X', message: 'm' }).body
        .length,
    ).toBe(0);
  });
});
