import type { PolicyDocument } from '../../model/policy.ts';
import type { Denying } from '../../model/removal.ts';
import type { Snapshot, UserFact } from '../../model/snapshot.ts';
import type { Hanging } from '../../policies/effective.ts';

/** What denies a user something, or may: a policy whose text could not be read counts as well. Pure. */
export function denyingOf(
  user: UserFact,
  { groups, policies }: Pick<Snapshot, 'groups' | 'policies'>,
): Denying {
  const documents = new Map(policies.map(({ arn, document }) => [arn, document]));
  const own = deniesOn(user, documents);
  const denying = groups.filter((group) => {
    const { attached, inline } = deniesOn(group, documents);
    return user.groups.includes(group.name) && attached.length + inline.length > 0;
  });
  return { ...own, groups: denying.map(({ name }) => name) };
}

function deniesOn(
  { attached, inline }: Hanging,
  documents: ReadonlyMap<string, PolicyDocument>,
): Pick<Denying, 'attached' | 'inline'> {
  return {
    attached: attached.map(({ arn }) => arn).filter((arn) => denies(documents.get(arn))),
    inline: inline.filter(({ document }) => denies(document)).map(({ name }) => name),
  };
}

function denies(document: PolicyDocument | undefined): boolean {
  return document === undefined || document.Statement.some(({ Effect }) => Effect === 'Deny');
}
