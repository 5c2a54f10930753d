import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, RolePlan } from '../../model/plan.ts';
import type { RoleFact, Snapshot } from '../../model/snapshot.ts';
import { equalDocuments } from '../../policies/documents/merge.ts';
import {
  describeDifference,
  drift,
  isUnread,
  missingTags,
  otherSpelling,
  spelledOtherwise,
} from './drift.ts';

/** Roles of programs on EC2, their one policy and their instance profile. */
export function compareRoles(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  return plan.parts.roles.flatMap((role) => {
    const live = snapshot.roles.find((candidate) => candidate.name === role.name);
    if (live === undefined) {
      const other = otherSpelling(role.name, snapshot.roles);
      return [
        other === undefined
          ? missing(role)
          : drift('role-missing', role.name, spelledOtherwise('role', role.name, other.name)),
      ];
    }
    return [
      ...trust(role, live),
      ...foreignTrust(role, live),
      ...policy(role, live),
      ...foreignPolicies(role, live),
      ...settings(role, live, snapshot),
      ...profile(role, snapshot),
    ];
  });
}

function missing(role: RolePlan): Finding {
  return drift('role-missing', role.name, {
    what: `The role "${role.name}" is missing.`,
    expected: role.arn,
    actual: 'absent',
    why: 'Programs on its instances have no access without it.',
    resources: [names.role(role.name), names.rolePolicy(role.name), names.roleProfile(role.name)],
  });
}

function trust(role: RolePlan, live: RoleFact): readonly Finding[] {
  if (equalDocuments(role.trust, live.trust)) return [];
  return [
    drift('role-trust-changed', role.name, {
      what: `The trust policy of the role "${role.name}" is not as planned.`,
      expected: 'trust as planned',
      actual: describeDifference(role.trust, live.trust),
      why: 'It decides who may become this role.',
      resources: [names.role(role.name)],
    }),
  ];
}

/** On a role that was there before us strangers in the trust policy stay; who they are is said each time. */
function foreignTrust(role: RolePlan, live: RoleFact): readonly Finding[] {
  const strangers = role.trust.Statement.filter((statement) => {
    const { Principal } = statement;
    const service = typeof Principal === 'object' ? Principal.Service : undefined;
    return statement.Effect === 'Allow' && !String(service ?? '').startsWith('ec2.');
  });
  return strangers.map((statement, index) =>
    drift('role-foreign-trust', `${role.name}/${statement.Sid ?? index + 1}`, {
      what: `The role "${role.name}" can also be taken on by ${JSON.stringify(statement.Principal)}.`,
      expected: 'programs on EC2 only',
      actual: JSON.stringify(statement.Principal),
      why: 'Whoever takes it on has everything the role may do.',
      fix: `Remove the statement from the trust policy of ${live.name} if nobody of yours wrote it.`,
      resources: [],
    }),
  );
}

function policy(role: RolePlan, live: RoleFact): readonly Finding[] {
  const { name, document } = role.policy;
  const present = live.inline.find((candidate) => candidate.name === name);
  const resources = [names.rolePolicy(role.name)];
  if (present === undefined) {
    const why = 'Programs on its instances cannot reach their buckets.';
    return [
      drift('role-policy-missing', role.name, {
        what: `The role "${role.name}" lacks its policy "${name}".`,
        expected: name,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  if (equalDocuments(document, present.document)) return [];
  return [
    drift('role-policy-changed', role.name, {
      what: `The policy "${name}" of the role "${role.name}" says something else than planned.`,
      expected: 'policy as planned',
      actual: describeDifference(document, present.document),
      why: 'It decides which buckets the programs may use.',
      resources,
    }),
  ];
}

function foreignPolicies(role: RolePlan, live: RoleFact): readonly Finding[] {
  const foreign = [...live.attached, ...live.inline.filter((inline) => inline.name !== role.policy.name)];
  return foreign.map(({ name }) =>
    drift('role-foreign-policy', `${role.name}/${name}`, {
      what: `The role "${role.name}" carries the policy "${name}", which is not in the plan.`,
      expected: role.policy.name,
      actual: name,
      why: 'Every program on its instances has what it grants.',
      fix: 'Detach it in the console (IAM > Roles > Permissions), or give that task a role of its own.',
      resources: [],
    }),
  );
}

function settings(role: RolePlan, live: RoleFact, snapshot: Snapshot): readonly Finding[] {
  const resources = [names.role(role.name)];
  const findings: Finding[] = [];
  if (role.boundaryArn !== undefined && live.boundaryArn !== role.boundaryArn) {
    const why = 'The boundary is the most that a role can do, whatever is attached.';
    const actual = live.boundaryArn ?? 'none';
    findings.push(
      drift('boundary-removed', role.name, {
        what: `The role "${role.name}" does not have the planned permissions boundary.`,
        expected: role.boundaryArn,
        actual,
        why,
        resources,
      }),
    );
  }
  const expected = `"${role.description}", ${role.maxSessionSeconds} s`;
  const actual = `"${live.description ?? ''}", ${live.maxSessionSeconds} s`;
  if (expected !== actual && !isUnread(snapshot, 'iam:ListRoles')) {
    const why = 'They say what the role is for and how long a session lasts.';
    findings.push(
      drift('role-settings-changed', role.name, {
        what: `Description or session length of the role "${role.name}" differ.`,
        expected,
        actual,
        why,
        resources,
      }),
    );
  }
  const tags = missingTags(role.tags, live.tags);
  if (tags.length > 0) {
    const why = 'They tell what this tool made and what it only adopted.';
    findings.push(
      drift('role-tags-changed', role.name, {
        what: `Tags of the role "${role.name}" differ.`,
        expected: tags.join(', '),
        actual: 'absent or another value',
        why,
        resources,
      }),
    );
  }
  return findings;
}

function profile(role: RolePlan, snapshot: Snapshot): readonly Finding[] {
  if (isUnread(snapshot, 'iam:ListInstanceProfiles')) return [];
  const { name } = role.profile;
  const live = snapshot.instanceProfiles.find((candidate) => candidate.name === name);
  const resources = [names.roleProfile(role.name)];
  const why = 'An instance gets the role through this profile only.';
  if (live === undefined) {
    return [
      drift('profile-missing', name, {
        what: `The instance profile "${name}" is missing.`,
        expected: name,
        actual: 'absent',
        why,
        resources,
      }),
    ];
  }
  if (live.roles.includes(role.name)) return [];
  const actual = live.roles.join(', ') || 'no role';
  return [
    drift('profile-role-changed', name, {
      what: `The instance profile "${name}" does not carry the role "${role.name}".`,
      expected: role.name,
      actual,
      why,
      resources,
    }),
  ];
}
