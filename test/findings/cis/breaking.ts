import type { OpenRule } from '../../../src/model/cis.ts';
import type { PolicyDocument } from '../../../src/model/policy.ts';
import type { AlarmFact, InstanceFact, MetricFilterFact, TrailFact } from '../../../src/model/snapshot.ts';
import { cisAlarms } from '../../../src/policies/alarm-table.ts';
import { rightInput, withFacts, withRegion, withSnapshot } from './right-account.ts';

const { snapshot, facts } = rightInput;
export const alarmKeys = cisAlarms.map((row) => `alarm-${row.key}`);
export const trailArn = snapshot.trails[0]?.arn ?? '';

export const withTrail = (change: Partial<TrailFact>) =>
  withSnapshot({ trails: snapshot.trails.map((trail) => ({ ...trail, ...change })) });
export const withPassword = (change: object) =>
  withSnapshot({ passwordPolicy: { ...snapshot.passwordPolicy!, ...change } });
export const withHome = (change: object) =>
  withSnapshot({
    regions: snapshot.regions.map((region) =>
      region.name === 'us-east-1' ? { ...region, ...change } : region,
    ),
  });
export const withInstance = (change: Partial<InstanceFact>) =>
  withSnapshot({
    instances: [
      ...snapshot.instances,
      { ...snapshot.instances[0]!, id: 'i-0far', region: 'us-east-1', ...change },
    ],
  });
export const withGroup = (policy: { readonly name: string; readonly arn: string }) =>
  withSnapshot({
    groups: snapshot.groups.map((group) =>
      group.name === 'developers' ? { ...group, attached: [...group.attached, policy] } : group,
    ),
    policies: [
      ...snapshot.policies,
      { ...policy, path: '/', awsManaged: true, document: allow(undefined), tags: {} },
    ],
  });
export const withBucket = (change: object) =>
  withFacts({ buckets: (facts.buckets ?? []).map((bucket) => ({ ...bucket, ...change })) });
export const aws = (name: string) => ({ name, arn: `arn:aws:iam::aws:policy/${name}` });
export const key = (idEnd: string, createdAt: string, lastUsedAt?: string) => ({
  idEnd,
  active: true,
  createdAt,
  ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
});
export const openGroup = (...openIn: readonly OpenRule[]) =>
  withRegion({
    securityGroups: [{ id: 'sg-9', name: 'all', vpc: 'vpc-1', isDefault: false, rules: 1, openIn }],
  });
export const allow = (
  principal: PolicyDocument['Statement'][number]['Principal'],
  condition?: object,
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      ...(principal === undefined ? {} : { Principal: principal }),
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::b/*',
      ...(condition === undefined ? {} : { Condition: condition as never }),
    },
  ],
});
export const trusting = (trust: PolicyDocument) =>
  withSnapshot({ roles: snapshot.roles.map((role, index) => (index === 0 ? { ...role, trust } : role)) });
export const star: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' },
    { Effect: 'Allow', Action: ['s3:Get*', '*'], Resource: ['arn:aws:s3:::b', '*'] },
  ],
};

export const withAlarm = (name: string, change: Partial<AlarmFact>) =>
  withSnapshot({
    alarms: snapshot.alarms.map((alarm) => (alarm.name.endsWith(name) ? { ...alarm, ...change } : alarm)),
  });
export const withFilter = (name: string, change: Partial<MetricFilterFact>) =>
  withSnapshot({
    logGroups: snapshot.logGroups.map((group) => ({
      ...group,
      filters: group.filters.map((filter) =>
        filter.name.endsWith(name) ? { ...filter, ...change } : filter,
      ),
    })),
  });
