import type { Finding } from '../model/finding.ts';
import type { Plan, PlannedResource, StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { AccessRequest, PolicySet } from '../policies/access.ts';
import { effectivePolicies, policySetOf } from '../policies/effective.ts';
import { evaluateAccess } from '../policies/evaluate.ts';
import { neededRights } from '../policies/rights/needed-rights.ts';
import type { Right } from '../policies/rights/right.ts';
import { everyArn, type PlannedArns, plannedArns } from '../policies/rights/right-arns.ts';
import { typeRights } from '../policies/rights/type-rights.ts';
import { unconditional } from '../policies/rights/unconditional.ts';
import { findingOf } from './rules.ts';

/** A call that the operator will have to make, and what our own judgement says of it. */
export interface NeededCall {
  /** ARN of the user or role that the policies hang on. */
  readonly arn: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  /** In words, what of the plan needs it. */
  readonly neededBy: string;
  readonly ours: 'allowed' | 'denied' | 'unknown';
}

/**
 * Everything that `apply` may have to call for this plan, judged by the caller's live policies. Conditions are
 * not weighed: a statement that may allow a call under one does not make it missing. Empty for root, and for
 * callers whose policies cannot be seen.
 */
export function judgeNeededCalls(
  { plan, snapshot, state }: { readonly plan: Plan; readonly snapshot: Snapshot; readonly state: StateIndex },
  planned: readonly PlannedResource[],
): readonly NeededCall[] {
  const operator = operatorOf(snapshot);
  if (operator === undefined) return [];
  const types = [...new Set([...planned, ...state.values()].map(({ type }) => type))];
  const { reads, writes } = neededRights('apply', types);
  const arns = plannedArns(plan, state);
  // Own reads have been made by now; what could not be read is told elsewhere.
  const plugIn = reads.filter(({ action }) => usedBy(planned, action).length > 0);
  const { region } = plan.account;
  return [...plugIn, ...writes].flatMap((right) =>
    resourcesOf(right, arns, plan).map((resource) => {
      const request: AccessRequest = {
        principal: operator.principal,
        action: right.action,
        resource,
        context: {},
      };
      return {
        arn: operator.arn,
        action: right.action,
        resource,
        context: { 'aws:RequestedRegion': region, 'aws:SecureTransport': 'true', ...serviceKey(right) },
        neededBy: describeUse(planned, right.action),
        ours: evaluateAccess(request, operator.policies).decision,
      };
    }),
  );
}

interface Operator {
  readonly arn: string;
  readonly principal: AccessRequest['principal'];
  readonly policies: PolicySet;
}

function operatorOf(snapshot: Snapshot): Operator | undefined {
  const { caller } = snapshot;
  const { accountId } = caller;
  if (caller.kind === 'user') {
    const user = snapshot.users.find(({ arn }) => arn === caller.arn);
    if (user === undefined) return undefined;
    const principal = { arn: user.arn, accountId, kind: 'user' } as const;
    return { arn: user.arn, principal, policies: unconditional(effectivePolicies(snapshot, user.name)) };
  }
  const role = caller.kind === 'role' ? snapshot.roles.find(({ name }) => name === caller.name) : undefined;
  if (role === undefined) return undefined;
  const documents = new Map(snapshot.policies.map((policy) => [policy.arn, policy.document]));
  const policies = policySetOf([role], role.boundaryArn, (arn) => documents.get(arn));
  const principal = { arn: caller.arn, accountId, kind: 'role' } as const;
  return { arn: role.arn, principal, policies: unconditional(policies) };
}

/** ARNs of one kind that are tried at most: with a thousand people the first and the last say enough. */
const mostTried = 40;

function resourcesOf(right: Right, arns: PlannedArns, plan: Plan): readonly string[] {
  const { partition, id: accountId, region } = plan.account;
  const kinds = right.on.flatMap((kind): readonly string[] => {
    if (kind === 'none') return ['*'];
    if (right.action === 'iam:CreateServiceLinkedRole') {
      const path = `role/aws-service-role/${right.service ?? ''}/AWSServiceRoleForAccessAnalyzer`;
      return [`arn:${partition}:iam::${accountId}:${path}`];
    }
    const passed = right.service === undefined ? undefined : arns.passed[right.service];
    return passed ?? arns.of[kind] ?? everyArn(kind, { partition, accountId });
  });
  const tried = kinds.length <= mostTried ? kinds : [...kinds.slice(0, mostTried - 1), ...kinds.slice(-1)];
  return tried.map((arn) => concrete(arn, region));
}

/** A question is about one thing: the wildcard of a pattern becomes a name that nothing has. */
function concrete(arn: string, region: string): string {
  if (arn === '*') return arn;
  return arn
    .split(':')
    .map((part, index) => (index === 3 && part === '*' ? region : part.replaceAll('*', 'any')))
    .join(':');
}

function serviceKey({ action, service }: Right): Readonly<Record<string, string>> {
  if (service === undefined) return {};
  return { [action === 'iam:PassRole' ? 'iam:PassedToService' : 'iam:AWSServiceName']: service };
}

function usedBy(planned: readonly PlannedResource[], action: string): readonly PlannedResource[] {
  return planned.filter(({ type }) => {
    const { read = [], write = [], remove = [] } = typeRights[type] ?? {};
    return [...read, ...write, ...remove].some((right) => right.action === action);
  });
}

function describeUse(planned: readonly PlannedResource[], action: string): string {
  const [first, ...more] = usedBy(planned, action);
  if (first === undefined) return 'credentials of people';
  return more.length === 0 ? first.title : `${first.title} and ${more.length} more`;
}

/** One finding an action: what AWS's simulator said of a call goes before our own judgement of it. */
export function findMissingRights(
  calls: readonly NeededCall[],
  answers: readonly { readonly call: NeededCall; readonly decision: 'allowed' | 'denied' }[] = [],
): readonly Finding[] {
  const told = new Map(answers.map(({ call, decision }) => [call, decision]));
  const denied = calls.filter((call) => (told.get(call) ?? call.ours) === 'denied');
  const grouped = byAction(denied);
  return [...grouped].map(([action, missing]) => {
    const [first] = missing;
    const { resource = '', neededBy = '', arn = '' } = first ?? {};
    const bySimulator = first !== undefined && told.has(first);
    const rest = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
    return findingOf('missing-right', action, {
      what: `The caller may not call ${action} on ${resource}${rest}; ${neededBy} may need it.`,
      expected: 'allowed',
      actual: bySimulator ? 'denied, says AWS’s simulator' : 'denied',
      why: 'The run would break off in the middle, with one half made.',
      fix: `Give ${arn} what \`bootstrap-account rights apply\` prints.`,
      stops: 'refuse',
    });
  });
}

/** A call of each action, of those that we deny every action's first: for AWS's own simulator. */
export function callsToAsk(calls: readonly NeededCall[]): readonly NeededCall[] {
  return [...byAction(calls).values()].flatMap(
    (same) => same.find(({ ours }) => ours === 'denied') ?? same.slice(0, 1),
  );
}

function byAction(calls: readonly NeededCall[]): ReadonlyMap<string, readonly NeededCall[]> {
  const found = new Map<string, NeededCall[]>();
  for (const call of calls) {
    const same = found.get(call.action);
    if (same === undefined) found.set(call.action, [call]);
    else same.push(call);
  }
  return found;
}
