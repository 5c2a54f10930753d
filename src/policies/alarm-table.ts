/** One alarm of the set: what counts, how often it has to happen, and what an auditor calls it. */
export interface AlarmRow {
  /** Stable: ends the logical names and the names in the account. */
  readonly key: string;
  readonly title: string;
  /** For whoever gets the mail: what it may mean. */
  readonly meaning: string;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern: string;
  /** Events in one period from which on it fires. */
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Numbers in the CIS AWS Foundations Benchmark, by its version. */
  readonly cis: { readonly v3: string; readonly v5: string; readonly v7: string };
}

const minutes = (count: number): number => count * 60;
const hour = minutes(60);

const anyEvent = (names: readonly string[]): string =>
  names.map((name) => `($.eventName = "${name}")`).join(' || ');
/** One of these events, whatever the service. */
const events = (...names: readonly string[]): string => `{ ${anyEvent(names)} }`;
/** One of these events of one service: the names alone would count other services' too. */
const eventsOf = (service: string, ...names: readonly string[]): string =>
  `{ ($.eventSource = "${service}.amazonaws.com") && (${anyEvent(names)}) }`;

/** The set has the same order in all three versions; in v7.0 it is another chapter. */
const cis = (number: number): AlarmRow['cis'] => ({
  v3: `4.${number}`,
  v5: `4.${number}`,
  v7: `5.${number}`,
});

