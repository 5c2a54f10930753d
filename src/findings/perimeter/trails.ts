import type { TrailFact } from '../../model/snapshot.ts';
import { isUnread } from '../ours/drift.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';

/**
 * Trails of others: a second copy that is paid for, and, where the file leaves the trail to them, whether any
 * of them still records. Ours is compared with the plan.
 */
export function findTrails({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  if (isUnread(snapshot, 'cloudtrail:DescribeTrails')) return [];
  const planned = plan.parts['audit-trail']?.trail.arn;
  const others = snapshot.trails.filter((trail) => trail.arn !== planned);
  if (planned === undefined) {
    if (isUnread(snapshot, 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors')) return [];
    const recording = others.filter(recordsAll);
    return recording.length === 0 ? noTrail(snapshot.caller.accountId, others) : paid(recording.slice(1));
  }
  return paid(others.filter((trail) => trail.logging && trail.allManagementEvents));
}

/** Its selectors are not always shown to a member account: an organization's trail counts as recording. */
function recordsAll(trail: TrailFact): boolean {
  return trail.organization || (trail.logging && trail.multiRegion && trail.allManagementEvents);
}

/** An organization's trail is paid for elsewhere. Prices: https://aws.amazon.com/cloudtrail/pricing/ */
function paid(trails: readonly TrailFact[]): readonly Fact[] {
  return trails
    .filter((trail) => !trail.organization)
    .map((trail) =>
      factOf('second-trail', trail.arn, {
        what: `The trail "${trail.name}" records management events a second time, which is paid by the event.`,
        expected: 'one trail',
        actual: `home ${trail.homeRegion}, bucket ${trail.bucket}`,
        fix: `If nobody needs it: aws cloudtrail delete-trail --region ${trail.homeRegion} --name ${trail.name}`,
        trace: { resources: [trail.name, trail.arn], region: trail.homeRegion },
      }),
    );
}

function noTrail(accountId: string, trails: readonly TrailFact[]): readonly Fact[] {
  const region = trails[0]?.homeRegion;
  return [
    factOf('no-trail', accountId, {
      what: 'No trail records the management events of every region, and the file plans none.',
      expected: 'one trail that records everything',
      actual: trails.map((trail) => trail.name).join(', ') || 'none',
      fix: 'Switch the other trail on again (aws cloudtrail start-logging), or set trail.enabled: true in the file.',
      trace: {
        resources: trails.flatMap((trail) => [trail.name, trail.arn]),
        ...(region === undefined ? {} : { region }),
      },
    }),
  ];
}
