import { otherSpelling } from '../ours/drift.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';

/** Groups that the file does not know. Those with an administrator's rights are told as that. */
export function findGroups({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  const { groups } = plannedNames(plan);
  const planned = plan.parts.groups.groups;
  return (
    snapshot.groups
      // In another spelling the file knows it: that is told of the planned one.
      .filter((group) => !groups.has(group.name) && otherSpelling(group.name, planned) === undefined)
      .map((group) => {
        const members = snapshot.users
          .filter((user) => user.groups.includes(group.name))
          .map((user) => user.name);
        const policies = [...group.attached, ...group.inline].map((policy) => policy.name);
        return factOf('unknown-group', group.name, {
          what: `The group "${group.name}" is not in the file.`,
          expected: 'no such group',
          actual: `members: ${members.join(', ') || 'none'}; policies: ${policies.join(', ') || 'none'}`,
          fix: `Write the group into the file, or take its members out, detach its policies and run: aws iam delete-group --group-name ${group.name}`,
          trace: { resources: [group.name] },
        });
      })
  );
}
