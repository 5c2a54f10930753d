import { EngineError } from '../errors.ts';
import { askInNameOf } from './ask-emulator.ts';
import { type EmulatorLine, isSuccess, seedEmulator } from './call-emulator.ts';
import { managementAccount } from './caller-book.ts';
import { identityOfArn } from './event-history.ts';
import { recordEvent, takeIn } from './front-state.ts';
import type { JournalEntry } from './journal.ts';
import { toReplayRequest } from './journal-entry.ts';
import { nameOperation } from './operation-name.ts';
import type { WireReply, WireRequest } from './wire.ts';

const replayed: WireReply = { status: 200, rawHeaders: [], body: Buffer.alloc(0) };

/**
 * Sends a journal's calls to a fresh emulator, in their order, with their seeds and times.
 * @throws EngineError when one that went through before does not now.
 */
export async function replayJournal(line: EmulatorLine, entries: readonly JournalEntry[]): Promise<void> {
  // IAM's first use makes the AWS-managed policies, whose ids are random too.
  await seedEmulator(line.forwarder, 0);
  await askInNameOf({ region: 'us-east-1' }, line.forwarder).query('sts', 'GetCallerIdentity', {});
  for (const entry of entries) await replayEntry(line, entry);
}

async function replayEntry(line: EmulatorLine, entry: JournalEntry): Promise<void> {
  const request = toReplayRequest(entry);
  const operation = nameOperation(request);
  const reply = entry.local === true ? replayed : await sendAgain(line, entry, request);
  line.seed = entry.n;
  if (entry.touch === true) line.touched.add(`${entry.service}:${entry.region}`);
  if (!isSuccess(reply)) {
    if (entry.touch === true) return;
    throw new EngineError(
      'RehearsalReplayFailed',
      `The rehearsal account could not be built again: ${entry.service}:${entry.action}, call ${entry.n}, was answered ${reply.status}.`,
      { fix: 'Start over with `bootstrap-account rehearse --fresh`, which empties the rehearsal account.' },
    );
  }
  if (!operation.mutating) return;
  const identity = identityOfArn(entry.caller);
  const isManagement = identity.accountId === managementAccount && identity.type === 'Root';
  const call = {
    operation,
    request,
    reply,
    at: entry.at,
    identity: isManagement
      ? { ...identity, type: 'AWSAccount' as const, userName: managementAccount }
      : identity,
  };
  takeIn(line.state, call);
  recordEvent(line.state, call, 'replayed');
}

async function sendAgain(line: EmulatorLine, entry: JournalEntry, request: WireRequest): Promise<WireReply> {
  await seedEmulator(line.forwarder, entry.n);
  return line.forwarder.send(request, ['x-rehearsal-time', String(entry.at)]);
}
