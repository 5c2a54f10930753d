import { type EmulatorQuestions, elementsOf } from './ask-emulator.ts';
import type { AwsError } from './error-reply.ts';

interface Delivery {
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/**
 * CloudTrail tries to write to the log group before it takes it and the role: the group must be there, and an
 * inline policy of the role must let it make streams and put events. The role's trust is not looked at.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 */
export async function refuseLogDelivery(
  { logGroupArn, roleArn }: Delivery,
  ask: EmulatorQuestions,
): Promise<AwsError | undefined> {
  if (logGroupArn === '' && roleArn === '') return undefined;
  const logGroupNamePrefix = (logGroupArn.split(':log-group:')[1] ?? '').replace(/:\*$/, '');
  const listed = await ask.json('logs', 'Logs_20140328.DescribeLogGroups', { logGroupNamePrefix });
  const { logGroups = [] } = JSON.parse(listed.body.toString() || '{}') as {
    logGroups?: readonly { readonly logGroupName?: string }[];
  };
  if (!logGroups.some((group) => group.logGroupName === logGroupNamePrefix)) {
    return refusal(
      'InvalidCloudWatchLogsLogGroupArnException',
      'CloudTrail cannot validate the specified log group ARN.',
    );
  }
  if (await mayWrite(roleArn.slice(roleArn.lastIndexOf('/') + 1), ask)) return undefined;
  return refusal(
    'InvalidCloudWatchLogsRoleArnException',
    'Access denied. Check the permissions for your role.',
  );
}

async function mayWrite(RoleName: string, ask: EmulatorQuestions): Promise<boolean> {
  const names = await ask.query('iam', 'ListRolePolicies', { RoleName });
  if (names.status !== 200) return false;
  for (const PolicyName of elementsOf(names.body.toString(), 'member')) {
    const found = await ask.query('iam', 'GetRolePolicy', { RoleName, PolicyName });
    const [document = ''] = elementsOf(found.body.toString(), 'PolicyDocument');
    const text = decodeURIComponent(document);
    if (text.includes('logs:CreateLogStream') && text.includes('logs:PutLogEvents')) return true;
  }
  return false;
}

function refusal(code: string, message: string): AwsError {
  return { status: 400, code, message };
}
