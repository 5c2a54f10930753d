import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, TrailPlan } from '../../model/plan.ts';
import type { Snapshot, TrailFact } from '../../model/snapshot.ts';
import type { RuleId } from '../rules.ts';
import { drift, isUnread } from './drift.ts';

const resources = [names.trail];

/** The trail itself: is it there, does it log, everything and everywhere, to the right place. */
export function compareTrail(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const part = plan.parts['audit-trail'];
  if (part === null || isUnread(snapshot, 'cloudtrail:DescribeTrails')) return [];
  const { name, arn } = part.trail;
  const live = snapshot.trails.find((trail) => trail.arn === arn);
  if (live === undefined) {
    const why = 'Nobody sees any more who did what in the account.';
    return [
      drift('trail-missing', name, {
        what: `The trail "${name}" is missing.`,
        expected: arn,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  return [...switches(live, snapshot), ...place(part, live), ...key(part, live, snapshot), ...delivery(live)];
}

function switches(live: TrailFact, snapshot: Snapshot): readonly Finding[] {
  const wanted: readonly {
    readonly rule: RuleId;
    readonly on: boolean;
    readonly read?: string;
    readonly what: string;
    readonly why: string;
  }[] = [
    {
      rule: 'trail-stopped',
      on: live.logging,
      read: 'cloudtrail:GetTrailStatus',
      what: 'does not log',
      why: 'Nothing that happens now is recorded.',
    },
    {
      rule: 'trail-not-multi-region',
      on: live.multiRegion,
      what: 'covers its own region only',
      why: 'An attacker works where nobody looks.',
    },
    {
      rule: 'trail-no-global-events',
      on: live.globalEvents,
      what: 'leaves out global services',
      why: 'IAM is one of them.',
    },
    {
      rule: 'trail-validation-off',
      on: live.validation,
      what: 'writes no digests',
      why: 'A changed or deleted log file could not be proved.',
    },
    {
      rule: 'trail-selectors-changed',
      on: live.allManagementEvents,
      read: 'cloudtrail:GetEventSelectors',
      what: 'does not record all management events',
      why: 'What is left out cannot be looked up later.',
    },
  ];
  return wanted
    .filter(({ on, read }) => !on && (read === undefined || !isUnread(snapshot, read)))
    .map(({ rule, what, why }) =>
      drift(rule, live.name, {
        what: `The trail "${live.name}" ${what}.`,
        expected: 'on',
        actual: 'off',
        why,
        resources,
      }),
    );
}

function place({ bucket }: TrailPlan, live: TrailFact): readonly Finding[] {
  if (live.bucket === bucket.name && live.prefix === undefined) return [];
  return [
    drift('trail-bucket-changed', live.name, {
      what: `The trail "${live.name}" writes to another place.`,
      expected: bucket.name,
      actual: live.prefix === undefined ? live.bucket : `${live.bucket}/${live.prefix}`,
      why: 'The log files are not where they are protected and looked for.',
      resources,
    }),
  ];
}

function key({ key: wanted }: TrailPlan, live: TrailFact, snapshot: Snapshot): readonly Finding[] {
  if (wanted === undefined || isUnread(snapshot, 'kms:ListAliases', 'kms:DescribeKey')) return [];
  const planned = snapshot.keys.find((candidate) => candidate.aliases.includes(wanted.alias));
  // Without the planned key there is nothing to compare with; that it is missing is told elsewhere.
  if (planned === undefined || live.kmsKeyArn === planned.arn) return [];
  return [
    drift('trail-key-changed', live.name, {
      what: `The trail "${live.name}" does not encrypt with the planned key.`,
      expected: planned.arn,
      actual: live.kmsKeyArn ?? 'no key of its own',
      why: 'Who holds the other key decides who can read the log files.',
      resources,
    }),
  ];
}

function delivery(live: TrailFact): readonly Finding[] {
  if (live.latestDeliveryError === undefined) return [];
  return [
    drift('trail-delivery-failed', live.name, {
      what: `The trail "${live.name}" could not deliver its last log file.`,
      expected: 'delivered',
      actual: live.latestDeliveryError,
      why: 'Events are kept for a short time only and are lost then.',
      fix: 'Settle the findings of the audit bucket and the audit key first; delivery goes on by itself a few minutes later.',
      resources: [],
    }),
  ];
}
