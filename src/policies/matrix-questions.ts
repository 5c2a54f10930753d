import { type ArnScope, bucketArn, iamArn, logGroupArn, queueArn, secretArn } from '../lib/arn.ts';
import type { RoleThing } from '../model/answers.ts';
import { statementsOf } from '../model/attachments.ts';
import type { Plan, RolePlan } from '../model/plan.ts';
import type { Statement } from '../model/policy.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { AccessRequest, NamedPolicy } from './access.ts';
import { sampleCall } from './sample-call.ts';

/** One call that a matrix asks about. */
export interface Question {
  readonly what: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context: AccessRequest['context'];
  /** Given where the resource itself would let everybody in: then only the caller's own policies hold. */
  readonly resourcePolicy?: NamedPolicy;
}
type Principal = AccessRequest['principal'];

/** What a matrix is asked for: the same questions, whether of the plan or of the account as it is. */
export interface MatrixScope {
  readonly plan: Plan;
  /** The audit key's ARN, or one that stands in for it as long as there is none. */
  readonly auditKeyArn: string;
  /** Condition keys of all questions, of those about the audit key, of handing a role to an instance. */
  readonly contexts: Readonly<Record<'plain' | 'auditKey' | 'passRole', Question['context']>>;
}

export function matrixScope(plan: Plan, snapshot?: Pick<Snapshot, 'keys'>): MatrixScope {
  const { id, partition, region } = plan.account;
  const trail = plan.parts['audit-trail'];
  const alias = trail?.key?.alias ?? '';
  const live = snapshot?.keys.find((key) => key.aliases.includes(alias));
  const plain = {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
  };
  return {
    plan,
    auditKeyArn: live?.arn ?? `arn:${partition}:kms:${region}:${id}:key/audit-key`,
    // Made once: what is read of a context is remembered with it.
    contexts: {
      plain,
      auditKey: {
        ...plain,
        'kms:ResourceAliases': [alias],
        'kms:EncryptionContext:aws:cloudtrail:arn': trail?.trail.arn ?? '',
      },
      passRole: { ...plain, 'iam:PassedToService': 'ec2.amazonaws.com' },
    },
  };
}

/** What people are asked about: their work, the bills, and all that only administrators should reach. */
export function peopleQuestions(
  scope: MatrixScope,
  principal: Principal,
  work: readonly Statement[],
): readonly Question[] {
  const { ask, arns } = asker(scope);
  const other = iamArn(arns, 'user', '/', 'somebody-else');
  return [
    ...workQuestions(scope, principal, work),
    ask('see the bills', 'ce:GetCostAndUsage', '*'),
    ask('see payment methods', 'payments:GetPaymentInstrument', '*'),
    ask('see tax documents', 'tax:GetTaxRegistrationDocument', '*'),
    ask('change how bills are paid', 'payments:CreatePaymentInstrument', '*'),
    ask('close the account', 'account:CloseAccount', '*'),
    ...reachQuestions(scope),
    ask('look at another user', 'iam:GetUser', other),
    ask('make a user', 'iam:CreateUser', other),
    ask('get more rights', 'iam:AttachUserPolicy', principal.arn),
    ...scope.plan.parts.roles.slice(0, 1).map((role) => passRole(scope, role)),
    ...auditQuestions(scope),
    ask('enrol the own MFA device', 'iam:EnableMFADevice', principal.arn),
    ask('take off the own MFA device', 'iam:DeactivateMFADevice', principal.arn),
    ask('enrol an MFA device for somebody else', 'iam:EnableMFADevice', other),
    ask('change the own password', 'iam:ChangePassword', principal.arn),
    ask('make an access key for oneself', 'iam:CreateAccessKey', principal.arn),
  ];
}

/** What programs with a key are asked about: their work, and nothing of identities or audit. */
export function machineQuestions(
  scope: MatrixScope,
  principal: Principal,
  work: readonly Statement[],
): readonly Question[] {
  const { ask, arns } = asker(scope);
  return [
    ...workQuestions(scope, principal, work),
    ...reachQuestions(scope),
    ask('get more rights', 'iam:AttachUserPolicy', principal.arn),
    ask('make a user', 'iam:CreateUser', iamArn(arns, 'user', '/', 'somebody-else')),
    ...scope.plan.parts.roles.slice(0, 1).map((role) => passRole(scope, role)),
    ...auditQuestions(scope),
  ];
}

/** What EC2 roles are asked about: each bucket, its namesake elsewhere, any other bucket, the audit bucket. */
export function roleQuestions(scope: MatrixScope, role: RolePlan): readonly Question[] {
  const { ask, arns } = asker(scope);
  const perBucket = role.buckets.flatMap(({ name, owner, prefix = '' }): readonly Question[] => {
    const object = `${bucketArn(arns.partition, name)}/${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}object`;
    const inAccount = { resourceAccount: owner };
    const stranger = {
      resourceAccount: strangerTo(owner),
      resourcePolicy: openBucket(bucketArn(arns.partition, name)),
    };
    return [
      { ...ask(`read an object of ${name}`, 's3:GetObject', object), ...inAccount },
      { ...ask(`write an object of ${name}`, 's3:PutObject', object), ...inAccount },
      { ...ask(`delete an object of ${name}`, 's3:DeleteObject', object), ...inAccount },
      { ...ask(`write to a bucket ${name} of a stranger`, 's3:PutObject', object), ...stranger },
    ];
  });
  const others = `${bucketArn(arns.partition, 'any-other-bucket')}/object`;
  return [
    ...perBucket,
    ...(role.things ?? []).flatMap((thing) => thingQuestions(scope, thing)),
    ...workQuestions(
      scope,
      { arn: role.arn, accountId: arns.accountId, kind: 'role' },
      role.statements ?? [],
    ),
    ask('read an object of another bucket', 's3:GetObject', others),
    ...auditQuestions(scope),
    ask('see the instances', 'ec2:DescribeInstances', '*'),
    ask('make a user', 'iam:CreateUser', iamArn(arns, 'user', '/', 'somebody-else')),
    ask('get more rights', 'iam:AttachRolePolicy', role.arn),
  ];
}

