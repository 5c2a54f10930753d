import { setTimeout as wait } from 'node:timers/promises';
import { jsonBody } from './account-memory.ts';
import { callEmulator, type EmulatorLine } from './call-emulator.ts';
import type { CallPace } from './call-pace.ts';
import { commonError, errorReply } from './error-reply.ts';
import { recordEvent } from './front-state.ts';
import { lookupEvents } from './lookup-events.ts';
import { nameOperation, type Operation } from './operation-name.ts';
import { refuseDisabled } from './regions.ts';
import { rewriteReply } from './rewrite-reply.ts';
import type { Fault, FaultPicker } from './rules.ts';
import { headerOf, type WireReply, type WireRequest } from './wire.ts';

/** What becomes of a request: answered, answered by half, or cut off. */
export type CallEnd =
  | { readonly kind: 'reply'; readonly reply: WireReply }
  | { readonly kind: 'truncated'; readonly reply: WireReply }
  | { readonly kind: 'dropped' };

/** Called before each call is carried out; the call waits for it. */
export type CallHook = (
  index: number,
  service: string,
  action: string,
  mutating: boolean,
) => void | Promise<void>;

export interface CallHandling {
  readonly line: EmulatorLine;
  readonly faults: () => FaultPicker;
  readonly lookupPace: CallPace;
  /** Number of the next call, from 1. */
  readonly nextIndex: () => number;
  readonly onCall: CallHook | undefined;
}

/** One call from its arrival to its end. */
export async function handleCall(handling: CallHandling, request: WireRequest): Promise<CallEnd> {
  const { line } = handling;
  const operation = nameOperation(request);
  line.state.counters.count(operation);
  const fault = handling.faults().pick(operation);
  await handling.onCall?.(handling.nextIndex(), operation.service, operation.action, operation.mutating);
  if (fault?.kind === 'reset') return { kind: 'dropped' };
  if (fault?.kind === 'latency') await wait(fault.ms);
  // Asked before the call: a call may end the very key it is made with.
  const identity = await line.callers.identify(operation);
  const struck =
    (fault === undefined ? undefined : faultReply(operation, fault, identity.arn)) ??
    refuseDisabled(operation, line.state.scenario.regions);
  const early = struck ?? lookupReply(handling, operation, request);
  const { reply: plain, at } =
    early === undefined
      ? await callEmulator(line, operation, request, identity)
      : { reply: early, at: line.now().getTime() };
  const { state } = line;
  const reply = struck ?? rewriteReply(operation, request, plain, { ...state, now: line.now().getTime() });
  recordEvent(
    state,
    { operation, request, reply: plain, at, identity },
    headerOf(request, 'user-agent') ?? '',
  );
  if (fault?.kind === 'lostReply') return { kind: 'dropped' };
  return { kind: fault?.kind === 'truncated' ? 'truncated' : 'reply', reply };
}

/** The reply of a fault that keeps the call from the emulator; undefined for those that do not. */
function faultReply(operation: Operation, fault: Fault, arn: string): WireReply | undefined {
  switch (fault.kind) {
    case 'throttle': {
      const error = commonError(operation, 'throttle', 'Rate exceeded');
      return errorReply(operation, { ...error, status: fault.status ?? error.status });
    }
    case 'error': {
      const code = fault.status === 500 ? 'InternalFailure' : 'ServiceUnavailable';
      return errorReply(operation, { status: fault.status, code, message: 'A fault rule of the rehearsal.' });
    }
    case 'accessDenied': {
      const what = `User: ${arn} is not authorized to perform: ${iamPrefix(operation)}:${operation.action}`;
      return errorReply(operation, commonError(operation, 'accessDenied', what));
    }
    case 'expiredToken': {
      const what = 'The security token included in the request is expired';
      return errorReply(operation, commonError(operation, 'expiredToken', what));
    }
    case 'staleRead':
      return errorReply(operation, commonError(operation, 'notFound', 'It is not visible yet.'));
    default:
      return undefined;
  }
}

function iamPrefix({ service }: Operation): string {
  return service === 's3control' ? 's3' : service;
}

/** The emulator has no event history: the front answers from its own. */
function lookupReply(
  handling: CallHandling,
  operation: Operation,
  request: WireRequest,
): WireReply | undefined {
  if (operation.service !== 'cloudtrail' || operation.action !== 'LookupEvents') return undefined;
  const { state, now } = handling.line;
  const { delayMs, lookupsPerSecond } = state.scenario.events;
  if (!handling.lookupPace.admits(operation.region, lookupsPerSecond)) {
    return errorReply(operation, commonError(operation, 'throttle', 'Rate exceeded'));
  }
  const answer = lookupEvents(state.history.all(), {
    accountId: state.accountId,
    region: operation.region,
    body: jsonBody(request),
    visibleUntil: now().getTime() - delayMs,
  });
  if (answer.kind === 'error') return errorReply(operation, answer.error);
  return {
    status: 200,
    rawHeaders: ['Content-Type', 'application/x-amz-json-1.1'],
    body: Buffer.from(answer.body),
  };
}
