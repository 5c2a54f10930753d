import { jsonBody, parameter } from './account-memory.ts';
import { type EmulatorQuestions, elementsOf } from './ask-emulator.ts';
import type { AwsError } from './error-reply.ts';
import type { IamNames } from './iam-names.ts';
import { refuseUnsubscribe } from './mail-subscriptions.ts';
import type { Operation } from './operation-name.ts';
import type { Scenario } from './scenario.ts';
import { letsCloudTrailWrite } from './trail-bucket-policy.ts';
import { refuseLogDelivery } from './trail-log-delivery.ts';
import type { WireRequest } from './wire.ts';

export interface RefusalFacts {
  readonly accountId: string;
  readonly ask: EmulatorQuestions;
  readonly names: IamNames;
  readonly scenario: Scenario;
  /** User names, one for each service-specific credential. */
  readonly serviceUsers: readonly string[];
}
type Refusal = (
  request: WireRequest,
  operation: Operation,
  facts: RefusalFacts,
) => Promise<AwsError | undefined>;

/** The error AWS answers where the emulator would wrongly say yes; undefined to let the call through. */
export async function refuseAsAws(
  operation: Operation,
  request: WireRequest,
  facts: RefusalFacts,
): Promise<AwsError | undefined> {
  return refusals[`${operation.service}:${operation.action}`]?.(request, operation, facts);
}

const refusals: Readonly<Record<string, Refusal>> = {
  'iam:DeletePolicy': async (request, _operation, { ask }) => {
    const PolicyArn = parameter(request, 'PolicyArn') ?? '';
    const entities = await ask.query('iam', 'ListEntitiesForPolicy', { PolicyArn });
    if (/<member>/.test(entities.body.toString()))
      return conflict('Cannot delete a policy attached to entities.');
    const versions = await ask.query('iam', 'ListPolicyVersions', { PolicyArn });
    if (elementsOf(versions.body.toString(), 'VersionId').length > 1) {
      return conflict(
        'This policy has more than one version. Before you delete a policy, you must delete the other versions.',
      );
    }
    return undefined;
  },
  'iam:DeleteGroup': async (request, _operation, { ask }) => {
    const GroupName = parameter(request, 'GroupName') ?? '';
    const texts = await texted(ask, { GroupName }, [
      'GetGroup',
      'ListAttachedGroupPolicies',
      'ListGroupPolicies',
    ]);
    if (elementsOf(texts[0] ?? '', 'UserName').length > 0)
      return conflict('Cannot delete entity, must remove users from group first.');
    if (elementsOf(texts[1] ?? '', 'PolicyArn').length > 0)
      return conflict('Cannot delete entity, must detach all policies first.');
    return (texts[2] ?? '').includes('<member>')
      ? conflict('Cannot delete entity, must delete policies first.')
      : undefined;
  },
  'iam:DeleteUser': async (request, _operation, { ask, serviceUsers }) => {
    const UserName = parameter(request, 'UserName') ?? '';
    const holders = [
      ...['ListAccessKeys', 'GetLoginProfile', 'ListGroupsForUser', 'ListMFADevices'],
      ...['ListSSHPublicKeys', 'ListSigningCertificates', 'ListAttachedUserPolicies', 'ListUserPolicies'],
    ];
    const texts = await texted(ask, { UserName }, holders);
    const [keys = '', login = '', groups = '', devices = '', ...rest] = texts;
    if (elementsOf(keys, 'AccessKeyId').length > 0)
      return conflict('Cannot delete entity, must delete access keys first.');
    if (login.includes('<CreateDate>'))
      return conflict('Cannot delete entity, must delete login profile first.');
    if (elementsOf(groups, 'GroupName').length > 0)
      return conflict('Cannot delete entity, must remove users from group first.');
    if (elementsOf(devices, 'SerialNumber').length > 0)
      return conflict('Cannot delete entity, must delete MFA device first.');
    const [ssh = '', certificates = '', attached = '', inline = ''] = rest;
    if (elementsOf(ssh, 'SSHPublicKeyId').length > 0 || serviceUsers.includes(UserName))
      return conflict('Cannot delete entity, must remove referenced objects first.');
    if (elementsOf(certificates, 'CertificateId').length > 0)
      return conflict('Cannot delete entity, must delete signing certificates first.');
    if (elementsOf(attached, 'PolicyArn').length > 0)
      return conflict('Cannot delete entity, must detach all policies first.');
    if (/<PolicyNames>\s*<member>/.test(inline))
      return conflict('Cannot delete entity, must delete policies first.');
    return undefined;
  },
  'iam:CreateUser': (request, _operation, facts) => refuseNameClash('User', request, facts),
  'iam:CreateGroup': (request, _operation, facts) => refuseNameClash('Group', request, facts),
  'iam:CreateRole': (request, _operation, facts) => refuseNameClash('Role', request, facts),
  'cloudtrail:CreateTrail': async (request, operation, facts) => {
    const name = String(jsonBody(request).Name ?? '');
    const listed = await facts.ask.json('cloudtrail', `${trailTarget}DescribeTrails`, {
      trailNameList: [name],
    });
    if (namesTrail(listed.body.toString(), name)) {
      return {
        status: 400,
        code: 'TrailAlreadyExistsException',
        message: `Trail ${name} already exists for customer: ${facts.accountId}`,
      };
    }
    return refuseTrailPlace(request, operation, facts);
  },
  'cloudtrail:UpdateTrail': (request, operation, facts) => refuseTrailPlace(request, operation, facts),
  'sns:Unsubscribe': async (request, _operation, { ask, scenario }) =>
    scenario.mail.confirmed ? undefined : refuseUnsubscribe(request, ask),
};

