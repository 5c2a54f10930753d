import * as z from 'zod';
import type { Operation } from './operation-name.ts';

const milliseconds = z.int().min(0).max(600_000);
/** What may go wrong with a call. `reset`, `truncated` and `lostReply` break the connection itself. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: milliseconds }),
  z.strictObject({
    kind: z.literal('throttle'),
    status: z.union([z.literal(400), z.literal(429), z.literal(503)]).optional(),
  }),
  z.strictObject({ kind: z.literal('error'), status: z.union([z.literal(500), z.literal(503)]) }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('lostReply') }),
  z.strictObject({ kind: z.literal('staleRead'), reads: z.int().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('accessDenied') }),
  z.strictObject({ kind: z.literal('expiredToken') }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** Absent keys match everything. */
export const faultRuleSchema = z.strictObject({
  service: z.string().optional(),
  action: z.string().optional(),
  region: z.string().optional(),
  /** Only the n-th call that matches the rest, counted from 1. */
  nth: z.int().min(1).optional(),
  /** Only every n-th call that matches the rest. */
  every: z.int().min(1).optional(),
  fault: faultSchema,
});
export type FaultRule = z.infer<typeof faultRuleSchema>;
export const faultRulesSchema = z.array(faultRuleSchema);

export interface FaultPicker {
  /** The fault for this call, if any: the first rule that strikes. Counts the call for every rule it matches. */
  readonly pick: (operation: Operation) => Fault | undefined;
}

/** Rules with their own counts; new rules start counting anew. */
export function createFaultPicker(rules: readonly FaultRule[]): FaultPicker {
  const counts = rules.map(() => 0);
  return {
    pick: (operation) => {
      let picked: Fault | undefined;
      for (const [index, rule] of rules.entries()) {
        if (!matches(rule, operation)) continue;
        const count = (counts[index] ?? 0) + 1;
        counts[index] = count;
        if (picked === undefined && strikes(rule, count)) picked = rule.fault;
      }
      return picked;
    },
  };
}

function matches(rule: FaultRule, operation: Operation): boolean {
  if (rule.fault.kind === 'staleRead' && operation.mutating) return false;
  return (
    (rule.service ?? operation.service) === operation.service &&
    (rule.action ?? operation.action) === operation.action &&
    (rule.region ?? operation.region) === operation.region
  );
}

function strikes(rule: FaultRule, count: number): boolean {
  if (rule.nth !== undefined && count !== rule.nth) return false;
  if (rule.every !== undefined && count % rule.every !== 0) return false;
  return rule.fault.kind !== 'staleRead' || count <= rule.fault.reads;
}
