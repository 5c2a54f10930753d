import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { changeNotes } from '../handover/account-notes.ts';
import type { Finding } from '../model/finding.ts';
import { enforceGuards, readConsents } from './enforce.ts';
import { always } from './member-guards.ts';

/** The reason and the last day that lift the root gate; both or none. */
export interface LiftFlags {
  readonly despiteRoot?: string;
  readonly until?: string;
}

/** What lifts the root gate, as it stands in the notes and in the report. */
export interface RootLift {
  readonly reason: string;
  readonly until: string;
}

/** A lift is for the weeks in which a role takes the place of root's key, and not for ever. */
const liftDays = 90;

/** Guards that matter to a role or a key; what else the file may want is not made here. */
const ofThese = [...always, 'role-bucket-', 'quota', 'name-case-clash'];

/**
 * Stops where a guard says no. While root has a key or no MFA, a typed reason with a date lifts the gate for roles
 * and keys: a role is what replaces root's key. A caller that is root stays out.
 * @throws RefusedError; UserError `LiftIncomplete`, `LiftTooLong`
 */
export function guardRoles(
  context: Context,
  findings: readonly Finding[],
  flags: LiftFlags,
): RootLift | undefined {
  const lift = readLift(flags, context.now());
  const about = findings.filter(({ rule }) => ofThese.some((start) => rule.startsWith(start)));
  const gate = about.filter(({ rule }) => rule === 'root-key' || rule === 'root-without-mfa');
  const rest = lift === undefined ? about : about.filter((each) => !gate.includes(each));
  enforceGuards(rest, readConsents({}));
  if (lift === undefined || gate.length === 0) return undefined;
  for (const { what } of gate)
    context.host.tell({ level: 'warning', text: `${what} Going on until ${lift.until}: ${lift.reason}.` });
  return lift;
}

/** What was done in spite of the gate stands in the notes and in the report. */
export async function noteLift(context: Context, folder: string, lift: RootLift | undefined): Promise<void> {
  if (lift === undefined) return;
  const at = context.now().toISOString();
  await changeNotes(folder, (notes) => ({ ...notes, lifts: [...(notes.lifts ?? []), { ...lift, at }] }));
}

function readLift({ despiteRoot, until }: LiftFlags, now: Date): RootLift | undefined {
  if (despiteRoot === undefined && until === undefined) return undefined;
  const isDay = until !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until));
  const reason = (despiteRoot ?? '').trim();
  const last = new Date(now.getTime() + liftDays * 86_400_000).toISOString().slice(0, 10);
  if (reason !== '' && isDay && until > last) {
    throw new UserError('LiftTooLong', `--until ${until} is more than ${liftDays} days ahead.`, {
      fix: `Give a day up to ${last}. Whatever keeps root's key or its missing MFA for longer is looked at again then.`,
    });
  }
  if (reason !== '' && isDay && until >= now.toISOString().slice(0, 10)) return { reason, until };
  throw new UserError('LiftIncomplete', 'A reason and a day that is not over lift the root gate together.', {
    fix: 'Give both: --despite-root "<reason>" --until <2027-01-31>.',
  });
}
