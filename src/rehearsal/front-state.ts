import {
  type AccountMemory,
  createAccountMemory,
  rememberCall,
  type SuccessfulCall,
} from './account-memory.ts';
import { type CallCounters, createCallCounters } from './call-counters.ts';
import { type CallIdentity, createEventHistory, type EventHistory } from './event-history.ts';
import { errorCodeOf, eventParameters, eventResources } from './event-resources.ts';
import { createIamNames, type IamNames } from './iam-names.ts';
import type { Operation } from './operation-name.ts';
import { isObjectOperation } from './s3-operation.ts';
import type { Scenario } from './scenario.ts';
import type { WireReply, WireRequest } from './wire.ts';

/** Everything the front knows besides what the emulator holds. */
export interface FrontState {
  readonly accountId: string;
  scenario: Scenario;
  readonly memory: AccountMemory;
  readonly names: IamNames;
  readonly history: EventHistory;
  readonly counters: CallCounters;
}
export interface FinishedCall {
  readonly operation: Operation;
  readonly request: WireRequest;
  readonly reply: WireReply;
  readonly at: number;
  readonly identity: CallIdentity;
}

export function createFrontState(accountId: string, scenario: Scenario): FrontState {
  return {
    accountId,
    scenario,
    memory: createAccountMemory(scenario),
    names: createIamNames(),
    history: createEventHistory(),
    counters: createCallCounters(),
  };
}

/** Takes in a changing call that went through, live or replayed. */
export function takeIn(state: FrontState, call: FinishedCall): void {
  // Names and passwords of another account are not this one's.
  if (call.identity.accountId !== state.accountId && call.identity.type !== 'AWSAccount') return;
  const { type, userName } = call.identity;
  const successful: SuccessfulCall = { ...call, ...(type === 'IAMUser' ? { userName } : {}) };
  rememberCall(state.memory, successful);
  state.names.remember(successful);
}

/** Puts a call into the event history; object calls of S3 are no management events. */
export function recordEvent(state: FrontState, call: FinishedCall, userAgent: string): void {
  const { operation, request, reply, identity } = call;
  if (operation.service === 's3' && isObjectOperation(operation.action)) return;
  const errorCode = errorCodeOf(reply);
  state.history.record({
    at: call.at,
    service: operation.service,
    action: operation.action,
    region: operation.region,
    readOnly: !operation.mutating,
    identity,
    ...(operation.accessKeyId === undefined ? {} : { accessKeyId: operation.accessKeyId }),
    resources: eventResources(operation, request, reply),
    parameters: eventParameters(operation, request),
    sourceAddress: '127.0.0.1',
    userAgent,
    ...(errorCode === undefined ? {} : { errorCode }),
  });
}
