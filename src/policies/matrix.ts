import type { Power } from '../model/power.ts';
import { answerOf, type ReportPermission } from '../model/report.ts';
import type { Decision, PolicySet } from './access.ts';
import { evaluateAccess } from './evaluate.ts';
import type { Question } from './matrix-questions.ts';
import { type Holder, resourcePolicyOf, type World } from './world.ts';

/** Who may do what in a world, and by which statement: every holder against the calls that matter. */
export function powersOf(world: World): readonly Power[] {
  return world.holders.map((holder) => ({
    kind: holder.kind,
    name: holder.name,
    who: holder.who,
    groups: holder.groups,
    rows: holder.questions.map((question) => answer(world, holder, question)),
  }));
}

function answer(world: World, holder: Holder, question: Question): ReportPermission {
  const { what, action, resource } = question;
  const row = { who: holder.who, what, action, resource };
  // Programs carry no second factor, so the question makes no sense for them.
  if (holder.kind === 'machine' || holder.principal.kind === 'role')
    return { ...row, ...told(evaluate(world, holder, question)) };
  const { context } = question;
  const session = (present: string): Decision =>
    evaluate(world, holder, { ...question, context: withMfa(context, present) });
  return {
    ...row,
    ...told(session('true')),
    withoutMfa: weaker(session('false'), evaluate(world, holder, question)),
  };
}

const known = new WeakMap<Question['context'], Map<string, Question['context']>>();

/** Thousands of requests share one context with the key in it. */
function withMfa(context: Question['context'], present: string): Question['context'] {
  const made = known.get(context) ?? new Map<string, Question['context']>();
  known.set(context, made);
  const found = made.get(present) ?? { ...context, 'aws:MultiFactorAuthPresent': present };
  made.set(present, found);
  return found;
}

function told({ decision, reason, by }: Decision): Pick<ReportPermission, 'decision' | 'reason' | 'by'> {
  return { decision, reason, ...(by === undefined ? {} : { by }) };
}

/** The more open of two answers: without MFA nothing may pass, neither signed in nor with a bare key. */
function weaker(a: Decision, b: Decision): Decision['decision'] {
  const both = [a.decision, b.decision];
  return both.includes('allowed') ? 'allowed' : both.includes('unknown') ? 'unknown' : 'denied';
}

function evaluate(world: World, holder: Holder, question: Question): Decision {
  const { action, resource, resourceAccount, context } = question;
  const { principal } = holder;
  const own = question.resourcePolicy ?? resourcePolicyOf(world, action, resource);
  const policies: PolicySet = own === undefined ? holder.policies : { ...holder.policies, resource: own };
  const request = {
    principal,
    action,
    resource,
    context,
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  };
  return evaluateAccess(request, policies);
}

/** Marks every answer that is not what the plan would have. A holder the plan does not know is left as he is. */
export function markAgainst(planned: readonly Power[], powers: readonly Power[]): readonly Power[] {
  const wanted = new Map(planned.map((power) => [`${power.kind} ${power.name}`, power]));
  return powers.map((power) => {
    const rows = wanted.get(`${power.kind} ${power.name}`)?.rows ?? [];
    const byWhat = new Map(rows.map((row) => [row.what, answerOf(row)]));
    return {
      ...power,
      rows: power.rows.map((row) => {
        const plan = byWhat.get(row.what);
        return plan === undefined || plan === answerOf(row) ? row : { ...row, planned: plan };
      }),
    };
  });
}
