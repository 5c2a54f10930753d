import type { PolicyDocument } from '../model/policy.ts';
import type { AttachedPolicy, InlinePolicy, Snapshot } from '../model/snapshot.ts';
import type { NamedPolicy, PolicySet } from './access.ts';

/** What hangs on a principal: policies by ARN, and inline ones. */
export interface Hanging {
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly InlinePolicy[];
}

/**
 * Puts the documents to everything that hangs on a principal and on its groups.
 * @param documentOf the document of a managed policy; undefined where it is not known, which then stands in `unread`
 */
export function policySetOf(
  hanging: readonly Hanging[],
  boundaryArn: string | undefined,
  documentOf: (arn: string) => PolicyDocument | undefined,
): PolicySet {
  const attached = new Map(
    hanging.flatMap((each) => each.attached.map((policy) => [policy.arn, policy.name] as const)),
  );
  const inline = hanging.flatMap((each) => each.inline);
  const read = readAll([...attached], documentOf);
  const boundary = readAll(
    boundaryArn === undefined ? [] : [[boundaryArn, boundaryArn.slice(boundaryArn.lastIndexOf('/') + 1)]],
    documentOf,
  );
  const unread = [...read.unread, ...boundary.unread];
  return {
    identity: [...read.policies, ...inline],
    ...(boundaryArn === undefined ? {} : { boundary: boundary.policies }),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

function readAll(
  wanted: readonly (readonly [arn: string, name: string])[],
  documentOf: (arn: string) => PolicyDocument | undefined,
): { readonly policies: readonly NamedPolicy[]; readonly unread: readonly string[] } {
  const found = wanted.map(([arn, name]) => ({ name, document: documentOf(arn) }));
  return {
    policies: found.flatMap(({ name, document }) => (document === undefined ? [] : [{ name, document }])),
    unread: found.filter(({ document }) => document === undefined).map(({ name }) => name),
  };
}

/** What a live user has today: own policies, those of the groups, and the boundary. Empty for an unknown name. */
export function effectivePolicies(snapshot: Snapshot, userName: string): PolicySet {
  const user = snapshot.users.find((candidate) => candidate.name === userName);
  if (user === undefined) return { identity: [] };
  const documents = new Map(snapshot.policies.map((policy) => [policy.arn, policy.document]));
  const groups = snapshot.groups.filter((group) => user.groups.includes(group.name));
  return policySetOf([user, ...groups], user.boundaryArn, (arn) => documents.get(arn));
}
