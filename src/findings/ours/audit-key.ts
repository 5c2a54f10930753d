import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, TrailPlan } from '../../model/plan.ts';
import type { KeyFact, Snapshot } from '../../model/snapshot.ts';
import { drift, foreignStatements, isUnread, missingStatements } from './drift.ts';

/** The key that encrypts the log files. */
export function compareAuditKey(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const key = plan.parts['audit-trail']?.key;
  if (key === undefined || isUnread(snapshot, 'kms:ListAliases', 'kms:DescribeKey')) return [];
  const live = snapshot.keys.find((candidate) => candidate.aliases.includes(key.alias));
  if (live === undefined) {
    return [
      drift('audit-key-missing', key.alias, {
        what: `There is no key behind ${key.alias}.`,
        expected: 'key with rotation',
        actual: 'absent',
        why: 'Log files that it encrypted may be unreadable, and new ones are not delivered.',
        resources: [names.auditKey, names.auditKeyAlias],
      }),
    ];
  }
  return live.state === 'PendingDeletion'
    ? [pending(live)]
    : [...state(live, snapshot), ...policy(key, live, snapshot)];
}

function pending(live: KeyFact): Finding {
  return drift('audit-key-pending-deletion', live.arn, {
    what: 'The audit key is waiting for its deletion.',
    expected: 'Enabled',
    actual: live.state,
    why: 'Once it is gone nobody can read the log files that it encrypted.',
    fix: `Run at once: aws kms cancel-key-deletion --key-id ${live.id} && aws kms enable-key --key-id ${live.id}`,
    resources: [],
  });
}

function state(live: KeyFact, snapshot: Snapshot): readonly Finding[] {
  const findings: Finding[] = [];
  const resources = [names.auditKey];
  if (!live.enabled) {
    const why = 'Log files can be neither written nor read; delivery stops without a word.';
    findings.push(
      drift('audit-key-disabled', live.arn, {
        what: 'The audit key is disabled.',
        expected: 'Enabled',
        actual: live.state,
        why,
        resources,
      }),
    );
  }
  if (!live.rotation && live.enabled && !isUnread(snapshot, 'kms:GetKeyRotationStatus')) {
    const why = 'New key material every year limits what one leak opens.';
    findings.push(
      drift('audit-key-rotation-off', live.arn, {
        what: 'The audit key does not rotate.',
        expected: 'on',
        actual: 'off',
        why,
        resources,
      }),
    );
  }
  return findings;
}

function policy(key: NonNullable<TrailPlan['key']>, live: KeyFact, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'kms:GetKeyPolicy')) return [];
  const missing = missingStatements(key.policy, live.policy);
  const foreign = foreignStatements('audit key', live.arn, key.foreign);
  if (missing.length === 0) return foreign;
  return [
    ...foreign,
    drift('audit-key-policy-changed', live.arn, {
      what: 'The policy of the audit key lacks planned statements.',
      expected: missing.join(', '),
      actual: 'missing or changed',
      why: 'Without them the trail cannot encrypt and delivers nothing.',
      resources: [names.auditKey],
    }),
  ];
}
