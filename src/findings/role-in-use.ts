import type { Finding } from '../model/finding.ts';
import type { TemplateNote } from '../model/keys.ts';
import type { InstanceFact } from '../model/snapshot.ts';

/** Instances that carry one of these profiles, however they came to it. */
export function carriersOf(
  instances: readonly InstanceFact[],
  profiles: readonly string[],
): readonly InstanceFact[] {
  return instances.filter(({ profileArn = '' }) =>
    profiles.includes(profileArn.slice(profileArn.lastIndexOf('/') + 1)),
  );
}

/**
 * Roles that a run takes away although machines carry them: their programs lose everything at once, and a launch
 * template that names a profile which is gone starts no machine.
 * @param profiles names of the instance profiles that go, which are their roles'
 * @returns one finding a role, which wants consent by name
 */
export function judgeRolesInUse(
  profiles: readonly string[],
  instances: readonly InstanceFact[],
  templates: readonly TemplateNote[],
): readonly Finding[] {
  return profiles.flatMap((role): readonly Finding[] => {
    const carriers = [
      ...carriersOf(instances, [role]).map(({ id }) => id),
      ...templates.filter((each) => each.role === role).map(({ template }) => template),
    ];
    if (carriers.length === 0) return [];
    const consent = `role-in-use:${role}`;
    return [
      {
        id: consent,
        rule: 'role-in-use',
        severity: 'high',
        subject: role,
        what: `The role "${role}" would go, and it is on ${carriers.join(', ')}.`,
        why: 'Their programs would lose everything that it allows, at once.',
        fix: `Leave it in the file; take it off first (bootstrap-account role detach ${role} ${carriers[0]}), which puts back what was there before; or say that it may go: --i-understand ${consent}`,
        stops: 'consent',
        consent,
      },
    ];
  });
}
