import { askInNameOf } from './ask-emulator.ts';
import { refuseAsAws } from './aws-refusals.ts';
import type { CallLock } from './call-lock.ts';
import type { CallerBook } from './caller-book.ts';
import { errorReply } from './error-reply.ts';
import type { CallIdentity } from './event-history.ts';
import type { Forwarder } from './forward.ts';
import { type FrontState, takeIn } from './front-state.ts';
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

/**
 * Carries a call to the emulator. Changing calls go one by one, each with a seed of its own, so that the
 * journal can give the same account again; reads go side by side.
 */
export function callEmulator(
  line: EmulatorLine,
  operation: Operation,
  request: WireRequest,
  identity: CallIdentity,
): Promise<WireReply> {
  const place = `${operation.service}:${operation.region}`;
  const isFirst = line.journal !== undefined && !line.touched.has(place);
  if (!operation.mutating && !isFirst)
    return line.lock.shared(() => answer(line, operation, identity, request));
  return line.lock.exclusive(() => change(line, operation, request, identity));
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

async function change(
  line: EmulatorLine,
  operation: Operation,
  request: WireRequest,
  identity: CallIdentity,
): Promise<WireReply> {
  const { state, journal, forwarder } = line;
  const ask = askInNameOf(operation, forwarder);
  const refusal = await refuseAsAws(operation, request, {
    accountId: state.accountId,
    ask,
    names: state.names,
  });
  if (refusal !== undefined) return errorReply(operation, refusal);
  const at = line.now().getTime();
  const place = `${operation.service}:${operation.region}`;
  const touch = !line.touched.has(place);
  if (journal === undefined) {
    const reply = await answer(line, operation, identity, request);
    if (isSuccess(reply) && operation.mutating) takeIn(state, { operation, request, reply, at, identity });
    return reply;
  }
  line.seed += 1;
  await seedEmulator(forwarder, line.seed);
  const reply = await answer(line, operation, identity, request, ['x-rehearsal-time', String(at)]);
  if (!isSuccess(reply) && !touch) return reply;
  const local = answerLocally(operation, identity, state.memory) !== undefined;
  const isForeign = identity.accountId !== state.accountId && identity.type !== 'AWSAccount';
  await journal.append(
    toJournalEntry({
      n: line.seed,
      at,
      operation,
      request,
      caller: identity.arn,
      ...(isForeign ? { account: identity.accountId } : {}),
      touch,
      local,
    }),
  );
  line.touched.add(place);
  if (isSuccess(reply) && operation.mutating) {
    takeIn(state, { operation, request, reply, at, identity });
    if (operation.service === 'iam' && operation.action.endsWith('User')) line.callers.forget();
  }
  return reply;
}

async function answer(
  line: EmulatorLine,
  operation: Operation,
  identity: CallIdentity,
  request: WireRequest,
  extra: readonly string[] = [],
): Promise<WireReply> {
  return answerLocally(operation, identity, line.state.memory) ?? line.forwarder.send(request, extra);
}

export function isSuccess(reply: WireReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}
