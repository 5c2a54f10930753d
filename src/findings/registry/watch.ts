import type { rules } from '../rules.ts';
import type { RegistryEntry } from './entry.ts';
import { verdicts } from './verdicts.ts';

type Entry = Omit<RegistryEntry, 'severity' | 'title'>;
const entry = (group: Entry['group'], which: Entry['verdicts'], why: string, help: string): Entry => ({
  group,
  verdicts: which,
  why,
  help,
});

const { repair, remove, byHand } = verdicts;
const reapply = 'Let apply make it again.';
const putBack = 'Let apply put it back.';
const deaf = 'Nothing that happens reaches the alarms.';
const unheard = 'Something happens, and nobody hears of it.';
const unpaid = 'Nobody hears of costs before the bill comes.';

/** Alarms and budget: severity and title are in `rules.ts`. */
export const watchEntries = {
  'trail-logs-changed': entry('trail', repair, deaf, putBack),
  'alarm-logs-missing': entry('trail', repair, deaf, reapply),
  'alarm-logs-retention-shorter': entry(
    'trail',
    repair,
    'Whoever looks into an alarm looks there first.',
    putBack,
  ),
  'alarm-logs-retention-missing': entry(
    'trail',
    repair,
    'It costs more every month; the audit bucket has the same events.',
    putBack,
  ),
  'alarm-role-missing': entry('trail', repair, deaf, reapply),
  'alarm-role-changed': entry('trail', repair, 'CloudTrail cannot write, or somebody else can.', putBack),
  'alarm-role-foreign-policy': entry(
    'identity',
    remove,
    'CloudTrail needs one right only; nothing else belongs on this role.',
    'Detach the policy.',
  ),
  'alarm-filter-missing': entry('trail', repair, unheard, reapply),
  'alarm-filter-changed': entry('trail', repair, unheard, putBack),
  'alarm-missing': entry('trail', repair, unheard, reapply),
  'alarm-changed': entry('trail', repair, unheard, putBack),
  'alarm-actions-off': entry('trail', repair, unheard, putBack),
  'alarm-topic-missing': entry('trail', repair, unheard, reapply),
  'alarm-topic-policy-changed': entry('trail', repair, 'Alarms cannot publish any more.', putBack),
  'alarm-topic-foreign-statement': entry(
    'trail',
    remove,
    'Whoever publishes there can drown a true alarm in false ones.',
    'Remove the statement, if nobody of yours wrote it.',
  ),
  'alarm-topic-key-changed': entry(
    'trail',
    repair,
    'With a key that CloudWatch may not use alarms are lost without a word.',
    putBack,
  ),
  'alarm-subscription-missing': entry('trail', repair, unheard, 'Let apply subscribe again, and confirm.'),
  'alarm-unconfirmed': entry('trail', byHand, unheard, "Click the link in AWS's mail."),
  'budget-missing': entry('account', repair, unpaid, reapply),
  'budget-changed': entry('account', repair, unpaid, putBack),
  'budget-mail-missing': entry('account', repair, unpaid, putBack),
} as const satisfies Readonly<Partial<Record<keyof typeof rules, Entry>>>;
