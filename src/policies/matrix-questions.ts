import { bucketArn, iamArn } from '../lib/arn.ts';
import type { Plan, RolePlan } from '../model/plan.ts';
import type { Statement } from '../model/policy.ts';
import type { AccessRequest, NamedPolicy } from './access.ts';
import { listOf } from './list-of.ts';

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

/** What people are asked about: their work, the bills, and all that only administrators should reach. */
export function groupQuestions(
  plan: Plan,
  principal: Principal,
  work: readonly Statement[],
): readonly Question[] {
  const { ask, scope } = asker(plan);
  const other = iamArn(scope, 'user', '/', 'somebody-else');
  return [
    ...permittedCall(plan, principal, work),
    ask('see the bills', 'ce:GetCostAndUsage', '*'),
    ask(
      'read an object of a bucket',
      's3:GetObject',
      `${bucketArn(scope.partition, someBucket(plan))}/object`,
    ),
    ask('see the instances', 'ec2:DescribeInstances', '*'),
    ask('look at another user', 'iam:GetUser', other),
    ask('get more rights', 'iam:AttachUserPolicy', principal.arn),
    ...auditQuestions(plan),
    ask('enrol the own MFA device', 'iam:EnableMFADevice', principal.arn),
    ask('enrol an MFA device for somebody else', 'iam:EnableMFADevice', other),
    ask('change the own password', 'iam:ChangePassword', principal.arn),
  ];
}

/** What programs with a key are asked about: their work, and nothing of identities or audit. */
export function machineQuestions(
  plan: Plan,
  principal: Principal,
  work: readonly Statement[],
): readonly Question[] {
  const { ask, scope } = asker(plan);
  return [
    ...permittedCall(plan, principal, work),
    ask('get more rights', 'iam:AttachUserPolicy', principal.arn),
    ask('make a user', 'iam:CreateUser', iamArn(scope, 'user', '/', 'somebody-else')),
    ...auditQuestions(plan),
  ];
}

/** What EC2 roles are asked about: each bucket, its namesake elsewhere, any other bucket, the audit bucket. */
export function roleQuestions(plan: Plan, role: RolePlan): readonly Question[] {
  const { ask, scope } = asker(plan);
  const perBucket = role.buckets.flatMap(({ name, owner, prefix = '' }): readonly Question[] => {
    const object = `${bucketArn(scope.partition, name)}/${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}object`;
    const inAccount = { resourceAccount: owner };
    const stranger = {
      resourceAccount: strangerTo(owner),
      resourcePolicy: openBucket(bucketArn(scope.partition, name)),
    };
    return [
      { ...ask(`read an object of ${name}`, 's3:GetObject', object), ...inAccount },
      { ...ask(`write an object of ${name}`, 's3:PutObject', object), ...inAccount },
      { ...ask(`delete an object of ${name}`, 's3:DeleteObject', object), ...inAccount },
      { ...ask(`write to a bucket ${name} of a stranger`, 's3:PutObject', object), ...stranger },
    ];
  });
  const others = `${bucketArn(scope.partition, 'any-other-bucket')}/object`;
  return [
    ...perBucket,
    { ...ask('read an object of another bucket', 's3:GetObject', others), resourceAccount: scope.accountId },
    ...auditQuestions(plan),
    ask('see the instances', 'ec2:DescribeInstances', '*'),
    ask('make a user', 'iam:CreateUser', iamArn(scope, 'user', '/', 'somebody-else')),
  ];
}

function auditQuestions(plan: Plan): readonly Question[] {
  const trail = plan.parts['audit-trail'];
  if (trail === null) return [];
  const { ask, scope } = asker(plan);
  const log = `${bucketArn(scope.partition, trail.bucket.name)}/AWSLogs/${scope.accountId}/CloudTrail/log.json.gz`;
  const inAccount = { resourceAccount: scope.accountId };
  return [
    { ...ask('read a log file of the audit bucket', 's3:GetObject', log), ...inAccount },
    { ...ask('delete a log file of the audit bucket', 's3:DeleteObject', log), ...inAccount },
    ask('stop the trail', 'cloudtrail:StopLogging', trail.trail.arn),
  ];
}

/** The first call that the file allows, to prove that the way there is open. */
function permittedCall(plan: Plan, principal: Principal, work: readonly Statement[]): readonly Question[] {
  const statement = work.find(
    (each) => each.Effect === 'Allow' && each.Action !== undefined && each.Resource !== undefined,
  );
  const [action] = listOf(statement?.Action);
  const [resource] = listOf(statement?.Resource);
  if (action === undefined || resource === undefined) return [];
  const name = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  // `*` alone is what actions without a resource are asked with; elsewhere a sample stands in for it.
  const sample =
    resource === '*'
      ? resource
      : resource.replaceAll(`\${aws:username}`, name).replaceAll('*', 'sample').replaceAll('?', 'x');
  const { ask } = asker(plan);
  const question = ask(`do its work: ${action}`, action, sample);
  const sampled = Object.entries(conditionSample(statement)).filter(
    ([, value]) => !JSON.stringify(value).includes('${'),
  );
  // A value that names the caller, like ${aws:PrincipalAccount}, follows from who asks: it is not made up.
  return [{ ...question, context: { ...Object.fromEntries(sampled), ...question.context } }];
}

/** Values that meet the plain equalities of a statement; other conditions stay as they are. */
function conditionSample(statement: Statement | undefined): AccessRequest['context'] {
  const equal = Object.entries(statement?.Condition?.StringEquals ?? {});
  return Object.fromEntries(
    equal.flatMap(([key, values]) =>
      listOf(values)
        .slice(0, 1)
        .map((value) => [key, value]),
    ),
  );
}

function asker(plan: Plan) {
  const { id: accountId, partition, region } = plan.account;
  const context = {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:ViaAWSService': 'false',
  };
  return {
    scope: { partition, accountId },
    ask: (what: string, action: string, resource: string): Question => ({ what, action, resource, context }),
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
