import { phraseHolder } from '../lib/phrase-place.ts';
import { phraseThing } from '../lib/phrase-thing.ts';
import { shellWord } from '../lib/shell-word.ts';
import type { RoleBucketAnswer } from '../model/answers.ts';
import type { RoleProposal } from '../model/key-reach.ts';
import type { ByHand, TemplateChange } from '../model/keys.ts';
import type { InstanceFact } from '../model/snapshot.ts';

interface Shown {
  readonly proposal?: RoleProposal;
  readonly role: string;
  readonly instances: readonly InstanceFact[];
  readonly templates: readonly TemplateChange[];
  readonly byHand: readonly ByHand[];
}

/** What a migration would do, in lines. */
export function phraseMigration(
  { proposal, role, instances, templates, byHand }: Shown,
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
    ...(templates.length === 0
      ? []
      : [
          'A new default version, for machines that are made from now on:',
          ...templates.flatMap((each) => phraseTemplate(each, role, replace)),
        ]),
    ...(byHand.length === 0
      ? []
      : [
          'By hand, as machines are made of it:',
          ...byHand.map(({ place, why }) => `  ${phraseHolder(place)}: ${why}.`),
        ]),
  ];
}

function phraseTemplate(change: TemplateChange, role: string, replace: boolean): readonly string[] {
  const { id, name, region, from, lines, made, profile, users } = change;
  const named = name === undefined ? '' : ` ("${name}")`;
  const before =
    profile === undefined || profile === role || !replace ? '' : `, in the place of "${profile}"`;
  const what =
    made === undefined
      ? `like version ${from}, with the role${before}, without ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')} of its user data (the key)`
      : `version ${made}, which an earlier run made of version ${from}`;
  const used =
    users === undefined
      ? ['    who starts machines from it could not be read']
      : users.map(
          ({ group, version }) =>
            `    Auto Scaling group ${group} starts machines from ${phraseVersion(version)}`,
        );
  return [`  ${id}${named} in ${region}: ${what}`, ...used];
}

function phraseVersion(version: string): string {
  if (version === '$Default') return 'its default version';
  return version === '$Latest' ? 'its newest version' : `version ${version}`;
}

/** What is left to do where groups start machines from a changed template; a sentence each. */
export function phraseReplacing(changes: readonly TemplateChange[]): readonly string[] {
  return changes.flatMap(({ id, region, users = [] }) =>
    users.map(({ group, version }) => {
      const refresh = `aws autoscaling start-instance-refresh --auto-scaling-group-name ${shellWord(group)} --region ${region}`;
      return version.startsWith('$')
        ? `Machines of ${group} that run have the key still, until they are replaced: ${refresh}`
        : `${group} stays with version ${version} of ${id}, which holds the key: let it use the default version (aws autoscaling update-auto-scaling-group --auto-scaling-group-name ${shellWord(group)} --region ${region} --launch-template 'LaunchTemplateId=${id},Version=$Default'), then ${refresh}`;
    }),
  );
}

export function phraseBucket({ name, access, prefix, delete: deletes }: RoleBucketAnswer): string {
  return `${name}${prefix === undefined ? '' : `/${prefix}`}: ${access}${deletes ? ', delete' : ''}`;
}
