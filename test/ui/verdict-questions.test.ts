import { describe, expect, it } from 'vitest';
import { askReason, askRemoval, askUntil, askVerdict } from '../../src/ui/verdict-questions.ts';
import { makeFinding } from '../helpers/check-example.ts';

const finding = makeFinding('member-extra', 'admins/eve', 'high');
const removal = {
  serves: 'remove' as const,
  title: 'eve from the group admins',
  typed: 'eve',
  goes: ['membership of eve in admins'],
  steps: [],
};

describe('a verdict', () => {
  it('is one of those offered; Enter alone decides nothing', () => {
    const question = askVerdict({
      finding,
      verdicts: ['adopt', 'remove', 'accept'],
      adopts: 'people: eve',
      removal,
      position: '2 of 5',
    });
    expect(question.choices.map(({ value }) => value)).toEqual(['skip', 'adopt', 'remove', 'accept', 'stop']);
    expect(question).toMatchObject({ default: 'skip', message: `(2 of 5) high: ${finding.what}` });
    expect(question.choices[1]?.label).toContain('people: eve');
    expect(question.choices[2]?.label).toContain(removal.title);
  });
  it('says what a repair takes off', () => {
    const question = askVerdict({
      finding,
      verdicts: ['repair'],
      removal: { ...removal, serves: 'repair' },
      position: '1 of 1',
    });
    expect(question.choices[1]?.label).toBe('Repair: take eve from the group admins');
  });
  it('says that a missing user would be made again', () => {
    const missing = makeFinding('user-missing', 'finn', 'medium');
    expect(
      askVerdict({ finding: missing, verdicts: ['repair'], position: '1 of 1' }).choices[1]?.label,
    ).toContain('again');
  });
  it('of removal shows what goes before the name is typed', () => {
    expect(askRemoval(finding, removal)).toMatchObject({
      expected: 'eve',
      why: expect.stringContaining('membership of eve'),
    });
  });
  it('of acceptance needs a reason and a day that is still to come', () => {
    const reason = askReason(finding).validate;
    expect(
      [reason?.('moves in January'), reason?.(' '), reason?.('x'.repeat(301))].map(
        (said) => said === undefined,
      ),
    ).toEqual([true, false, false]);
    const until = askUntil(finding, new Date('2026-11-25T23:00:00Z'));
    expect(until.default).toBe('2027-02-23');
    const days = ['2026-11-25', '2027-02-28', '2026-11-24', '2027-02-30', 'soon', '2027-2-1'];
    expect(days.map((day) => until.validate?.(day) === undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
