import { type ArnScope, logGroupArn, topicArn } from '../../lib/arn.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { literalName } from './literal-name.ts';

/**
 * Who may take on the role that carries events to the log group: CloudTrail, for this one trail.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 * @throws UserError `WildcardInName`
 */
export function deliveryTrust(p: { readonly trailArn: string }): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyThisTrail',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceArn': literalName('The trail', p.trailArn) } },
      },
    ],
  };
}

/**
 * What that role may do: write to its own streams of one log group. CloudTrail names them
 * `<account>_CloudTrail_<region>`, with a number behind where there are several.
 * @throws UserError `WildcardInName`
 */
export function deliveryPolicy(p: {
  readonly scope: ArnScope;
  readonly region: string;
  readonly logGroup: string;
}): PolicyDocument {
  const group = logGroupArn(p.scope, p.region, literalName('The log group', p.logGroup));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'WriteTrailEvents',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${group}:log-stream:${p.scope.accountId}_CloudTrail_${p.region}*`,
      },
    ],
  };
}

interface Topic {
  readonly scope: ArnScope;
  readonly region: string;
  readonly name: string;
}

/**
 * Policy of the alarms' topic: alarms of this account publish, nobody does anything without TLS. People get at
 * it by their own IAM policies.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @throws UserError `WildcardInName`
 */
export function alarmTopicPolicy({ scope, region, name }: Topic): PolicyDocument {
  const arn = topicArn(scope, region, literalName('The topic', name));
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': scope.accountId } },
      },
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        // A topic's policy takes actions of topics only: `sns:*` is refused.
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

const alarmsUseKey = 'AlarmsUseKey';

/**
 * What the audit key says in addition while an encrypted topic of alarms hangs on it: CloudWatch encrypts
 * messages to this one topic. Without it alarms are lost without a word.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 * @throws UserError `WildcardInName`
 */
export function alarmKeyStatement({ scope, region, name }: Topic): Statement {
  return {
    Sid: alarmsUseKey,
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: {
      StringEquals: {
        'aws:SourceAccount': scope.accountId,
        'kms:EncryptionContext:aws:sns:topicArn': topicArn(scope, region, literalName('The topic', name)),
      },
    },
  };
}

/** The same policy without that statement: it is ours, so nobody takes it for a stranger's. */
export function withoutAlarmStatement<P extends PolicyDocument | undefined>(policy: P): P {
  return policy === undefined
    ? policy
    : { ...policy, Statement: policy.Statement.filter((statement) => statement.Sid !== alarmsUseKey) };
}
