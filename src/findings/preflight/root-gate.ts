import type { Finding } from '../../model/finding.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/**
 * The root gate: no write while the caller is root, or while root has a key or no MFA. A member account under
 * central root management has no root credentials at all, and needs none of this.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
 */
export function checkRoot(snapshot: Snapshot): readonly Finding[] {
  return [...checkCaller(snapshot), ...checkKey(snapshot), ...checkMfa(snapshot)];
}

function checkCaller({ caller }: Snapshot): readonly Finding[] {
  if (caller.kind !== 'root') return [];
  const key = caller.credentialKind === 'long-lived';
  return [
    findingOf('root-caller', caller.arn, {
      what: key
        ? 'This run uses an access key of the root user.'
        : 'This run uses a session of the root user.',
      why: 'Nothing limits root, no MFA rule binds it, and a mistake made with it cannot be held back.',
      fix: 'Make a first administrator with `bootstrap-account first-admin` (run it without credentials; paste its short script into a root CloudShell session), then come back as that person.',
      stops: 'refuse',
    }),
  ];
}

function checkKey({ root, caller }: Snapshot): readonly Finding[] {
  if (!root.hasAccessKeys) return [];
  return [
    findingOf('root-key', caller.accountId, {
      what: 'The root user has an access key or a signing certificate.',
      expected: 'no key',
      actual: 'key present',
      why: 'Whoever finds that key owns the account, past every rule that is set up here.',
      fix: 'Sign in as root at https://console.aws.amazon.com, open the account menu > Security credentials > Access keys, deactivate the key, wait until nothing misses it, delete it. Then run again.',
      stops: 'refuse',
    }),
  ];
}

function checkMfa({ root, summary, caller, notRead }: Snapshot): readonly Finding[] {
  if (root.hasMfa || notRead.some((read) => read.action === 'iam:GetAccountSummary')) return [];
  // Told by GetAccountSummary since central root access came; missing in older partitions, which then means yes.
  if (summary.AccountPasswordPresent === 0 && !root.hasAccessKeys) return [];
  return [
    findingOf('root-without-mfa', caller.accountId, {
      what: 'The root user has no MFA device.',
      expected: 'MFA on',
      actual: 'MFA off',
      why: 'A password alone opens everything, and AWS shuts root out after 35 days without MFA.',
      fix: 'Sign in as root at https://console.aws.amazon.com, open the account menu > Security credentials > Multi-factor authentication > Assign MFA device; two devices are better. Then run again.',
      stops: 'refuse',
    }),
  ];
}
