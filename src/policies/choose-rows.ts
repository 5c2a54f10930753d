import type { Power } from '../model/power.ts';
import type { ReportPermission } from '../model/report.ts';

/**
 * The rows worth reading: every group, machine and role of the file; people only where they are in several
 * groups, in none, or may do something else than their group; users that the file does not know, always, and
 * roles that it does not know, where they may do anything. People with the same groups and answers share rows.
 */
export function chooseRows(powers: readonly Power[]): readonly ReportPermission[] {
  const groups = powers.filter(({ kind }) => kind === 'group');
  const people = powers.filter((power) => power.kind === 'person' && !isLikeItsGroup(power, groups));
  const programs = powers.filter(({ kind }) => kind === 'machine' || kind === 'role');
  const others = powers.filter(
    ({ kind, rows }) =>
      kind === 'other-user' || (kind === 'other-role' && rows.some((row) => row.decision !== 'denied')),
  );
  return [
    ...rowsOf(groups),
    ...together(people),
    ...rowsOf(programs),
    ...rowsOf(others.map((power) => ({ ...power, who: otherName(power) }))),
  ];
}

function rowsOf(powers: readonly Power[]): readonly ReportPermission[] {
  return powers.flatMap(({ who, rows }) => rows.map((row) => ({ ...row, who })));
}

function isLikeItsGroup(person: Power, groups: readonly Power[]): boolean {
  const [only, ...more] = person.groups;
  const group = groups.find(({ name }) => name === only);
  return more.length === 0 && group !== undefined && answersOf(group) === answersOf(person);
}

/** All answers as one text, to compare by. */
function answersOf({ rows }: Power): string {
  return rows
    .map((row) => [row.what, row.decision, row.withoutMfa, row.planned].join('\t'))
    .sort()
    .join('\n');
}

function together(people: readonly Power[]): readonly ReportPermission[] {
  const alike = new Map<string, Power[]>();
  for (const person of people) {
    const key = [[...person.groups].sort().join(' '), answersOf(person)].join('\n');
    alike.set(key, [...(alike.get(key) ?? []), person]);
  }
  return [...alike.values()].flatMap((same) => {
    const names = same.map(({ name }) => name);
    const who = `${listNames(names)} (${groupsOf(same)})`;
    return (same[0]?.rows ?? []).map((row) => ({ ...row, who, people: names }));
  });
}

function groupsOf([first]: readonly Power[]): string {
  const groups = first?.groups ?? [];
  return groups.length === 0 ? 'in no group' : groups.join(', ');
}

/** Enough to recognise them by; the whole list stands in the data. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length <= 5 ? shown : `${shown} and ${names.length - 5} more`;
}

function otherName({ kind, name }: Power): string {
  return `${kind === 'other-role' ? 'role' : 'user'} ${name}, not in the file`;
}
