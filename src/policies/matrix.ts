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
  const [best, ...others] = sessionsOf(holder, question);
  const without = others.map((asked) => decide(world, holder, asked));
  return {
    ...{ who: holder.who, what, action, resource },
    ...told(decide(world, holder, best)),
    ...(without.length === 0 ? {} : { withoutMfa: mostOpen(without) }),
  };
}

/**
 * A question in every kind of session that its holder can have: people signed in with MFA, without, and by a
 * bare key. Programs carry no second factor, so they are asked once.
 */
export function sessionsOf(
  holder: Holder,
  question: Question,
): readonly [best: Question, ...without: Question[]] {
  if (holder.kind === 'machine' || holder.principal.kind === 'role') return [question];
  const { context } = question;
  return [
    { ...question, context: withMfa(context, 'true') },
    { ...question, context: withMfa(context, 'false') },
    question,
  ];
}

const withKey = new WeakMap<Question['context'], Readonly<Record<'true' | 'false', Question['context']>>>();

/** Thousands of questions share one context: so do those with the key in it. */
function withMfa(context: Question['context'], present: 'true' | 'false'): Question['context'] {
  const known = withKey.get(context);
  if (known !== undefined) return known[present];
  const key = 'aws:MultiFactorAuthPresent';
  const made = { true: { ...context, [key]: 'true' }, false: { ...context, [key]: 'false' } };
  withKey.set(context, made);
  return made[present];
}

function told({ decision, reason, by }: Decision): Pick<ReportPermission, 'decision' | 'reason' | 'by'> {
  return { decision, reason, ...(by === undefined ? {} : { by }) };
}

/** Without MFA nothing may pass, neither signed in nor with a bare key. */
function mostOpen(decisions: readonly Decision[]): Decision['decision'] {
  const all = decisions.map(({ decision }) => decision);
  return all.includes('allowed') ? 'allowed' : all.includes('unknown') ? 'unknown' : 'denied';
}

/** One question in one session. */
export function decide(world: World, holder: Holder, question: Question): Decision {
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

/** Marks every answer that is not what the plan would have. A holder the plan does not know is left as it is. */
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
