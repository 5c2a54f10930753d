import { wrapText } from '../lib/wrap-text.ts';
import type { PowerChange, PowerStep } from '../model/power.ts';
import type { CostLine, ReportPermission } from '../model/report.ts';
import { foldRows } from './fold-rows.ts';
import { printable, readableWidth } from './phrase.ts';
import { phraseCosts, phraseHolders, phraseSteps, type ShownChange } from './phrase-plan.ts';

interface Width {
  readonly width: number;
}
interface Explained {
  readonly template: string;
  readonly chain: readonly string[];
  readonly assumed: readonly { readonly key: string; readonly value: string }[];
  readonly resources: readonly (Omit<ShownChange, 'verb' | 'changed'> & { readonly part: string })[];
  readonly permissions: readonly ReportPermission[];
  readonly unread: readonly string[];
  readonly costs: readonly CostLine[];
}

/** What a template makes, grants and costs. */
export function phraseExplained(explained: Explained, options: Width): readonly string[] {
  const width = readableWidth(options.width);
  const { chain, assumed, resources, permissions, unread, costs } = explained;
  const wrap = (text: string, indent: number) => wrapText(printable(text), { width, indent });
  const parts = [...new Set(resources.map(({ part }) => part))];
  return [
    ...wrap(
      `${chain[0] ?? explained.template}${chain.length > 1 ? `, on ${chain.slice(1).join(', on ')}` : ''}`,
      2,
    ),
    '',
    `What it makes in a new account (${resources.length})`,
    ...parts.flatMap((part) => {
      const own = resources.filter((row) => row.part === part);
      return [`  ${part} (${own.length})`, ...foldRows(own).flatMap((title) => wrap(`    ${title}`, 6))];
    }),
    '',
    ...phraseGrants(permissions, width),
    ...phraseUnread(unread, width),
    '',
    ...phraseCosts(costs, { width }),
    ...(assumed.length === 0
      ? []
      : [
          '',
          ...wrap(
            `Left open by the file, and assumed here: ${assumed.map(({ key, value }) => `${key} ${value}`).join(', ')}.`,
            2,
          ),
        ]),
  ];
}

/** Where nothing can be judged without an account, the list of it says nothing. */
function phraseGrants(permissions: readonly ReportPermission[], width: number): readonly string[] {
  const judged = permissions.filter(({ decision }) => decision !== 'unknown').map(({ who }) => who);
  const open = [...new Set(permissions.map(({ who }) => who))].filter((who) => !judged.includes(who));
  return [
    'Who may do what',
    ...phraseHolders(
      permissions.filter(({ who }) => judged.includes(who)),
      { width },
    ),
    ...open.flatMap((who) =>
      wrapText(printable(`  ${who}: with MFA, what AWS's own policies on it allow`), { width, indent: 4 }),
    ),
  ];
}

function phraseUnread(unread: readonly string[], width: number): readonly string[] {
  if (unread.length === 0) return [];
  const text = `AWS changes its policies; what ${unread.join(', ')} ${unread.length === 1 ? 'allows' : 'allow'} is read from the account, by plan.`;
  return wrapText(printable(`  ${text}`), { width, indent: 2 });
}

interface Diff {
  readonly from: string;
  readonly to: string;
  readonly settings: readonly { readonly path: string; readonly from?: unknown; readonly to?: unknown }[];
  readonly resources: readonly ShownChange[];
  readonly permissions: readonly PowerChange[];
  readonly unread: readonly string[];
  readonly costs: { readonly from: number; readonly to: number };
}

/** What is other in the second of two templates. */
export function phraseDiff(diff: Diff, options: Width): readonly string[] {
  const width = readableWidth(options.width);
  const { settings, resources, permissions, unread, costs } = diff;
  const wrap = (text: string, indent: number) => wrapText(printable(text), { width, indent });
  if (settings.length === 0 && resources.length === 0 && permissions.length === 0)
    return [`${diff.from} and ${diff.to} come to the same.`];
  return [
    ...wrap(`From ${diff.from} to ${diff.to}`, 2),
    '',
    `In the file (${settings.length})`,
    ...settings.flatMap(({ path, from, to }) => wrap(`  ${path}: ${shown(from)} → ${shown(to)}`, 6)),
    '',
    ...(resources.length === 0 ? ['In the account: the same things.'] : phraseSteps(resources, { width })),
    ...(resources.length === 0 ? [''] : []),
    ...phrasePower(permissions, width),
    ...phraseUnread(unread, width),
    '',
    `What it costs: about ${costs.from.toFixed(2)} → ${costs.to.toFixed(2)} USD a month`,
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return '(not said)';
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function phrasePower(changes: readonly PowerChange[], width: number): readonly string[] {
  if (changes.length === 0) return ['Who may do what: the same.'];
  const line = (sign: string, word: string, steps: readonly PowerStep[]) =>
    steps.length === 0
      ? []
      : wrapText(printable(`    ${sign} ${word}: ${steps.map(({ what }) => what).join('; ')}`), {
          width,
          indent: 6,
        });
  return [
    'Who may do what',
    ...changes.flatMap(({ who, presence, gains, loses }) => [
      ...wrapText(
        printable(`  ${who}${presence === 'new' ? ', new' : presence === 'gone' ? ', gone' : ''}`),
        {
          width,
          indent: 4,
        },
      ),
      ...gainWords.flatMap(([to, words]) =>
        line(
          '+',
          words,
          gains.filter((step) => step.to === to),
        ),
      ),
      ...loseWords.flatMap(([to, words]) =>
        line(
          '-',
          words,
          loses.filter((step) => step.to === to),
        ),
      ),
    ]),
  ];
}

const gainWords: readonly (readonly [PowerStep['to'], string])[] = [
  ['allowed', 'may'],
  ['with-mfa', 'may, with MFA'],
  ['unknown', 'perhaps may, it cannot be judged'],
];
const loseWords: readonly (readonly [PowerStep['to'], string])[] = [
  ['denied', 'may no longer'],
  ['with-mfa', 'may with MFA only'],
  ['unknown', 'perhaps may no longer, it cannot be judged'],
];
