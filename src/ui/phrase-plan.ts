import { textWidth, wrapText } from '../lib/wrap-text.ts';
import { answerOf, type CostLine, type PowerAnswer, type ReportPermission } from '../model/report.ts';
import { printable, readableWidth } from './phrase.ts';

/** One resource of a plan, as it is shown. */
export interface ShownChange {
  readonly verb: 'make' | 'change' | 'adopt' | 'repair' | 'replace' | 'remove' | 'leave alone';
  readonly title: string;
  readonly part: string;
  /** Properties that differ. */
  readonly changed: readonly string[];
  /** A setting that each region has for itself. */
  readonly inRegion?: { readonly setting: string; readonly region: string };
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
    return [
      `${title} (${rows.length})`,
      ...gatherRegions(rows).flatMap((row) => phraseChange(row, sign, width)),
      '',
    ];
  });
  const alone = changes.filter((change) => change.verb === 'leave alone').length;
  if (groups.length === 0)
    return [alone === 0 ? 'Nothing is planned.' : `Nothing to do: ${count(alone, 'resource')} as planned.`];
  return [...groups, ...(alone === 0 ? [] : [`Leave alone: ${count(alone, 'resource')} as planned.`])];
}

/** One setting in several regions is one line: seventeen times the same says no more than once. */
function gatherRegions(rows: readonly ShownChange[]): readonly ShownChange[] {
  const keyOf = ({ inRegion, changed }: ShownChange) =>
    inRegion === undefined ? undefined : `${inRegion.setting} ${changed.join()}`;
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const key = keyOf(row);
    if (row.inRegion === undefined || key === undefined) return [row];
    if (seen.has(key)) return [];
    seen.add(key);
    const regions = rows.flatMap((each) => (keyOf(each) === key ? (each.inRegion?.region ?? []) : []));
    if (regions.length === 1) return [row];
    return [{ ...row, title: `${row.inRegion.setting} in ${regions.length} regions: ${regions.join(', ')}` }];
  });
}

function phraseChange(change: ShownChange, sign: string, width: number): readonly string[] {
  const which = change.changed.length === 0 ? '' : `: ${change.changed.join(', ')}`;
  return wrapText(printable(`  ${sign} ${change.title}${which}`), { width, indent: 4 });
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
