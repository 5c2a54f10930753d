/**
 * Calls whose permission has another name than the call: the typing errors that are none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
const actions: Readonly<Record<string, string | undefined>> = {
  's3:listbuckets': 's3:ListAllMyBuckets',
  's3:listobjects': 's3:ListBucket',
  's3:listobjectsv2': 's3:ListBucket',
  's3:listobjectversions': 's3:ListBucketVersions',
  's3:headbucket': 's3:ListBucket',
  's3:headobject': 's3:GetObject',
  's3:copyobject': 's3:GetObject and s3:PutObject',
  's3:deleteobjects': 's3:DeleteObject',
  's3:createmultipartupload': 's3:PutObject',
  's3:uploadpart': 's3:PutObject',
  's3:completemultipartupload': 's3:PutObject',
  's3:listparts': 's3:ListMultipartUploadParts',
  's3:listmultipartuploads': 's3:ListBucketMultipartUploads',
  's3:selectobjectcontent': 's3:GetObject',
  's3:getbucketencryption': 's3:GetEncryptionConfiguration',
  's3:putbucketencryption': 's3:PutEncryptionConfiguration',
  's3:getbucketlifecycle': 's3:GetLifecycleConfiguration',
  's3:getbucketlifecycleconfiguration': 's3:GetLifecycleConfiguration',
  's3:putbucketlifecycle': 's3:PutLifecycleConfiguration',
  's3:putbucketlifecycleconfiguration': 's3:PutLifecycleConfiguration',
  's3:getbucketreplication': 's3:GetReplicationConfiguration',
  's3:putbucketreplication': 's3:PutReplicationConfiguration',
  's3:getpublicaccessblock': 's3:GetBucketPublicAccessBlock',
  's3:putpublicaccessblock': 's3:PutBucketPublicAccessBlock',
  's3:deletepublicaccessblock': 's3:PutBucketPublicAccessBlock',
  'lambda:invoke': 'lambda:InvokeFunction',
  'cloudwatch:putmetricalarms': 'cloudwatch:PutMetricAlarm',
  'sqs:deletemessagebatch': 'sqs:DeleteMessage',
  'sqs:sendmessagebatch': 'sqs:SendMessage',
  'sns:publishbatch': 'sns:Publish',
};

/** Services that are called otherwise in policies than in speech. */
const services: Readonly<Record<string, string | undefined>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  alb: 'elasticloadbalancing',
  cloudwatchlogs: 'logs',
  stepfunctions: 'states',
  sfn: 'states',
  eventbridge: 'events',
  emr: 'elasticmapreduce',
  efs: 'elasticfilesystem',
  cognito: 'cognito-idp',
  opensearch: 'es',
  costexplorer: 'ce',
  parameterstore: 'ssm',
  msk: 'kafka',
};

/** The action that permits a call; undefined where it is called like the call, or nothing is known of it. */
export function actionOfCall(call: string): string | undefined {
  return actions[call.toLowerCase()];
}
/** The prefix of a service in policies, by the name that people say. */
export function serviceOfName(name: string): string | undefined {
  return services[name.toLowerCase()];
}
