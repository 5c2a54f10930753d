import type { Finding } from '../model/finding.ts';
import type { Power } from '../model/power.ts';
import type { AccessRequest, Decision } from '../policies/access.ts';
import { isTlsOnly } from '../policies/documents/tls-only.ts';
import { decide, sessionsOf } from '../policies/matrix.ts';
import { type Holder, resourcePolicyOf, type World } from '../policies/world.ts';

/** A call that we have judged, for AWS's simulator to judge as well. */
export interface JudgedCall {
  readonly arn: string;
  readonly action: string;
  readonly resource: string;
  readonly context: AccessRequest['context'];
  readonly who: string;
  readonly what: string;
  readonly ours: Decision['decision'];
  readonly reason: string;
}
export interface OtherAnswer {
  readonly call: JudgedCall;
  readonly decision: 'allowed' | 'denied';
  readonly byOrganization: boolean;
}

/**
 * What is worth asking AWS: the first member of every group, machines and roles. Not what a resource's own
 * policy has a say in, which the simulator is not given, and not what we leave open ourselves.
 */
export function callsToConfirm(world: World): readonly JudgedCall[] {
  return chosen(world.holders).flatMap((holder) =>
    holder.questions
      .filter((question) => {
        const isKey = /^arn:[^:]*:kms:/.test(question.resource);
        const has = question.resourcePolicy ?? resourcePolicyOf(world, question.action, question.resource);
        const isSilent = has === undefined || isTlsOnly(has.document);
        return isSilent && !isKey && !question.action.includes('*');
      })
      .flatMap((question) =>
        // Not the bare key: without the MFA key in it, the simulator only says that it misses one.
        sessionsOf(holder, question)
          .slice(0, 2)
          .map((asked) => {
            const { decision, reason } = decide(world, holder, asked);
            const { what, action, resource, context } = asked;
            return {
              arn: holder.arn,
              action,
              resource,
              context,
              who: holder.who,
              what,
              ours: decision,
              reason,
            };
          }),
      )
      .filter(({ ours }) => ours !== 'unknown'),
  );
}

function chosen(holders: readonly Holder[]): readonly Holder[] {
  const people = holders.filter(({ kind }) => kind === 'person');
  const groups: readonly Power['name'][] = holders
    .filter(({ kind }) => kind === 'group')
    .map(({ name }) => name);
  const members = groups.flatMap((group) => people.find((person) => person.groups.includes(group)) ?? []);
  return [...new Set(members), ...holders.filter(({ kind }) => kind === 'machine' || kind === 'role')];
}

/** Where AWS's simulator answers otherwise than we do; one finding a question. */
export function findDisagreements(answers: readonly OtherAnswer[]): readonly Finding[] {
  const differing = answers.filter(({ call, decision }) => decision !== call.ours);
  const byQuestion = new Map(differing.map((answer) => [`${answer.call.arn}:${answer.call.action}`, answer]));
  return [...byQuestion].map(([subject, { call, decision, byOrganization }]) => ({
    id: `simulator-disagrees:${subject}`,
    rule: 'simulator-disagrees',
    severity: 'medium',
    subject,
    what: `AWS's policy simulator answers «${decision}» where we find «${call.ours}»: ${call.who}, ${call.what} (${call.action}).`,
    expected: `${call.ours}: ${call.reason}`,
    actual: byOrganization ? `${decision}, by a policy of the organisation` : decision,
    why: byOrganization
      ? 'A policy of the organisation has a say that cannot be seen from this account: the matrix shows more than there is.'
      : 'One of the two is wrong, so this line of the matrix proves nothing.',
    fix: 'Try the call itself; AWS is right until that is done.',
  }));
}
