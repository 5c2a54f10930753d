import { RefusedError } from '../errors.ts';
import type { InstanceFact } from '../model/snapshot.ts';

/**
 * Never over another profile without being told; every instance is named before anything is changed.
 * @param profile name; of a role of ours it is the role's
 * @throws RefusedError `ProfileTaken`
 */
export function refuseReplacing(profile: string, instances: readonly InstanceFact[], replace: boolean): void {
  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  const taken = instances.flatMap(({ id, profileArn }) =>
    profileArn === undefined || nameOf(profileArn) === profile ? [] : [{ id, profile: nameOf(profileArn) }],
  );
  if (replace || taken.length === 0) return;
  const lines = taken.map((each) => `  ${each.id} has the profile "${each.profile}"`);
  throw new RefusedError('ProfileTaken', `Another role is there already:\n${lines.join('\n')}`, {
    fix: `Add --replace to put "${profile}" in its place; its programs then lose what the other role allowed. Nothing was changed.`,
    details: taken,
  });
}
