import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { DefaultsPlan, Plan } from '../../model/plan.ts';
import type { PasswordPolicyFact, Snapshot } from '../../model/snapshot.ts';
import { drift, isUnread } from './drift.ts';
import { openSwitches } from './public-access.ts';

/** Account-wide settings. */
export function compareDefaults(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const part = plan.parts['account-defaults'];
  return [...passwordPolicy(part, snapshot), ...alias(part, snapshot), ...publicAccess(plan, snapshot)];
}

function passwordPolicy({ passwordPolicy: wanted }: DefaultsPlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'iam:GetAccountPasswordPolicy')) return [];
  const live = snapshot.passwordPolicy;
  const subject = snapshot.caller.accountId;
  const resources = [names.passwordPolicy];
  const why = 'Passwords that people choose are as good as this policy.';
  if (live === undefined) {
    const expected = `at least ${wanted.minimumLength} characters`;
    return [
      drift('password-policy-missing', subject, {
        what: 'The account has no password policy.',
        expected,
        actual: 'AWS default, 8 characters',
        why,
        resources,
      }),
    ];
  }
  const weaker = weakerSettings(wanted, live);
  if (weaker.length === 0) return [];
  return [
    drift('password-policy-weaker', subject, {
      what: 'The password policy is weaker than planned.',
      expected: weaker.map((setting) => setting.expected).join(', '),
      actual: weaker.map((setting) => setting.actual).join(', '),
      why,
      resources,
    }),
  ];
}

interface Weaker {
  readonly expected: string;
  readonly actual: string;
}

/** Longer, more memory and further demands are stronger, and no drift. */
function weakerSettings(wanted: DefaultsPlan['passwordPolicy'], live: PasswordPolicyFact): readonly Weaker[] {
  const demands = [
    { label: 'symbols', wanted: wanted.requireSymbols, live: live.requireSymbols },
    { label: 'numbers', wanted: wanted.requireNumbers, live: live.requireNumbers },
    { label: 'upper case', wanted: wanted.requireUppercase, live: live.requireUppercase },
    { label: 'lower case', wanted: wanted.requireLowercase, live: live.requireLowercase },
    // The first sign-in has to be able to change the handed-out password.
    { label: 'own change', wanted: true, live: live.allowUsersToChange },
    { label: 'hard expiry', wanted: wanted.hardExpiry === true, live: live.hardExpiry === true },
  ].filter((demand) => demand.wanted && !demand.live);
  const reuse = live.reusePrevention ?? 0;
  const age = live.maxAgeDays ?? 0;
  const older = wanted.maxAgeDays !== undefined && (age === 0 || age > wanted.maxAgeDays);
  return [
    ...(live.minimumLength < wanted.minimumLength
      ? [{ expected: `length ${wanted.minimumLength}`, actual: `length ${live.minimumLength}` }]
      : []),
    ...(reuse < wanted.reusePrevention
      ? [{ expected: `remembers ${wanted.reusePrevention}`, actual: `remembers ${reuse}` }]
      : []),
    ...(older
      ? [{ expected: `${wanted.maxAgeDays} days`, actual: age === 0 ? 'no end' : `${age} days` }]
      : []),
    ...demands.map(({ label }) => ({ expected: label, actual: `no ${label}` })),
  ];
}

function alias({ alias: wanted }: DefaultsPlan, snapshot: Snapshot): readonly Finding[] {
  if (
    wanted === undefined ||
    snapshot.aliases.includes(wanted) ||
    isUnread(snapshot, 'iam:ListAccountAliases')
  )
    return [];
  const actual = snapshot.aliases.join(', ') || 'none';
  const why = 'People sign in under that name; the welcome sheets carry it.';
  return [
    drift('alias-missing', wanted, {
      what: `The account alias is not "${wanted}".`,
      expected: wanted,
      actual,
      why,
      resources: [names.accountAlias],
    }),
  ];
}

function publicAccess(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  if (!plan.parts['account-defaults'].blockPublicS3 || isUnread(snapshot, 's3:GetAccountPublicAccessBlock'))
    return [];
  const open = openSwitches(snapshot.s3PublicAccessBlock);
  if (open.length === 0) return [];
  return [
    drift('s3-block-off', plan.account.id, {
      what: 'The account does not block public access to its buckets.',
      expected: 'all four on',
      actual: `off: ${open.join(', ')}`,
      why: 'One wrong bucket policy would show data to the world.',
      resources: [names.s3PublicAccessBlock],
    }),
  ];
}