const trailTarget = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.';

function conflict(message: string): AwsError {
  return { status: 409, code: 'DeleteConflict', message };
}

/** The replies of several IAM reads, as text; a refused one reads as having nothing in it. */
function texted(
  ask: EmulatorQuestions,
  subject: Readonly<Record<string, string>>,
  actions: readonly string[],
): Promise<string[]> {
  return Promise.all(
    actions.map(async (action) => {
      const reply = await ask.query('iam', action, subject);
      return reply.status === 200 ? reply.body.toString() : '';
    }),
  );
}

/** IAM names are compared without regard to case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
async function refuseNameClash(
  kind: 'User' | 'Group' | 'Role',
  request: WireRequest,
  facts: RefusalFacts,
): Promise<AwsError | undefined> {
  const name = parameter(request, `${kind}Name`) ?? '';
  if (!(await facts.names.clashes(kind, name, facts.ask))) return undefined;
  return { status: 409, code: 'EntityAlreadyExists', message: `${kind} with name ${name} already exists.` };
}

function namesTrail(listing: string, name: string): boolean {
  const { trailList } = JSON.parse(listing) as { trailList?: readonly { Name?: string }[] };
  return (trailList ?? []).some((trail) => trail.Name === name);
}

function refuseTrailLogs(request: WireRequest, { ask }: RefusalFacts): Promise<AwsError | undefined> {
  const { CloudWatchLogsLogGroupArn: group = '', CloudWatchLogsRoleArn: role = '' } = jsonBody(request);
  return refuseLogDelivery({ logGroupArn: String(group), roleArn: String(role) }, ask);
}

/** CloudTrail tries bucket policy and key before it makes a trail. */
async function refuseTrailPlace(
  request: WireRequest,
  operation: Operation,
  facts: RefusalFacts,
): Promise<AwsError | undefined> {
  const { Name, S3BucketName: bucket, S3KeyPrefix: prefix, KmsKeyId: key } = jsonBody(request);
  if (typeof key === 'string' && key !== '') {
    const described = await facts.ask.json('kms', 'TrentService.DescribeKey', { KeyId: key });
    if (described.status !== 200) {
      return { status: 400, code: 'KmsKeyNotFoundException', message: `KMS key ${key} was not found.` };
    }
  }
  const delivery = await refuseTrailLogs(request, facts);
  if (delivery !== undefined || typeof bucket !== 'string') return delivery;
  const reply = await facts.ask.bucketPolicy(bucket);
  // No such bucket is for the emulator to say.
  if (reply.status === 404 && reply.body.toString().includes('NoSuchBucket<')) return undefined;
  const trailArn = String(Name).startsWith('arn:')
    ? String(Name)
    : `arn:aws:cloudtrail:${operation.region}:${facts.accountId}:trail/${String(Name)}`;
  const wish = {
    bucket,
    accountId: facts.accountId,
    trailArn,
    ...(typeof prefix === 'string' ? { prefix } : {}),
  };
  if (reply.status === 200 && letsCloudTrailWrite(reply.body.toString(), wish)) return undefined;
  return {
    status: 400,
    code: 'InsufficientS3BucketPolicyException',
    message: `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
  };
}
