import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { awsErrorCode } from '../aws-error.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';

/** «May this user or role make this call?», for AWS's own simulator. */
export interface SimulatedCall {
  /** ARN of a user or a role; no session. */
  readonly arn: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
export interface SimulatedAnswer<C extends SimulatedCall> {
  readonly call: C;
  readonly decision: 'allowed' | 'denied';
  /** True where a policy of the organisation takes it. */
  readonly byOrganization: boolean;
}
export interface Simulation<C extends SimulatedCall> {
  readonly answers: readonly SimulatedAnswer<C>[];
  /** AWS's error code, where it was not asked, or not to the end. */
  readonly notAsked?: string;
}

/** Its own pace, and it shares IAM's: a second opinion must not slow down the first. */
const concurrency = 3;
/** API calls at most; a call asks for every action on one resource. */
const mostCalls = 80;

/**
 * Asks iam:SimulatePrincipalPolicy. It is never worth a failure: a denied, missing or throttled call ends the
 * asking, and the code stands in `notAsked`. Resource policies are not given to it, so ask about none.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulateCalls<C extends SimulatedCall>(
  clients: Clients,
  calls: readonly C[],
): Promise<Simulation<C>> {
  const batches = batchesOf(calls);
  const [first, ...rest] = batches.slice(0, mostCalls);
  const left = batches.length > mostCalls ? { notAsked: 'TooMany' } : {};
  if (first === undefined) return { answers: [] };
  const answers: SimulatedAnswer<C>[] = [];
  try {
    // One alone, so that a missing permission costs one call.
    answers.push(...(await simulateBatch(clients, first)));
    await mapBounded(rest, concurrency, async (batch) => {
      answers.push(...(await simulateBatch(clients, batch)));
    });
    return { answers, ...left };
  } catch (error) {
    return { answers, notAsked: awsErrorCode(error) ?? 'unknown' };
  }
}

/** Calls that differ in nothing but the action go together. */
function batchesOf<C extends SimulatedCall>(calls: readonly C[]): readonly (readonly C[])[] {
  const batches = new Map<string, C[]>();
  for (const call of calls) {
    const key = JSON.stringify([call.arn, call.resource, call.context]);
    batches.set(key, [...(batches.get(key) ?? []), call]);
  }
  return [...batches.values()];
}

async function simulateBatch<C extends SimulatedCall>(
  clients: Clients,
  batch: readonly C[],
): Promise<readonly SimulatedAnswer<C>[]> {
  const [first] = batch;
  if (first === undefined) return [];
  const input: SimulatePrincipalPolicyCommandInput = {
    PolicySourceArn: first.arn,
    ActionNames: [...new Set(batch.map(({ action }) => action))],
    ResourceArns: [first.resource],
    ContextEntries: Object.entries(first.context).map(contextEntry),
  };
  const results = new Map<string, EvaluationResult>();
  for await (const page of paginateSimulatePrincipalPolicy({ client: clients.iam }, input))
    for (const result of page.EvaluationResults ?? [])
      results.set((result.EvalActionName ?? '').toLowerCase(), result);
  return batch.flatMap((call): readonly SimulatedAnswer<C>[] => {
    const result = results.get(call.action.toLowerCase());
    // Where it misses a key that we did not know either, its answer is about another request.
    if (result === undefined || (result.MissingContextValues ?? []).length > 0) return [];
    return [
      {
        call,
        decision: result.EvalDecision === 'allowed' ? 'allowed' : 'denied',
        byOrganization: result.OrganizationsDecisionDetail?.AllowedByOrganizations === false,
      },
    ];
  });
}

function contextEntry([key, value]: readonly [string, string | readonly string[]]): ContextEntry {
  if (typeof value !== 'string')
    return { ContextKeyName: key, ContextKeyValues: [...value], ContextKeyType: 'stringList' };
  const isTruth = value === 'true' || value === 'false';
  return { ContextKeyName: key, ContextKeyValues: [value], ContextKeyType: isTruth ? 'boolean' : 'string' };
}
