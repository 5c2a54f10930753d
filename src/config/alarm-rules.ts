import type { Rule } from './rule.ts';

/** The alarms count what the trail writes to their log group: without a trail of ours there is nothing to count. */
const alarmsNeedTrail: Rule = ({ alarms, trail }) => {
  if (alarms === undefined || alarms === null || alarms.set === 'none' || trail?.enabled !== false) return [];
  return [
    {
      steps: ['alarms'],
      at: 'key',
      message:
        'alarms read what the trail records, and trail.enabled is false. Say set: none, or adopt the trail there is with trail.name and trail.bucket.',
    },
  ];
};

export const alarmRules: readonly Rule[] = [alarmsNeedTrail];
