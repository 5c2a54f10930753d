import type { AlarmsPlan, BudgetPlan } from '../model/plan.ts';
import type { CostLine } from '../model/report.ts';
import { prices, usage } from './prices.ts';

const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** What watching the trail costs a month, each thing on a line of its own. */
export function alarmCosts({ alarms, delivery, topic }: AlarmsPlan): readonly CostLine[] {
  const count = alarms.length;
  return [
    {
      item: `${count} alarms`,
      monthlyUsd: cents(count * prices.alarm.usd),
      note: `${prices.alarm.usd.toFixed(2)} USD each; the first ten alarms of an account are free, which is not taken off here.`,
    },
    {
      item: `${count} metrics behind them`,
      monthlyUsd: cents(count * prices.metric.usd * usage.busyHours),
      note: `${prices.metric.usd.toFixed(2)} USD each for a month full of data, charged by the hour in which something is counted; estimate: one hour in ten.`,
    },
    ...(delivery === undefined
      ? []
      : [
          {
            item: `Log group ${delivery.logGroup.name}`,
            monthlyUsd: cents(logCost(delivery.logGroup.retentionDays)),
            note: `About ${usage.eventsGb} GB of events a month, an estimate: ${prices.logIntake.usd} USD to take in a GB (${prices.logIntake.regions}), ${prices.logStorage.usd} USD a month to keep it.`,
          },
        ]),
    {
      item: `Topic ${topic.name}`,
      monthlyUsd: 0,
      note: `1,000 mails a month are free, then ${prices.alarmMail.usd.toFixed(2)} USD per 100,000.${topic.encryption === 'audit-key' ? ' Encrypted with the key of the trail, at no further cost.' : ''}`,
    },
  ];
}

/** Taken in once, kept for the retention; for ever is counted as a year. */
function logCost(retentionDays: number): number {
  const months = (retentionDays === 0 ? 365 : retentionDays) / 30;
  return usage.eventsGb * (prices.logIntake.usd + months * prices.logStorage.usd);
}

export function budgetCosts({ name, monthlyUsd }: BudgetPlan): readonly CostLine[] {
  return [
    {
      item: `Budget ${name}`,
      monthlyUsd: prices.budget.usd,
      note: `Free. It mails when ${monthlyUsd} USD a month come near; it stops nothing.`,
    },
  ];
}
