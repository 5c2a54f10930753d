import type { CheckReport } from '../../src/model/check-report.ts';
import type { Finding, Severity } from '../../src/model/finding.ts';
import { assembleCheck, type CheckInputs } from '../../src/report/assemble-check.ts';

export const makeFinding = (
  rule: string,
  subject: string,
  severity: Severity,
  more: Partial<Finding> = {},
): Finding => ({
  id: `${rule}:${subject}`,
  rule,
  severity,
  subject,
  what: `Something about ${subject} is not as it should be.`,
  why: 'Somebody could do what nobody wanted.',
  fix: 'Run `bootstrap-account check --repair`.',
  ...more,
});

const ruleOf = (title: string, severity: Severity, group: string) => ({
  title,
  severity,
  group,
  help: 'Put it back.',
});

/** A morning on call: three findings by two people, one that waits, one accepted. */
export const checkInputs: CheckInputs = {
  account: { id: '123456789012', alias: 'acme', region: 'eu-west-1' },
  rehearsal: false,
  takenAt: '2026-11-25T06:00:00.000Z',
  file: 'bootstrap-account.yaml',
  regions: { read: ['eu-west-1'], leftOut: [] },
  findings: [
    makeFinding('user-direct-policy', 'legacy-bot', 'high', {
      what: 'The user "legacy-bot" carries policies of their own: AdministratorAccess.',
      expected: 'none',
      actual: 'AdministratorAccess',
      who: {
        kind: 'seen',
        actor: 'arn:aws:iam::123456789012:user/eve',
        event: 'AttachUserPolicy',
        at: '2026-11-24T22:14:07Z',
        sourceAddress: '203.0.113.9',
        eventId: '11111111-2222-3333-4444-555555555555',
        ours: false,
      },
    }),
    makeFinding('trail-stopped', 'account-trail', 'critical', {
      what: 'The trail "account-trail" does not log.',
      expected: 'on',
      actual: 'off',
      resources: ['audit-trail/trail'],
      who: { kind: 'not-seen', why: 'older than 90 days or not recorded' },
    }),
    makeFinding('user-tags-changed', 'ada', 'low', { resources: ['people/ada'] }),
    makeFinding('mfa-missing', 'finn', 'medium', { state: 'pending', until: '2026-12-02' }),
    makeFinding('key-old', 'ci-deployer', 'medium', {
      state: 'accepted',
      until: '2027-02-01',
      reason: 'moves in January',
    }),
  ],
  notRead: [],
  failOn: 'low',
  unapplied: [],
  places: { 'user-tags-changed:ada': { line: 6, column: 5 } },
  rules: {
    'trail-stopped': ruleOf('The trail does not log', 'critical', 'trail'),
    'user-direct-policy': ruleOf('A user carries policies of their own', 'high', 'identity'),
  },
};
export const checkReport: CheckReport = assembleCheck(checkInputs);

/** Every text that comes from outside, replaced. */
export function poisonedCheck(payload: string): CheckReport {
  const poison = (finding: Finding): Finding => ({
    ...finding,
    subject: payload,
    what: payload,
    why: payload,
    fix: payload,
    expected: payload,
    actual: payload,
    ...(finding.reason === undefined ? {} : { reason: payload }),
    who: {
      kind: 'seen',
      actor: payload,
      event: payload,
      at: payload,
      sourceAddress: payload,
      eventId: payload,
      ours: false,
    },
  });
  return assembleCheck({
    ...checkInputs,
    account: { ...checkInputs.account, alias: payload },
    file: payload,
    findings: checkInputs.findings.map(poison),
    notRead: [{ action: 'iam:GetLoginProfile', why: payload }],
    rules: { 'trail-stopped': ruleOf(payload, 'critical', payload) },
  });
}
