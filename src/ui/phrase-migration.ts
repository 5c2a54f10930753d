import { phraseHolder } from '../lib/phrase-place.ts';
import { phraseThing } from '../lib/phrase-thing.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';
import type { RoleProposal } from '../model/key-reach.ts';
import type { KeyPlace } from '../model/keys.ts';
import type { InstanceFact } from '../model/snapshot.ts';

interface Shown {
  readonly proposal?: RoleProposal;
  readonly role: string;
  readonly instances: readonly InstanceFact[];
  readonly byHand: readonly KeyPlace[];
}

/** What a migration would do, in lines. */
export function phraseMigration(
  { proposal, role, instances, byHand }: Shown,
  replace: boolean,
): readonly string[] {
  return [
    ...(proposal === undefined
      ? [`Role ${role} of the file takes its place.`]
      : [
          `A new role ${role}, written into the file:`,
          ...proposal.buckets.map((bucket) => `  ${phraseBucket(bucket)}`),
          ...proposal.things.map((thing) => `  ${phraseThing(thing)}`),
          ...proposal.remarks.map((remark) => `  ${remark}`),
        ]),
    ...(instances.length === 0
      ? ['No instance gets it: the key lies on none. Name one with --instance <id>, or later: role attach.']
      : [
          'Given to, without a restart:',
          ...instances.map(({ id, name, region, profileArn }) => {
            const has = profileArn?.slice(profileArn.lastIndexOf('/') + 1);
            const before =
              has === undefined || has === role ? '' : replace ? `, in the place of "${has}"` : '';
            return `  ${id}${name === undefined ? '' : ` ("${name}")`} in ${region}${before}`;
          }),
        ]),
    ...(byHand.length === 0
      ? []
      : [
          'By hand, as machines are made of it: a new version with this profile and without the key.',
          ...byHand.map((place) => `  ${phraseHolder(place)}`),
        ]),
  ];
}

export function phraseBucket({ name, access, prefix, delete: deletes }: RoleBucketAnswer): string {
  return `${name}${prefix === undefined ? '' : `/${prefix}`}: ${access}${deletes ? ', delete' : ''}`;
}