/** Each thing, and one beside it of which nothing was said. */
function thingQuestions(scope: MatrixScope, { kind, name, region }: RoleThing): readonly Question[] {
  const { ask, arns } = asker(scope);
  switch (kind) {
    case 'queue':
      return [
        ask(`send to the queue ${name}`, 'sqs:SendMessage', queueArn(arns, region, name)),
        ask(`receive from the queue ${name}`, 'sqs:ReceiveMessage', queueArn(arns, region, name)),
        ask('send to another queue', 'sqs:SendMessage', queueArn(arns, region, 'any-other-queue')),
      ];
    case 'secret':
      return [
        ask(
          `read the secret ${name}`,
          'secretsmanager:GetSecretValue',
          `${secretArn(arns, region, name)}-a1B2c3`,
        ),
        ask(
          'read another secret',
          'secretsmanager:GetSecretValue',
          `${secretArn(arns, region, 'any-other-secret')}-a1B2c3`,
        ),
      ];
    case 'log-group':
      return [
        ask(
          `write to the log group ${name}`,
          'logs:PutLogEvents',
          `${logGroupArn(arns, region, name)}:log-stream:host`,
        ),
        ask(
          'write to another log group',
          'logs:PutLogEvents',
          `${logGroupArn(arns, region, 'any-other-group')}:log-stream:host`,
        ),
      ];
  }
}

/** What is asked about a role that the file does not know. */
export function otherRoleQuestions(scope: MatrixScope, arn: string): readonly Question[] {
  const { ask, arns } = asker(scope);
  return [
    ask('see the bills', 'ce:GetCostAndUsage', '*'),
    ...reachQuestions(scope),
    ...auditQuestions(scope),
    ask('make a user', 'iam:CreateUser', iamArn(arns, 'user', '/', 'somebody-else')),
    ask('get more rights', 'iam:AttachRolePolicy', arn),
  ];
}

/** The statements that the file itself gives groups. */
export function workOf(plan: Plan, groups: readonly string[]): readonly Statement[] {
  return statementsOf(plan.parts.groups, groups);
}

/** As many calls of its work as prove that the way there is open, and can still be read. */
const workCalls = 3;

/** The first call that each statement of the work allows. */
function workQuestions(
  scope: MatrixScope,
  principal: Principal,
  work: readonly Statement[],
): readonly Question[] {
  const { ask } = asker(scope);
  const calls = work.flatMap((statement) => sampleCall(statement, principal) ?? []);
  const questions = calls.map(({ action, resource, context }) => {
    const question = ask(`do its work: ${action}`, action, resource);
    return Object.keys(context).length === 0
      ? question
      : { ...question, context: { ...context, ...question.context } };
  });
  return [...new Map(questions.map((question) => [question.what, question])).values()].slice(0, workCalls);
}

function reachQuestions(scope: MatrixScope): readonly Question[] {
  const { ask, arns } = asker(scope);
  const object = `${bucketArn(arns.partition, someBucket(scope.plan))}/object`;
  return [
    ask('read an object of a bucket', 's3:GetObject', object),
    ask('write an object of a bucket', 's3:PutObject', object),
    ask('see the instances', 'ec2:DescribeInstances', '*'),
  ];
}

function auditQuestions(scope: MatrixScope): readonly Question[] {
  const trail = scope.plan.parts['audit-trail'];
  if (trail === null) return [];
  const { ask, arns } = asker(scope);
  const log = `${bucketArn(arns.partition, trail.bucket.name)}/AWSLogs/${arns.accountId}/CloudTrail/log.json.gz`;
  return [
    ask('read a log file of the audit bucket', 's3:GetObject', log),
    ask('delete a log file of the audit bucket', 's3:DeleteObject', log),
    ...(trail.key === undefined ? [] : keyQuestions(scope)),
    ask('stop the trail', 'cloudtrail:StopLogging', trail.trail.arn),
  ];
}

function keyQuestions(scope: MatrixScope): readonly Question[] {
  const { ask } = asker(scope);
  return [
    ask('decrypt log files', 'kms:Decrypt', scope.auditKeyArn),
    ask('switch the audit key off', 'kms:DisableKey', scope.auditKeyArn),
  ].map((question) => ({ ...question, context: scope.contexts.auditKey }));
}

function passRole(scope: MatrixScope, role: RolePlan): Question {
  const { ask } = asker(scope);
  return {
    ...ask(`give the role ${role.name} to an instance`, 'iam:PassRole', role.arn),
    context: scope.contexts.passRole,
  };
}

function asker({ plan, contexts }: MatrixScope) {
  const { id: accountId, partition } = plan.account;
  const arns: ArnScope = { partition, accountId };
  return {
    arns,
    ask: (what: string, action: string, resource: string): Question => ({
      what,
      action,
      resource,
      resourceAccount: accountId,
      context: contexts.plain,
    }),
  };
}

function someBucket(plan: Plan): string {
  return plan.parts.roles[0]?.buckets[0]?.name ?? 'any-bucket';
}

function strangerTo(owner: string): string {
  return owner === '000000000000' ? '111111111111' : '000000000000';
}

function openBucket(arn: string): NamedPolicy {
  const open: Statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`] };
  return {
    name: 'a bucket policy that lets everybody in',
    document: { Version: '2012-10-17', Statement: [open] },
  };
}
