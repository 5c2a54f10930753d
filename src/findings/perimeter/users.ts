import type { UserFact } from '../../model/snapshot.ts';
import { otherSpelling } from '../ours/drift.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';

/**
 * Users that the file does not know, each told as the gravest that it is. Members of our groups are not among
 * them: that is a finding of the comparison with the plan (`member-extra`).
 */
export function findUsers({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  const names = plannedNames(plan);
  return (
    snapshot.users
      .filter((user) => !names.people.has(user.name) && !names.machines.has(user.name))
      // In another spelling the file knows them: that is told of the planned one.
      .filter(
        (user) => otherSpelling(user.name, [...plan.parts.people, ...plan.parts.machines]) === undefined,
      )
      .flatMap((user) => findUser(user, names.groups))
  );
}

function findUser(user: UserFact, planned: ReadonlySet<string>): readonly Fact[] {
  const trace = { resources: [user.name] };
  const direct = [...user.attached, ...user.inline].map((policy) => policy.name);
  if (direct.length > 0) {
    return [
      factOf('user-direct-policy', user.name, {
        what: `The user "${user.name}", who is not in the file, carries policies of their own: ${direct.join(', ')}.`,
        expected: 'no such user',
        actual: direct.join(', '),
        fix: detachCommands(user),
        verdicts: ['adopt', 'remove', 'accept'],
        trace,
      }),
    ];
  }
  if (user.groups.some((group) => planned.has(group))) return [];
  if (user.groups.length === 0) {
    return [
      factOf('user-without-group', user.name, {
        what: `The user "${user.name}" is in no group and not in the file.`,
        expected: 'no such user',
        actual: describeCredentials(user),
        fix: `Remove the user with password, keys and devices: aws iam delete-user --user-name ${user.name}`,
        trace,
      }),
    ];
  }
  return [
    factOf('unknown-user', user.name, {
      what: `The user "${user.name}" is not in the file.`,
      expected: 'no such user',
      actual: `in ${user.groups.join(', ')}; ${describeCredentials(user)}`,
      fix: `Write "${user.name}" into the file, or remove the user: aws iam delete-user --user-name ${user.name}`,
      trace,
    }),
  ];
}

/** One command a policy. */
export function detachCommands(user: Pick<UserFact, 'name' | 'attached' | 'inline'>): string {
  const commands = [
    ...user.attached.map(
      ({ arn }) => `aws iam detach-user-policy --user-name ${user.name} --policy-arn ${arn}`,
    ),
    ...user.inline.map(
      ({ name }) => `aws iam delete-user-policy --user-name ${user.name} --policy-name ${name}`,
    ),
  ];
  return `Move what is needed to a group in the file, then: ${commands.join(' && ')}`;
}

function describeCredentials({ loginProfile, accessKeys }: UserFact): string {
  const active = accessKeys.filter((key) => key.active).length;
  const keys = active === 0 ? 'no active key' : active === 1 ? 'one active key' : `${active} active keys`;
  return `${loginProfile === undefined ? 'no password' : 'a password'}, ${keys}`;
}