/**
 * The fifteen alarms of CIS, in its order, in our words. Patterns are those that auditing tools look for, so
 * nothing is added to them; what keeps a normal day silent is how often a thing has to happen. What should
 * never happen by itself fires at once; what deployments do every day has to come in a burst.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const cisAlarms: readonly AlarmRow[] = [
  {
    key: 'denied-calls',
    title: 'many denied calls',
    // A person who has not enrolled MFA yet, or opens a page not for them, makes dozens within minutes.
    meaning: 'Somebody, or a stolen key, is trying what it may do.',
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
    threshold: 100,
    periodSeconds: minutes(15),
    cis: cis(1),
  },
  {
    key: 'sign-in-without-mfa',
    title: 'console sign-in without MFA',
    meaning: 'Right only when a new person signs in for the first time; otherwise a password is stolen.',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(2),
  },
  {
    key: 'root-used',
    title: 'the root user was used',
    meaning: 'Nothing of daily work needs root. If it was none of you, change its password and MFA at once.',
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(3),
  },
  {
    key: 'iam-policy-changed',
    title: 'an IAM policy was changed',
    meaning: 'Somebody has more, or fewer, rights than before.',
    pattern: events(
      'DeleteGroupPolicy',
      'DeleteRolePolicy',
      'DeleteUserPolicy',
      'PutGroupPolicy',
      'PutRolePolicy',
      'PutUserPolicy',
      'CreatePolicy',
      'DeletePolicy',
      'CreatePolicyVersion',
      'DeletePolicyVersion',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'AttachUserPolicy',
      'DetachUserPolicy',
      'AttachGroupPolicy',
      'DetachGroupPolicy',
    ),
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(4),
  },
  {
    key: 'trail-changed',
    title: 'a trail was changed or stopped',
    meaning: 'Whoever wants to work unseen begins here. A run of bootstrap-account changes it too, rarely.',
    pattern: events('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'),
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(5),
  },
  {
    key: 'failed-sign-ins',
    title: 'several failed console sign-ins',
    // People mistype.
    meaning: 'Somebody may be guessing passwords.',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
    threshold: 5,
    periodSeconds: minutes(15),
    cis: cis(6),
  },
  {
    key: 'key-disabled',
    title: 'a KMS key was disabled or is to be deleted',
    meaning: 'What it encrypts cannot be read any more; a deletion can be taken back while it waits.',
    pattern: eventsOf('kms', 'DisableKey', 'ScheduleKeyDeletion'),
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(7),
  },
  {
    key: 'bucket-policy-changed',
    title: 'many changes of who reaches buckets',
    meaning: 'Buckets may have been opened. A deployment changes a few at a time, this was a burst.',
    pattern: eventsOf(
      's3',
      'PutBucketAcl',
      'PutBucketPolicy',
      'PutBucketCors',
      'PutBucketLifecycle',
      'PutBucketReplication',
      'DeleteBucketPolicy',
      'DeleteBucketCors',
      'DeleteBucketLifecycle',
      'DeleteBucketReplication',
    ),
    threshold: 10,
    periodSeconds: hour,
    cis: cis(8),
  },
  {
    key: 'config-changed',
    title: 'AWS Config was changed or stopped',
    meaning: 'The record of how resources looked ends there.',
    pattern: eventsOf(
      'config',
      'StopConfigurationRecorder',
      'DeleteDeliveryChannel',
      'PutDeliveryChannel',
      'PutConfigurationRecorder',
    ),
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(9),
  },
  {
    key: 'security-groups-changed',
    title: 'many changes of security groups',
    meaning: 'Ports may have been opened. A deployment changes some, this was a burst.',
    pattern: events(
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
      'RevokeSecurityGroupEgress',
      'CreateSecurityGroup',
      'DeleteSecurityGroup',
    ),
    threshold: 20,
    periodSeconds: hour,
    cis: cis(10),
  },
  {
    key: 'network-acls-changed',
    title: 'several changes of network ACLs',
    meaning: 'Few programs ever touch them; traffic may flow, or stop, where it did not.',
    pattern: events(
      'CreateNetworkAcl',
      'CreateNetworkAclEntry',
      'DeleteNetworkAcl',
      'DeleteNetworkAclEntry',
      'ReplaceNetworkAclEntry',
      'ReplaceNetworkAclAssociation',
    ),
    threshold: 5,
    periodSeconds: hour,
    cis: cis(11),
  },
  {
    key: 'gateways-changed',
    title: 'several changes of network gateways',
    meaning: 'A way in or out of a network was made or taken away.',
    pattern: events(
      'CreateCustomerGateway',
      'DeleteCustomerGateway',
      'AttachInternetGateway',
      'CreateInternetGateway',
      'DeleteInternetGateway',
      'DetachInternetGateway',
    ),
    threshold: 5,
    periodSeconds: hour,
    cis: cis(12),
  },
  {
    key: 'routes-changed',
    title: 'many changes of routes',
    meaning: 'Traffic may take another way than it did. A deployment changes some, this was a burst.',
    pattern: eventsOf(
      'ec2',
      'CreateRoute',
      'CreateRouteTable',
      'ReplaceRoute',
      'ReplaceRouteTableAssociation',
      'DeleteRouteTable',
      'DeleteRoute',
      'DisassociateRouteTable',
    ),
    threshold: 20,
    periodSeconds: hour,
    cis: cis(13),
  },
  {
    key: 'vpcs-changed',
    title: 'several changes of VPCs or their peerings',
    meaning: 'Networks were made, removed or joined.',
    pattern: events(
      'CreateVpc',
      'DeleteVpc',
      'ModifyVpcAttribute',
      'AcceptVpcPeeringConnection',
      'CreateVpcPeeringConnection',
      'DeleteVpcPeeringConnection',
      'RejectVpcPeeringConnection',
      'AttachClassicLinkVpc',
      'DetachClassicLinkVpc',
      'DisableVpcClassicLink',
      'EnableVpcClassicLink',
    ),
    threshold: 5,
    periodSeconds: hour,
    cis: cis(14),
  },
  {
    key: 'organization-changed',
    title: 'the organization was changed',
    meaning:
      'Accounts, or the policies above them, were changed. In an account without an organization: somebody made one.',
    pattern: eventsOf(
      'organizations',
      'AcceptHandshake',
      'AttachPolicy',
      'CreateAccount',
      'CreateOrganizationalUnit',
      'CreatePolicy',
      'DeclineHandshake',
      'DeleteOrganization',
      'DeleteOrganizationalUnit',
      'DeletePolicy',
      'DetachPolicy',
      'DisablePolicyType',
      'EnablePolicyType',
      'InviteAccountToOrganization',
      'LeaveOrganization',
      'MoveAccount',
      'RemoveAccountFromOrganization',
      'UpdatePolicy',
      'UpdateOrganizationalUnit',
    ),
    threshold: 1,
    periodSeconds: minutes(5),
    cis: cis(15),
  },
];
