import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';

/** Trails a region takes; https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const trailsPerRegion = 5;

/** Room for everything that would be made, with the account's own numbers where it tells them. */
export function checkQuotas(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  return [
    ...checkCounts(plan, snapshot),
    ...checkGroupsPerUser(plan, snapshot),
    ...checkPoliciesPerGroup(plan, snapshot),
    ...checkTrails(plan, snapshot),
  ];
}

function checkCounts(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { groups, people, machines, roles } = plan.parts;
  const policies = [...Object.values(groups.policies), ...machines.map((machine) => machine.boundary)];
  const counts = [
    { entry: 'Groups', label: 'groups', wanted: groups.groups, present: snapshot.groups },
    { entry: 'Users', label: 'users', wanted: [...people, ...machines], present: snapshot.users },
    {
      entry: 'Policies',
      label: 'customer-managed policies',
      wanted: policies,
      present: snapshot.policies.filter((policy) => !policy.awsManaged),
    },
    { entry: 'Roles', label: 'roles', wanted: roles, present: snapshot.roles },
    {
      entry: 'InstanceProfiles',
      label: 'instance profiles',
      wanted: roles.map((role) => role.profile),
      present: snapshot.instanceProfiles,
    },
  ];
  return counts.flatMap(({ entry, label, wanted, present }) => {
    const there = new Set(present.map((thing) => thing.name));
    const made = new Set(wanted.map((thing) => thing.name).filter((name) => !there.has(name))).size;
    const quota = snapshot.summary[`${entry}Quota`];
    const used = snapshot.summary[entry] ?? present.length;
    if (quota === undefined || made === 0 || used + made <= quota) return [];
    return [tooMany(label, `${used} there + ${made} planned = ${used + made}`, quota, askForMore)];
  });
}

const askForMore =
  'Ask for more in the console (Service Quotas > AWS services > IAM; in us-east-1), delete what nobody needs, or plan less.';

function checkGroupsPerUser(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const quota = snapshot.summary.GroupsPerUserQuota ?? 10;
  return [...plan.parts.people, ...plan.parts.machines].flatMap((user) => {
    const present = snapshot.users.find((live) => live.name === user.name)?.groups ?? [];
    const all = new Set([...present, ...user.groups]);
    if (all.size <= quota) return [];
    return [
      tooMany(
        `groups of user ${user.name}`,
        `${all.size} (${[...all].sort().join(', ')})`,
        quota,
        'Take the user out of some groups; AWS does not raise this one.',
      ),
    ];
  });
}

function checkPoliciesPerGroup(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const quota = snapshot.summary.AttachedPoliciesPerGroupQuota ?? 10;
  const { groups, policies } = plan.parts.groups;
  return groups.flatMap((group) => {
    const present =
      snapshot.groups.find((live) => live.name === group.name)?.attached.map((policy) => policy.arn) ?? [];
    const own = group.customer.flatMap((key) => policies[key]?.arn ?? []);
    const all = new Set([...present, ...own, ...group.awsManaged.map((policy) => policy.arn)]);
    if (all.size <= quota) return [];
    return [
      tooMany(
        `policies on group ${group.name}`,
        `${all.size}`,
        quota,
        'Detach what the group does not need, or merge policies; the quota can be raised to 20 (Service Quotas > IAM).',
      ),
    ];
  });
}

function checkTrails(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const trail = plan.parts['audit-trail']?.trail;
  const inRegion = snapshot.trails.filter(
    (live) => live.homeRegion === plan.account.region || live.multiRegion,
  );
  if (
    trail === undefined ||
    inRegion.some((live) => live.arn === trail.arn) ||
    inRegion.length < trailsPerRegion
  )
    return [];
  const what = `${inRegion.length} there + 1 planned = ${inRegion.length + 1} (${inRegion.map((live) => live.name).join(', ')})`;
  return [
    tooMany(
      `trails in ${plan.account.region}`,
      what,
      trailsPerRegion,
      'Delete a trail that nobody needs, or set trail.enabled: false.',
    ),
  ];
}

function tooMany(label: string, count: string, quota: number, fix: string): Finding {
  return findingOf('quota', label, {
    what: `Too many ${label}: ${count}, the quota is ${quota}.`,
    expected: `at most ${quota}`,
    actual: count,
    why: 'AWS would refuse in the middle of the run.',
    fix,
    stops: 'refuse',
  });
}
