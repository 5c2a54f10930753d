import { describe, expect, test } from 'vitest';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { assembleReport, hideEmails } from '../../src/report/assemble-report.ts';
import { monthlyCosts } from '../../src/report/costs.ts';
import { prices, pricesDated, usage } from '../../src/report/prices.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { openQuestions } from '../../src/ui/questions.ts';
import { accountAsPlanned } from '../findings/account-as-planned.ts';
import { emptySnapshot, exampleAnswers, watchedAnswers } from '../helpers/example.ts';
import { exampleInputs } from '../helpers/report-example.ts';

const watchedPlan = assemblePlan(watchedAnswers, emptySnapshot, new Map());
const sumOf = (answers: typeof watchedAnswers) =>
  monthlyCosts(assemblePlan(answers, emptySnapshot, new Map())).reduce(
    (sum, line) => sum + line.monthlyUsd,
    0,
  );

describe('monthly costs', () => {
  test('every line follows from the price table, and so does the sum', () => {
    const expected =
      prices.kmsKey.usd +
      usage.auditGb * prices.storage.usd +
      15 * prices.alarm.usd +
      15 * prices.metric.usd * usage.busyHours +
      usage.eventsGb * (prices.logIntake.usd + 3 * prices.logStorage.usd) +
      prices.budget.usd;
    // Each line is told in whole cents.
    expect(Math.abs(sumOf(watchedAnswers) - expected)).toBeLessThan(0.02);
    expect(monthlyCosts(watchedPlan).map((line) => [line.item.split(' ')[0], line.monthlyUsd])).toEqual([
      ['Trail', 0],
      ['KMS', 1],
      ['Audit', 0.02],
      ['15', 1.5],
      ['15', 0.45],
      ['Log', 0.33],
      ['Topic', 0],
      ['Budget', 0],
      ['IAM', 0],
      ['Access', 0],
      ['Bucket', 0],
    ]);
  });

  test('what is switched off costs nothing', () => {
    expect(sumOf(exampleAnswers)).toBeCloseTo(1.02, 5);
    expect(sumOf({ ...watchedAnswers, alarms: null })).toBeCloseTo(1.02, 5);
  });

  test('the question says what the alarms cost', () => {
    const cost = sumOf(watchedAnswers) - sumOf(exampleAnswers);
    const asked = openQuestions({ version: 1 }, { firstRun: true }).find(
      (each) => each.key === 'alarm-email',
    );
    const [said = ''] = /\d+\.\d+ USD/.exec(asked?.why ?? '') ?? [];
    expect(Math.abs(Number.parseFloat(said) - cost)).toBeLessThan(0.05);
  });

  test('each price says its unit, region, month and source', () => {
    for (const [key, price] of Object.entries(prices)) {
      expect(price.source, key).toMatch(/^https:\/\/aws\.amazon\.com\//);
      expect(price.read, key).toMatch(/^20\d\d-\d\d$/);
      expect(price.read >= pricesDated, key).toBe(true);
      expect(
        [price.unit, price.regions].every((text) => text.length > 1),
        key,
      ).toBe(true);
    }
  });
});

describe('the report', () => {
  const inputs = { ...exampleInputs, plan: watchedPlan, snapshot: accountAsPlanned(watchedPlan) };
  const report = assembleReport(inputs);

  test('lists the alarms, whether they are on, and who listens', () => {
    expect(report.alarms).toMatchObject({ subscription: 'confirmed', email: 'security@acme.example' });
    expect(report.alarms?.alarms).toHaveLength(15);
    expect(report.alarms?.alarms.every((alarm) => alarm.isOn)).toBe(true);
    expect(report.budget).toMatchObject({
      monthlyUsd: 200,
      mails: ['80 % spent', '100 % spent', '100 % foreseen'],
    });
    expect(report.manual.find((item) => item.title.includes('alarms'))?.state).toBe('verified by API');
  });

  test('a subscription that waits is an open item with its clicks, and no finding', () => {
    const pending = assembleReport({
      ...inputs,
      snapshot: {
        ...inputs.snapshot,
        topics: inputs.snapshot.topics.map((topic) => ({
          ...topic,
          subscriptions: [{ protocol: 'email', endpoint: 'security@acme.example' }],
        })),
      },
      findings: [{ ...exampleInputs.findings[0]!, state: 'pending' }],
    });
    expect(pending.alarms?.subscription).toBe('pending');
    expect(pending.state.kind).toBe('in-sync');
    const item = pending.manual.find((each) => each.title.includes('alarms'));
    expect([item?.state, item?.steps.length]).toEqual(['open', 3]);
  });

  test('shows no address unless it was asked for', () => {
    expect(renderMarkdown(report)).toContain('security&#64;acme.example');
    const hidden = hideEmails(report);
    expect(JSON.stringify(hidden)).not.toContain('@acme.example');
    expect(renderMarkdown(hidden)).not.toMatch(/acme\.example/);
  });
});
