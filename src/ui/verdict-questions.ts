import type { Finding, Verdict } from '../model/finding.ts';
import type { Choice, Question } from '../model/host.ts';
import type { Removal } from '../model/removal.ts';

type ChoiceQuestion = Extract<Question, { readonly kind: 'choice' }>;
type TextQuestion = Extract<Question, { readonly kind: 'text' }>;
type TypedQuestion = Extract<Question, { readonly kind: 'typed' }>;

export interface VerdictChoice {
  readonly finding: Finding;
  readonly verdicts: readonly Verdict[];
  /** What adopting would write. */
  readonly adopts?: string;
  readonly removal?: Removal;
  /** Like `2 of 5`. */
  readonly position: string;
}

/** What to do about one finding. Skipping is the first choice: Enter alone decides nothing. */
export function askVerdict({ finding, verdicts, adopts, removal, position }: VerdictChoice): ChoiceQuestion {
  const again = finding.rule === 'user-missing';
  const repairs = removal?.serves === 'repair' ? `take ${removal.title}` : undefined;
  const labels: Readonly<Record<Verdict, Choice>> = {
    repair: {
      value: 'repair',
      label: again ? 'Repair: make the user again' : `Repair: ${repairs ?? 'put it back as planned'}`,
      ...(again ? { hint: 'With another first password. Adopt instead when the person has left.' } : {}),
    },
    adopt: { value: 'adopt', label: `Adopt: it is right, write it into the file (${adopts ?? 'as it is'})` },
    remove: { value: 'remove', label: `Remove: ${removal?.title ?? 'take it away'}` },
    accept: { value: 'accept', label: 'Accept: leave it until a date, with a reason' },
  };
  return {
    kind: 'choice',
    key: `verdict:${finding.id}`,
    message: `(${position}) ${finding.severity}: ${finding.what}`,
    why: [finding.why, finding.fix].filter((text) => text !== '').join(' '),
    choices: [
      { value: 'skip', label: 'Skip: decide nothing now' },
      ...verdicts.map((verdict) => labels[verdict]),
      { value: 'stop', label: 'Stop asking, go on with what is decided' },
    ],
    default: 'skip',
  };
}

export function askReason(finding: Finding): TextQuestion {
  return {
    kind: 'text',
    key: `reason:${finding.id}`,
    message: 'Why is it left as it is?',
    why: 'It stands in the file, for whoever reads it next year.',
    fileKey: 'exceptions',
    validate: (value) =>
      value.trim() === '' || value.length > 300 ? 'Give one line, at most 300 characters.' : undefined,
  };
}

/** Days that an exception lasts when only Enter is pressed. */
const usualDays = 90;
const dayMs = 86_400_000;

export function askUntil(finding: Finding, now: Date): TextQuestion {
  const today = now.toISOString().slice(0, 10);
  return {
    kind: 'text',
    key: `until:${finding.id}`,
    message: 'Until which day?',
    why: 'From the next day on it is a finding again.',
    fileKey: 'exceptions',
    default: new Date(now.getTime() + usualDays * dayMs).toISOString().slice(0, 10),
    validate: (value) =>
      isDay(value) && value >= today ? undefined : `Give a day from ${today} on, like 2027-02-01.`,
  };
}

function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // 2027-02-30 parses as a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** Everything that goes along is shown before the name is typed. */
export function askRemoval(finding: Finding, removal: Removal): TypedQuestion {
  return {
    kind: 'typed',
    key: `remove:${finding.id}`,
    message: `Type ${removal.typed} to go on with it`,
    why: `This goes, and no run brings it back:\n${removal.goes.map((line) => `  - ${line}`).join('\n')}`,
    expected: removal.typed,
  };
}
