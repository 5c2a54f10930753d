import type { RoleFact } from '../../model/snapshot.ts';
import { otherSpelling } from '../ours/drift.ts';
import { isAwsOwn } from './aws-own.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames } from './ours-by-name.ts';
import { type Outsider, outsidersOf } from './trust.ts';

/** Roles that the file does not know, and whom from outside they let in. Trust of our own roles is compared elsewhere. */
export function findRoles({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  const { roles } = plannedNames(plan);
  return snapshot.roles
    .filter((role) => !roles.has(role.name) && !isAwsOwn(role))
    .filter((role) => otherSpelling(role.name, plan.parts.roles) === undefined)
    .flatMap((role) => {
      const outsiders = outsidersOf(role.trust, snapshot.caller.accountId);
      return outsiders.length === 0 ? [unknown(role)] : outsiders.map((outsider) => trusts(role, outsider));
    });
}

function unknown(role: RoleFact): Fact {
  const policies = [...role.attached, ...role.inline].map((policy) => policy.name);
  return factOf('unknown-role', role.name, {
    what: `The role "${role.name}" is not in the file.`,
    expected: 'no such role',
    actual: `policies: ${policies.join(', ') || 'none'}`,
    fix: 'Find out what uses it (IAM > Roles > Last activity). Then remove the role, or accept it with a reason.',
    trace: { resources: [role.name] },
  });
}

const rules = {
  account: 'role-trusts-account',
  organization: 'role-trusts-account',
  provider: 'role-trusts-provider',
  anyone: 'role-trusts-anyone',
} as const satisfies Readonly<Record<Outsider['kind'], string>>;

/** Who comes in is part of the id: an accepted account does not let in the next one. */
function trusts(role: RoleFact, outsider: Outsider): Fact {
  return factOf(rules[outsider.kind], `${role.name}/${outsider.name}`, {
    what: `The role "${role.name}", which is not in the file, can be taken on by ${phraseOutsider(outsider)}.`,
    expected: 'nobody from outside',
    actual: phraseOutsider(outsider),
    fix: `Take it out of the trust policy (IAM > Roles > ${role.name} > Trust relationships), or accept it with a reason.`,
    trace: { resources: [role.name] },
  });
}

export function phraseOutsider({ kind, name }: Outsider): string {
  switch (kind) {
    case 'account':
      return `the account ${name}`;
    case 'organization':
      return `every account of the organization ${name}`;
    case 'provider':
      return `users of the identity provider ${name}`;
    case 'anyone':
      return 'anyone';
  }
}
