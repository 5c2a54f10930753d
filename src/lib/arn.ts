import type { Partition } from '../model/target.ts';

/** Where ARNs of an account's own things are built. */
export interface ArnScope {
  readonly partition: Partition;
  readonly accountId: string;
}
export interface ParsedArn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Splits `arn:partition:service:region:account:resource`; undefined when it is none. */
export function parseArn(arn: string): ParsedArn | undefined {
  const [head, partition, service, region, accountId, ...rest] = arn.split(':');
  if (head !== 'arn' || partition === undefined || service === undefined || region === undefined)
    return undefined;
  if (accountId === undefined || rest.length === 0) return undefined;
  return { partition, service, region, accountId, resource: rest.join(':') };
}

/** @param path IAM path, beginning and ending with `/`. */
export function iamArn(
  scope: ArnScope,
  kind: 'user' | 'group' | 'role' | 'policy' | 'instance-profile',
  path: string,
  name: string,
): string {
  return `arn:${scope.partition}:iam::${scope.accountId}:${kind}${path}${name}`;
}
export function awsManagedPolicyArn(partition: Partition, pathAndName: string): string {
  return `arn:${partition}:iam::aws:policy/${pathAndName}`;
}
export function bucketArn(partition: Partition, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}
export function trailArn(scope: ArnScope, region: string, name: string): string {
  return `arn:${scope.partition}:cloudtrail:${region}:${scope.accountId}:trail/${name}`;
}
/** Without the `:*` that some of AWS's answers carry. */
export function logGroupArn(scope: ArnScope, region: string, name: string): string {
  return `arn:${scope.partition}:logs:${region}:${scope.accountId}:log-group:${name}`;
}
export function topicArn(scope: ArnScope, region: string, name: string): string {
  return `arn:${scope.partition}:sns:${region}:${scope.accountId}:${name}`;
}
export function queueArn(scope: ArnScope, region: string, name: string): string {
  return `arn:${scope.partition}:sqs:${region}:${scope.accountId}:${name}`;
}
/** Without the six random characters at its end. */
export function secretArn(scope: ArnScope, region: string, name: string): string {
  return `arn:${scope.partition}:secretsmanager:${region}:${scope.accountId}:secret:${name}`;
}
export function accountRootArn(scope: ArnScope): string {
  return `arn:${scope.partition}:iam::${scope.accountId}:root`;
}
