import type { Report, ReportAlarms, ReportBudget } from '../model/report.ts';
import { type Block, badge, code, facts, heading, type Line, type Section, table, text } from './block.ts';

/** What tells people by itself that something happens: alarms on the trail, and the budget. */
export function alarmsSection({ alarms, budget }: Report): readonly Section[] {
  if (alarms === undefined && budget === undefined) return [];
  return [
    {
      id: 'alarms',
      title: 'Alarms and budget',
      blocks: [
        ...(alarms === undefined ? [] : alarmBlocks(alarms)),
        ...(budget === undefined ? [] : budgetBlocks(budget)),
      ],
    },
  ];
}

const subscriptions = {
  confirmed: badge('good', '✔ confirmed'),
  pending: badge('warn', '⚠ waits for its confirmation: see Manual items'),
  missing: badge('bad', '✖ nobody is subscribed'),
} as const;

function alarmBlocks(alarms: ReportAlarms): readonly Block[] {
  const rows = alarms.alarms.map((alarm): readonly Line[] => [
    [alarm.title],
    [alarm.fires],
    [alarm.isOn ? badge('good', '✔ on') : badge('bad', '✖ not seen to be on')],
    [`v7.0 ${alarm.cis.v7}, v5.0 ${alarm.cis.v5}, v3.0 ${alarm.cis.v3}`],
    [code(alarm.name)],
  ]);
  return [
    text(
      'The trail also writes to a log group; filters count what happens there, and an alarm mails when it is too much. A normal day is silent.',
    ),
    facts(
      ['Mails go to', [alarms.email ?? 'the address of alarms.email']],
      ['Subscription', [subscriptions[alarms.subscription]]],
      ['Topic', [code(alarms.topic)]],
      ['Log group', [code(alarms.logGroup)]],
    ),
    table('Alarms', ['Fires on', 'How often', 'State', 'CIS', 'Name'], rows, 'There are none.'),
  ];
}

function budgetBlocks(budget: ReportBudget): readonly Block[] {
  return [
    heading('Budget'),
    facts(
      ['Amount', [`${budget.monthlyUsd} USD a month, for the whole account`]],
      ['Mails at', [budget.mails.join(', ')]],
      ['Mails go to', [budget.email ?? 'the address of budget.email']],
      ['What it stops', ['nothing: it tells, some hours late']],
    ),
  ];
}
