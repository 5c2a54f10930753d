import type { Plan } from '../model/plan.ts';
import type { ReportAlarms, ReportBudget } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** The alarms as planned, and whether the account has them and somebody listens. */
export function describeAlarms(plan: Plan, snapshot: Snapshot | undefined): ReportAlarms | undefined {
  const part = plan.parts.alarms;
  if (part === null) return undefined;
  const live = new Map((snapshot?.alarms ?? []).map((alarm) => [alarm.name, alarm]));
  const topic = snapshot?.topics.find((each) => each.name === part.topic.name);
  const ours = (topic?.subscriptions ?? []).filter(
    (each) => each.protocol === 'email' && each.endpoint === part.email,
  );
  return {
    logGroup: part.logGroup,
    topic: part.topic.name,
    email: part.email,
    subscription:
      ours.length === 0 ? 'missing' : ours.some((each) => each.arn !== undefined) ? 'confirmed' : 'pending',
    alarms: part.alarms.map((alarm) => ({
      name: alarm.name,
      title: alarm.title,
      fires: `at ${alarm.threshold} or more in ${describePeriod(alarm.periodSeconds)}`,
      cis: alarm.cis,
      isOn: live.get(alarm.name)?.actionsEnabled === true,
    })),
  };
}

function describePeriod(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} hour` : `${seconds / 60} minutes`;
}

export function describeBudget(plan: Plan): ReportBudget | undefined {
  const part = plan.parts.budget;
  if (part === null) return undefined;
  const mails = part.notifications.map(({ type, threshold, thresholdType }) => {
    const amount = thresholdType === 'PERCENTAGE' ? `${threshold} %` : `${threshold} USD`;
    return type === 'ACTUAL' ? `${amount} spent` : `${amount} foreseen`;
  });
  return { name: part.name, monthlyUsd: part.monthlyUsd, email: part.email, mails };
}
