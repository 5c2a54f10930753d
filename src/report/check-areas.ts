import type { Finding } from '../model/finding.ts';

/** Subject areas in the order in which they are told. */
const areas: readonly (readonly [string, RegExp])[] = [
  ['Audit trail', /^(?:audit|trail|second-trail|no-trail)/],
  ['Root user', /^root/],
  ['Second factor and passwords', /(?:^|-)mfa(?:-|$)|password-(?:never|unused)|login-profile|sign-in/],
  ['Access keys', /(?:^|-)keys?(?:-|$)/],
  ['Programs on EC2', /^(?:instance|imds|launch|profile|role-bucket)/],
  [
    'Users, groups and roles',
    /^(?:user|member|group|policy|role|boundary|outside|rights|unknown|foreign|aws-policy|person|machine)/,
  ],
  ['Exceptions in the file', /^exception/],
];
const rest = 'Account settings';

/** The subject area of a rule, for grouping. */
export function areaOf(rule: string): string {
  return areas.find(([, pattern]) => pattern.test(rule))?.[0] ?? rest;
}

/** Findings by area, in the order of the areas; inside one as they came. Empty areas are left out. */
export function groupByArea(
  findings: readonly Finding[],
): readonly (readonly [string, readonly Finding[]])[] {
  const order = [...areas.map(([title]) => title), rest];
  return order
    .map((area) => [area, findings.filter((finding) => areaOf(finding.rule) === area)] as const)
    .filter(([, group]) => group.length > 0);
}
