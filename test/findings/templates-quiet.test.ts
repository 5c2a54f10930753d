import { describe, expect, test } from 'vitest';
import { findDrift } from '../../src/findings/drift-findings.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { planOnTemplate } from '../helpers/template-plan.ts';
import { accountHandedOver, accountInUse, handedOver, onDay } from './account-as-planned.ts';

const look = (plan: Plan, snapshot: Snapshot, day: number) =>
  findDrift({ plan, snapshot, answers: { graceDays: 7, exceptions: [] }, now: onDay(day) });

/** As a run leaves it: whoever reads the alarms has not clicked the link in the mail either. */
const unconfirmed = (account: Snapshot): Snapshot => ({
  ...account,
  logGroups: account.logGroups.map((group) => ({ ...group, createdAt: handedOver })),
  topics: account.topics.map((topic) => ({
    ...topic,
    subscriptions: topic.subscriptions.map(({ protocol, endpoint }) => ({ protocol, endpoint })),
  })),
});

describe.each(['startup', 'strict', 'minimal'])('the template %s', (template) => {
  const waiting = template === 'strict' ? ['alarm-unconfirmed'] : [];
  test.each([
    [0, 'pending'],
    [6, 'pending'],
    [8, undefined],
  ])('fresh, on day %i: only what waits for a person', async (day, state) => {
    const plan = await planOnTemplate(template);
    const account = { ...unconfirmed(accountHandedOver(plan)), takenAt: onDay(day).toISOString() };
    const found = look(plan, account, day);
    const rules = found.map(({ rule }) => rule).sort();
    expect(rules).toEqual([...waiting, 'password-never-used', 'password-never-used'].sort());
    expect(found.map((finding) => finding.state)).toEqual(found.map(() => state));
    // The untouched second look says the same.
    expect(look(plan, account, day)).toEqual(found);
  });

  test.each([3, 6, 8, 40])('in use, on day %i: nothing', async (day) => {
    const plan = await planOnTemplate(template);
    const account = accountInUse(plan);
    expect(look(plan, { ...account, takenAt: onDay(day).toISOString() }, day)).toEqual([]);
  });
});
