import { parseArn } from '../lib/arn.ts';
import type { Finding } from '../model/finding.ts';
import { locate, type Step } from './locate.ts';
import type { YamlSource } from './read-yaml.ts';

/** Parts of the file by the beginning of a rule's id: where a subject without an entry of its own is spoken of. */
const parts: readonly (readonly [RegExp, readonly Step[]])[] = [
  [/^(?:audit|trail|second-trail|no-trail)/, ['trail']],
  [/^exception/, ['exceptions']],
  [/^password-policy/, ['defaults', 'passwordPolicy']],
  [/^s3-block/, ['defaults', 'blockPublicS3']],
  [/^ebs/, ['defaults', 'encryptEbs']],
  [/^alias/, ['account', 'alias']],
  [/^contact/, ['account', 'contacts']],
  [/^budget/, ['budget']],
  [/^alarm/, ['alarms']],
  [/^(?:user|member|unknown-user|login|person|human)/, ['people']],
  [/^machine/, ['machines']],
  [/^(?:role|profile|instance)/, ['roles']],
  [/^(?:group|mfa)/, ['groups']],
  [/^root/, ['account']],
];

/**
 * Line and column of the account file that speak of a finding's subject: its entry, or else the part it belongs
 * to, or else the first line. Both count from 1.
 */
export function placeFinding(
  source: YamlSource,
  finding: Pick<Finding, 'rule' | 'subject'>,
): { readonly line: number; readonly column: number } {
  const subject = parseArn(finding.subject)?.resource ?? finding.subject;
  const names = subject.split(/[/:]/).filter((name) => name !== '');
  // The last name is the narrowest: `admins/eve` is about eve, in admins.
  const entries = names
    .reverse()
    .flatMap((name): readonly (readonly Step[])[] => [
      ['people', { name }],
      ['machines', { name }],
      ['roles', name],
      ...roleNames(source).map((role): readonly Step[] => ['roles', role, 'buckets', { name }]),
      ['groups', name],
    ]);
  const general = parts
    .filter(([rule]) => rule.test(finding.rule))
    .flatMap(([, steps]) => [steps, steps.slice(0, 1)]);
  for (const steps of [...entries, ...general]) {
    const { found, line, column } = locate(source, steps, 'key');
    if (found === steps.length) return { line, column };
  }
  return { line: 1, column: 1 };
}

function roleNames({ value }: YamlSource): readonly string[] {
  const roles = typeof value === 'object' && value !== null && 'roles' in value ? value.roles : undefined;
  return typeof roles === 'object' && roles !== null ? Object.keys(roles) : [];
}
