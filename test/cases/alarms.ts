import {
  alarmKeyStatement,
  alarmTopicPolicy,
  deliveryPolicy,
  deliveryTrust,
} from '../../src/policies/documents/alarms.ts';
import { auditKeyPolicy } from '../../src/policies/documents/audit-trail.ts';
import {
  type AccessCase,
  account,
  allowAll,
  role,
  scope,
  service,
  sessions,
  stranger,
  user,
} from './case.ts';

const region = 'eu-west-1';
const name = 'bootstrap-account-alarms';
const topic = `arn:aws:sns:${region}:${account}:${name}`;
const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/account-trail`;
const cloudWatch = service('cloudwatch.amazonaws.com');
const cloudTrail = service('cloudtrail.amazonaws.com');
const from = (id: string) => ({ ...sessions.key, 'aws:SourceAccount': id });

type Row = readonly [
  title: string,
  principal: AccessCase['request']['principal'],
  action: string,
  resource: string,
  context: AccessCase['request']['context'],
  expected: AccessCase['expected'],
  sid?: string,
];
const onResource =
  (resource: NonNullable<AccessCase['policies']['resource']>) =>
  ([title, principal, action, target, context, expected, sid]: Row): AccessCase => ({
    title,
    request: { principal, action, resource: target, resourceAccount: account, context },
    policies: { identity: principal.kind === 'service' ? [] : [allowAll], resource },
    expected,
    ...(sid === undefined ? {} : { sid }),
  });

const topicRows: readonly Row[] = [
  [
    'an alarm of the account publishes',
    cloudWatch,
    'sns:Publish',
    topic,
    from(account),
    'allow',
    'AlarmsPublish',
  ],
  ["not a stranger's alarm", cloudWatch, 'sns:Publish', topic, from(stranger), 'implicit-deny'],
  ['not without an account', cloudWatch, 'sns:Publish', topic, sessions.key, 'implicit-deny'],
  [
    'not another service',
    service('events.amazonaws.com'),
    'sns:Publish',
    topic,
    from(account),
    'implicit-deny',
  ],
  ['CloudWatch does nothing else', cloudWatch, 'sns:DeleteTopic', topic, from(account), 'implicit-deny'],
  [
    'nobody publishes without TLS',
    user('ada'),
    'sns:Publish',
    topic,
    { ...sessions.mfa, 'aws:SecureTransport': 'false' },
    'explicit-deny',
    'DenyInsecureTransport',
  ],
];
export const topicCases = topicRows.map(
  onResource({ name: 'topic policy', document: alarmTopicPolicy({ scope, region, name }) }),
);

const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
const keyPolicy = auditKeyPolicy({ scope, trailArn });
const forTopic = { 'kms:EncryptionContext:aws:sns:topicArn': topic };
const keyRows: readonly Row[] = [
  [
    'an alarm encrypts for the topic',
    cloudWatch,
    'kms:GenerateDataKey',
    keyArn,
    { ...from(account), ...forTopic },
    'allow',
    'AlarmsUseKey',
  ],
  [
    'and decrypts for it',
    cloudWatch,
    'kms:Decrypt',
    keyArn,
    { ...from(account), ...forTopic },
    'allow',
    'AlarmsUseKey',
  ],
  [
    'not a log file',
    cloudWatch,
    'kms:Decrypt',
    keyArn,
    { ...from(account), 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn },
    'implicit-deny',
  ],
  [
    "not for a stranger's alarm",
    cloudWatch,
    'kms:Decrypt',
    keyArn,
    { ...from(stranger), ...forTopic },
    'implicit-deny',
  ],
];
export const alarmKeyCases = keyRows.map(
  onResource({
    name: 'key policy',
    document: {
      ...keyPolicy,
      Statement: [...keyPolicy.Statement, alarmKeyStatement({ scope, region, name })],
    },
  }),
);

const stream = `arn:aws:logs:${region}:${account}:log-group:/bootstrap-account/trail:log-stream:`;
const ours = `${stream}${account}_CloudTrail_${region}`;
const write = {
  name: 'write-trail-events',
  document: deliveryPolicy({ scope, region, logGroup: '/bootstrap-account/trail' }),
};
const writes = (
  title: string,
  action: string,
  resource: string,
  expected: AccessCase['expected'],
): AccessCase => ({
  title,
  request: {
    principal: role('trail-to-logs'),
    action,
    resource,
    resourceAccount: account,
    context: sessions.key,
  },
  policies: { identity: [write] },
  expected,
});
const trust = { name: 'trust', document: deliveryTrust({ trailArn }) };
const roleArn = `arn:aws:iam::${account}:role/bootstrap-account/trail-to-logs`;
const takesOn = (
  title: string,
  principal: AccessCase['request']['principal'],
  source: string,
  expected: AccessCase['expected'],
): AccessCase => ({
  title,
  request: {
    principal,
    action: 'sts:AssumeRole',
    resource: roleArn,
    resourceAccount: account,
    context: { ...sessions.key, 'aws:SourceArn': source },
  },
  policies: { identity: [], resource: trust },
  expected,
});
export const deliveryCases: readonly AccessCase[] = [
  writes('the role puts events into its streams', 'logs:PutLogEvents', `${ours}_2`, 'allow'),
  writes('and makes them', 'logs:CreateLogStream', ours, 'allow'),
  writes('not into other streams', 'logs:PutLogEvents', `${stream}other`, 'implicit-deny'),
  writes('it deletes nothing', 'logs:DeleteLogStream', ours, 'implicit-deny'),
  writes('it reads nothing', 'logs:GetLogEvents', ours, 'implicit-deny'),
  takesOn('CloudTrail takes it on for this trail', cloudTrail, trailArn, 'allow'),
  takesOn("not for a stranger's trail", cloudTrail, trailArn.replace(account, stranger), 'implicit-deny'),
  takesOn('nobody else', cloudWatch, trailArn, 'implicit-deny'),
];
