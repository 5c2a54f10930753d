import type { Finding } from '../../model/finding.ts';
import { liveOwner, recordedOwner } from '../../model/owner.ts';
import type { Plan, StateIndex } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/**
 * Two machines with two states would each undo the other's work. An account that another state runs is left
 * alone by a state that has something on record; one without takes over, and says so.
 */
export function checkOwner(
  plan: Plan,
  snapshot: Snapshot,
  state: StateIndex,
  stateId: string | undefined,
): readonly Finding[] {
  const live = liveOwner(plan, snapshot);
  const own = recordedOwner(state) ?? stateId;
  if (live === undefined || own === undefined || live === own) return [];
  const what = `The account is run from another state (${live}) than this machine's (${own}).`;
  if (state.size === 0) {
    return [
      findingOf('state-taken-over', plan.account.id, {
        what: `${what} This run takes over what is there; the other state will be refused.`,
        why: 'It was set up on another machine, or the state of this one was lost.',
        fix: 'To work from both, stop here, and run `bootstrap-account state move` on the other machine.',
      }),
    ];
  }
  return [
    findingOf('state-of-another', plan.account.id, {
      what,
      expected: own,
      actual: live,
      why: 'Two states that both write undo each other: each knows only what it made itself.',
      fix: 'To work from both: `bootstrap-account state move` on the other machine, its account file here, and this machine’s state folder out of the way (`state where` names it). To take over for good: move the state folder away and run apply, which adopts what is there.',
      stops: 'refuse',
    }),
  ];
}
