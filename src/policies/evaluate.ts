import { type AccessRequest, type Decision, every, type PolicySet, some, type Verdict } from './access.ts';
import { refusedToAll } from './owned-by-aws.ts';
import type { PrincipalMatch } from './principals.ts';
import { requestContext, resourceAccountOf } from './request-context.ts';
import { type Judged, judgeIdentity, judgeResource } from './statements.ts';

export type { AccessRequest, Decision, PolicySet } from './access.ts';

/**
 * Would AWS allow this request? Identity policies, boundary, and the resource's own policy; no organisation
 * policies, which are not ours to see. What cannot be judged is `unknown`, never `allowed`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluateAccess(request: AccessRequest, policies: PolicySet): Decision {
  if (request.action.toLowerCase() === 'sts:getcalleridentity')
    return { decision: 'allowed', kind: 'allow', reason: 'AWS answers it to everybody, whatever is denied' };
  const asked = { request, context: requestContext(request) };
  const identity = judgeIdentity(policies.identity, asked);
  const boundary = policies.boundary === undefined ? undefined : judgeIdentity(policies.boundary, asked);
  const resource =
    policies.resource === undefined ? [] : judgeResource(policies.resource, asked, boundary !== undefined);
  const all = [...identity, ...(boundary ?? []), ...resource];

  const deny = all.find((each) => each.statement.Effect === 'Deny' && each.applies === 'yes');
  if (deny !== undefined) return decided('denied', 'explicit-deny', deny, 'denies it');

  const refused = refusedToAll(request);
  if (refused !== undefined) return { decision: 'denied', kind: 'implicit-deny', reason: refused };

  const unread = policies.unread ?? [];
  const isResourceRead = policies.resource !== undefined;
  const grants = grantsOf(request, {
    identity,
    boundary,
    resource,
    isResourceRead,
    hasUnread: unread.length > 0,
  });
  if (grants === 'no') return implicitDeny(request, { identity, boundary });
  const openDeny = all.find((each) => each.statement.Effect === 'Deny' && each.applies === 'unknown');
  if (openDeny !== undefined)
    return undecided(`${nameOf(openDeny)} may deny it: a part of it cannot be judged`);
  if (unread.length > 0) return undecided(`the text of ${unread.join(', ')} is not known`);
  const allow = firstAllow([...identity, ...resource]);
  if (grants === 'unknown' || allow === undefined) return undecided(openGrant(request, policies));
  return decided('allowed', 'allow', allow, 'allows it');
}

interface Layers {
  readonly identity: readonly Judged[];
  readonly boundary: readonly Judged[] | undefined;
  readonly resource: readonly Judged[];
  /** Whether the resource's policy was given; without it, what only that policy decides stays open. */
  readonly isResourceRead: boolean;
  readonly hasUnread: boolean;
}

/** Whether anything grants the request, denies left aside. */
function grantsOf(request: AccessRequest, layers: Layers): Verdict {
  const { principal } = request;
  const named = allows(layers.resource, ['named']);
  const session = allows(layers.resource, ['session']);
  const everyone = allows(layers.resource, ['everyone']);
  if (principal.kind === 'service' || principal.kind === 'federated') return some([named, everyone]);

  const unread: Verdict = layers.hasUnread ? 'unknown' : 'no';
  const identity = some([allows(layers.identity), unread]);
  const bounded = layers.boundary === undefined ? 'yes' : some([allows(layers.boundary), unread]);
  const own = every([identity, bounded]);
  const open: readonly Verdict[] = layers.isResourceRead ? [] : ['unknown'];
  if (!isOwnAccount(request)) return every([own, some([allows(layers.resource), ...open])]);
  // Inside the account the resource's policy grants by itself. A boundary still holds for a role named there,
  // not for a user or a session named there.
  const direct =
    principal.kind === 'user' ? some([named, everyone]) : some([session, everyone, every([named, bounded])]);
  const handedOn = hasOwnTrust(request)
    ? every([own, some([allows(layers.resource, ['account', 'everyone']), ...open])])
    : own;
  return some([direct, handedOn]);
}

function isOwnAccount(request: AccessRequest): boolean {
  return resourceAccountOf(request) === request.principal.accountId;
}

/** Keys and roles trust nobody but through their own policy, not even their own account. */
function hasOwnTrust({ action, resource }: AccessRequest): boolean {
  return (
    /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource) ||
    (/^sts:AssumeRole/i.test(action) && /^arn:[^:]*:iam:[^:]*:[^:]*:role\//.test(resource))
  );
}

function allows(judged: readonly Judged[], by?: readonly PrincipalMatch[]): Verdict {
  const granting = judged.filter((each) => each.statement.Effect === 'Allow');
  const fitting = granting.filter(
    (each) => by === undefined || each.principal === 'unknown' || by.includes(each.principal ?? 'no'),
  );
  return some(fitting.map((each) => each.applies));
}

function firstAllow(judged: readonly Judged[]): Judged | undefined {
  return judged.find((each) => each.statement.Effect === 'Allow' && each.applies === 'yes');
}

function nameOf(judged: Judged): string {
  return `statement ${judged.statement.Sid ?? judged.index + 1} of ${judged.policy}`;
}

function openGrant(request: AccessRequest, policies: PolicySet): string {
  const needsOther = policies.resource === undefined && (!isOwnAccount(request) || hasOwnTrust(request));
  return needsOther
    ? `it is also up to the policy of ${request.resource}, which is not known`
    : 'a statement that may allow it cannot be judged';
}

function decided(
  decision: 'allowed' | 'denied',
  kind: 'allow' | 'explicit-deny',
  judged: Judged,
  does: string,
): Decision {
  const by = { policy: judged.policy, sid: judged.statement.Sid ?? '', index: judged.index };
  return { decision, kind, by, reason: `${nameOf(judged)} ${does}` };
}

function undecided(reason: string): Decision {
  return { decision: 'unknown', kind: 'unknown', reason };
}

function implicitDeny(request: AccessRequest, layers: Pick<Layers, 'identity' | 'boundary'>): Decision {
  const stopped =
    layers.boundary !== undefined &&
    firstAllow(layers.identity) !== undefined &&
    firstAllow(layers.boundary) === undefined;
  const foreign = !isOwnAccount(request) && firstAllow(layers.identity) !== undefined;
  const reason = stopped
    ? 'the permissions boundary does not allow it'
    : foreign
      ? 'the resource belongs to another account, whose policy does not allow it'
      : 'no statement allows it';
  return { decision: 'denied', kind: 'implicit-deny', reason };
}
