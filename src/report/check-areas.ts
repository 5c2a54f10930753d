import type { CheckReport } from '../model/check-report.ts';
import type { Finding } from '../model/finding.ts';

/** The registry's groups as subject areas, in the order in which they are told. */
const areas: readonly (readonly [string, string])[] = [
  ['trail', 'Audit trail'],
  ['identity', 'Users, groups and roles'],
  ['second factor', 'Second factor and passwords'],
  ['keys', 'Access keys'],
  ['machines', 'Programs on EC2'],
  ['account', 'Account settings'],
  ['exceptions', 'Exceptions in the file'],
];
const rest = 'Other';

/** Findings by subject area, in the order of the areas; inside one as they came. Empty areas are left out. */
export function groupByArea({
  findings,
  rules,
}: Pick<CheckReport, 'findings' | 'rules'>): readonly (readonly [string, readonly Finding[]])[] {
  const known = new Map(areas);
  const areaOf = ({ rule }: Finding) => known.get(rules[rule]?.group ?? '') ?? rest;
  return [...known.values(), rest]
    .map((area) => [area, findings.filter((finding) => areaOf(finding) === area)] as const)
    .filter(([, group]) => group.length > 0);
}
