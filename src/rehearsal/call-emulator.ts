import { askInNameOf } from './ask-emulator.ts';
import { refuseAsAws } from './aws-refusals.ts';
import type { CallLock } from './call-lock.ts';
import type { CallerBook } from './caller-book.ts';
import { errorReply } from './error-reply.ts';
import type { CallIdentity } from './event-history.ts';
import type { Forwarder } from './forward.ts';
import { type FinishedCall, type FrontState, takeIn } from './front-state.ts';
import type { Journal } from './journal.ts';
import { toJournalEntry } from './journal-entry.ts';
import { answerLocally } from './local-answers.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply, WireRequest } from './wire.ts';

export interface EmulatorLine {
  readonly state: FrontState;
  readonly forwarder: Forwarder;
  readonly lock: CallLock;
  readonly callers: CallerBook;
  readonly journal: Journal | undefined;
  /** Seed of the last journaled call. */
  seed: number;
  /** `service:region` that had a first call. */
  readonly touched: Set<string>;
  readonly now: () => Date;
}

export interface Answered {
  readonly reply: WireReply;
  /** Milliseconds: when the call was carried out, as the journal and the event history tell it. */
  readonly at: number;
}

/**
 * Carries a call to the emulator. Changing calls go one by one, each with a seed of its own, so that the
 * journal can give the same account again; reads go side by side.
 */
export function callEmulator(
  line: EmulatorLine,
  operation: Operation,
  request: WireRequest,
  identity: CallIdentity,
): Promise<Answered> {
  const isFirst = line.journal !== undefined && !line.touched.has(placeOf(operation));
  if (!operation.mutating && !isFirst) {
    const at = line.now().getTime();
    return line.lock.shared(async () => ({ reply: await answer(line, operation, identity, request), at }));
  }
  return line.lock.exclusive(async () => {
    const at = line.now().getTime();
    return { reply: await change(line, { operation, request, identity, at }), at };
  });
}

function placeOf({ service, region }: Operation): string {
  return `${service}:${region}`;
}

/** Sets the emulator's random numbers: https://docs.getmoto.org/en/latest/docs/configuration/recorder/index.html */
export async function seedEmulator(forwarder: Forwarder, seed: number): Promise<void> {
  await forwarder.send({
    method: 'POST',
    path: `/moto-api/seed?a=${seed}`,
    rawHeaders: [],
    body: Buffer.alloc(0),
  });
}

type Change = Omit<FinishedCall, 'reply'>;

async function change(line: EmulatorLine, call: Change): Promise<WireReply> {
  const { state, journal, forwarder } = line;
  const { operation, request, identity, at } = call;
  const ask = askInNameOf(operation, forwarder);
  const refusal = await refuseAsAws(operation, request, {
    accountId: state.accountId,
    ask,
    names: state.names,
    scenario: state.scenario,
    serviceUsers: [...state.memory.serviceCredentials.all.values()].map(({ user }) => user),
  });
  if (refusal !== undefined) return errorReply(operation, refusal);
  let reply: WireReply;
  if (journal === undefined) {
    reply = await answer(line, operation, identity, request);
  } else {
    line.seed += 1;
    await seedEmulator(forwarder, line.seed);
    reply = await answer(line, operation, identity, request, ['x-rehearsal-time', String(at)]);
    await keep(line, journal, call, reply);
  }
  if (isSuccess(reply) && operation.mutating) {
    takeIn(state, { ...call, reply });
    if (operation.service === 'iam' && operation.action.endsWith('User')) line.callers.forget();
  }
  return reply;
}

/** Writes down what made a difference: a change that went through, and the first call of a service. */
async function keep(line: EmulatorLine, journal: Journal, call: Change, reply: WireReply): Promise<void> {
  const { operation, request, identity, at } = call;
  const { accountId, memory } = line.state;
  // What the front answers itself never reaches the emulator: it is no first call there.
  const local = answerLocally(operation, identity, memory, request, line.state) !== undefined;
  const touch = !local && !line.touched.has(placeOf(operation));
  const changed = operation.mutating && isSuccess(reply);
  if (!changed && !touch) return;
  const isForeign = identity.accountId !== accountId && identity.type !== 'AWSAccount';
  const account = isForeign ? { account: identity.accountId } : {};
  const facts = { n: line.seed, at, operation, request, caller: identity.arn, ...account, touch, local };
  await journal.append(toJournalEntry(facts));
  if (touch) line.touched.add(placeOf(operation));
}

async function answer(
  line: EmulatorLine,
  operation: Operation,
  identity: CallIdentity,
  request: WireRequest,
  extra: readonly string[] = [],
): Promise<WireReply> {
  return (
    answerLocally(operation, identity, line.state.memory, request, line.state) ??
    line.forwarder.send(request, extra)
  );
}

export function isSuccess(reply: WireReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}
