import { textWidth, wrapText } from '../lib/wrap-text.ts';
import { answerOf, type CostLine, type PowerAnswer, type ReportPermission } from '../model/report.ts';
import { foldRows, type ListedRow } from './fold-rows.ts';
import { printable, readableWidth } from './phrase.ts';

/** One resource of a plan, as it is shown. */
export interface ShownChange extends ListedRow {
  readonly verb: 'make' | 'change' | 'adopt' | 'repair' | 'replace' | 'remove' | 'leave alone';
  readonly part: string;
  /** Properties that differ. */
  readonly changed: readonly string[];
}
interface Width {
  readonly width: number;
}

// In the order in which a careful reader wants them: what takes away first.
const verbs: readonly (readonly [ShownChange['verb'], string, string])[] = [
  ['remove', '-', 'Remove'],
  ['replace', '±', 'Replace: remove and make anew'],
  ['repair', '~', 'Put back what was changed by hand'],
  ['change', '~', 'Change'],
  ['adopt', '=', 'Adopt: it exists already and is taken over'],
  ['make', '+', 'Make'],
];

/** A plan as a list by verb; what is left alone is only counted. */
export function phraseSteps(changes: readonly ShownChange[], options: Width): readonly string[] {
  const width = readableWidth(options.width);
  const groups = verbs.flatMap(([verb, sign, title]) => {
    const rows = changes.filter((change) => change.verb === verb);
    if (rows.length === 0) return [];
    return [`${title} (${rows.length})`, ...phraseGroup(rows, sign, width), ''];
  });
  const alone = changes.filter((change) => change.verb === 'leave alone').length;
  if (groups.length === 0)
    return [alone === 0 ? 'Nothing is planned.' : `Nothing to do: ${count(alone, 'resource')} as planned.`];
  return [...groups, ...(alone === 0 ? [] : [`Leave alone: ${count(alone, 'resource')} as planned.`])];
}

/** What differs stands beside each one; what only comes or goes is gathered. */
function phraseGroup(rows: readonly ShownChange[], sign: string, width: number): readonly string[] {
  const plain = rows.filter(({ changed }) => changed.length === 0);
  const line = (text: string) => wrapText(printable(`  ${sign} ${text}`), { width, indent: 4 });
  return [
    ...gatherChanged(rows.filter(({ changed }) => changed.length > 0)).flatMap(line),
    ...foldRows(plain).flatMap(line),
  ];
}

/** The same change of one setting in several regions is one line. */
function gatherChanged(rows: readonly ShownChange[]): readonly string[] {
  const byChange = new Map<string, ShownChange[]>();
  for (const row of rows) {
    const key = row.inRegion === undefined ? row.name : `${row.inRegion.setting} ${row.changed.join()}`;
    byChange.set(key, [...(byChange.get(key) ?? []), row]);
  }
  return [...byChange.values()].flatMap((same) => {
    const [row] = same;
    if (row === undefined) return [];
    const regions = same.flatMap(({ inRegion }) => inRegion?.region ?? []);
    const title =
      regions.length > 1
        ? `${row.inRegion?.setting} in ${regions.length} regions: ${regions.join(', ')}`
        : row.title;
    return [`${title}: ${row.changed.join(', ')}`];
  });
}

const answers: readonly (readonly [PowerAnswer, string])[] = [
  ['with-mfa', '✔ only with MFA'],
  ['allowed', '✔ allowed'],
  ['denied', '✖ denied'],
  ['unknown', '? cannot be judged'],
];

/** Who may do what afterwards: one block a group, role or machine, its questions gathered by the answer. */
export function phrasePermissions(
  permissions: readonly ReportPermission[],
  options: Width,
): readonly string[] {
  const width = readableWidth(options.width);
  if (permissions.length === 0) return [];
  const where = '  Which statement decides each stands in the report, and with --json.';
  return [
    'Who may do what afterwards',
    ...phraseHolders(permissions, { width }),
    ...wrapText(where, { width, indent: 2 }),
  ];
}

/** The blocks alone. */
export function phraseHolders(permissions: readonly ReportPermission[], { width }: Width): readonly string[] {
  const people = [...new Set(permissions.map((permission) => permission.who))];
  return people.flatMap((who) => {
    const own = permissions.filter((permission) => permission.who === who);
    const lines = answers.flatMap(([answer, title]) => {
      const questions = own.filter((permission) => answerOf(permission) === answer);
      if (questions.length === 0) return [];
      // A long list that leaves nothing out says no more than that.
      const all = questions.length === own.length && own.length > 1;
      const told = all ? 'everything asked' : questions.map((each) => each.what).join('; ');
      return wrapText(printable(`    ${title}: ${told}`), {
        width,
        indent: 6,
      });
    });
    return [...wrapText(printable(`  ${who}`), { width, indent: 4 }), ...lines];
  });
}

/** Monthly costs with their sum. */
export function phraseCosts(costs: readonly CostLine[], options: Width): readonly string[] {
  const width = readableWidth(options.width);
  const sum = costs.reduce((total, cost) => total + cost.monthlyUsd, 0);
  const named = Math.max(0, ...costs.map((cost) => textWidth(cost.item)));
  const roomy = named + 12 <= width;
  const rows = costs.flatMap((cost) => {
    const item = roomy ? cost.item + ' '.repeat(named - textWidth(cost.item)) : cost.item;
    return [
      ...wrapText(printable(`  ${item}  ${cost.monthlyUsd.toFixed(2).padStart(7)}`), { width, indent: 4 }),
      ...(cost.note === '' ? [] : wrapText(printable(`      ${cost.note}`), { width, indent: 6 })),
    ];
  });
  return [`What it costs: about ${sum.toFixed(2)} USD a month`, ...rows];
}

function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun} is` : `${number} ${noun}s are`;
}
