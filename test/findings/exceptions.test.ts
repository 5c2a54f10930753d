import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import { applyExceptions } from '../../src/findings/exceptions.ts';
import type { ExceptionAnswer } from '../../src/model/answers.ts';
import type { Finding } from '../../src/model/finding.ts';
import { exampleAnswers } from '../helpers/example.ts';
import { accountHandedOver, examplePlan, onDay } from './account-as-planned.ts';
import { settled, withUser } from './perimeter-changes.ts';

const finding: Finding = {
  id: 'unknown-user:bot',
  rule: 'unknown-user',
  severity: 'high',
  subject: 'bot',
  what: 'The user "bot" is not in the file.',
  why: '',
  fix: '',
};
const exception = (until: string, id = finding.id): ExceptionAnswer => ({
  finding: id,
  reason: 'moves in spring',
  until,
});
const apply = (exceptions: readonly ExceptionAnswer[], now: string) =>
  applyExceptions([finding], exceptions, new Date(now));

describe('an exception', () => {
  test('holds to the end of its last day', () => {
    expect(apply([exception('2027-03-31')], '2027-03-31T23:59:59Z')).toEqual([
      { ...finding, state: 'accepted', until: '2027-03-31', reason: 'moves in spring' },
    ]);
  });
  test('is over on the next one, and the finding says so', () => {
    const [back, ...more] = apply([exception('2027-03-31')], '2027-04-01T00:00:00Z');
    expect(more).toEqual([]);
    expect(back?.state).toBeUndefined();
    expect(back?.what).toContain('ran out on 2027-03-31');
  });
  test('for the same finding twice: the later end counts', () => {
    const [found] = apply([exception('2027-03-31'), exception('2027-06-30')], '2027-05-01T00:00:00Z');
    expect(found).toMatchObject({ state: 'accepted', until: '2027-06-30' });
  });
  test('of another subject accepts nothing, and is told', () => {
    const found = apply([exception('2027-03-31', 'unknown-user:bo')], '2027-01-01T00:00:00Z');
    expect(found.map(({ id, severity, state }) => [id, severity, state])).toEqual([
      ['unknown-user:bot', 'high', undefined],
      ['exception-unused:unknown-user:bo', 'info', undefined],
    ]);
  });
});

describe('in the whole', () => {
  const find = (snapshot: typeof settled, day: number, ...exceptions: ExceptionAnswer[]) =>
    findDrift({ plan: examplePlan, snapshot, answers: { ...exampleAnswers, exceptions }, now: onDay(day) });
  test('what is accepted stays in the list, in its state', () => {
    const found = find(withUser('eve')(settled), 10, exception('2026-12-31', 'user-without-group:eve'));
    expect(found.map(({ id, state }) => [id, state])).toEqual([['user-without-group:eve', 'accepted']]);
  });
  test('the next, graver fact about the same user is none of it', () => {
    const admin = withUser('eve', {
      attached: [{ name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    });
    const found = find(admin(settled), 10, exception('2026-12-31', 'user-without-group:eve'));
    expect(found.map(({ id, state }) => [id, state])).toEqual([
      ['user-administrator:eve', undefined],
      ['exception-unused:user-without-group:eve', undefined],
    ]);
  });
  test('what waits for a person can be accepted too', () => {
    const found = find(accountHandedOver(), 3, exception('2027-01-31', 'password-never-used:finn'));
    expect(found.map(({ id, state }) => [id, state])).toEqual([
      ['password-never-used:ada', 'pending'],
      ['password-never-used:dev', 'pending'],
      ['password-never-used:finn', 'accepted'],
    ]);
  });
});
