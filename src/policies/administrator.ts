import { type ArnScope, awsManagedPolicyArn, iamArn, parseArn } from '../lib/arn.ts';
import type { PolicyDocument, Statement } from '../model/policy.ts';
import type { AccessRequest, Decision, NamedPolicy, PolicySet } from './access.ts';
import { evaluateAccess } from './evaluate.ts';
import { listOf } from './list-of.ts';
import { actionMatches } from './match.ts';

/** Somebody whose power is asked for. */
export interface Holder {
  readonly principal: AccessRequest['principal'];
  /** ARN of the user or role itself, where the principal is a session. */
  readonly arn: string;
  readonly policies: PolicySet;
}
/** Administrators that are there: whoever gets at one of them is one. */
export interface Powerful {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly { readonly arn: string; readonly trust: PolicyDocument }[];
  /** ARNs of EC2 instances whose role is an administrator's. */
  readonly instances: readonly string[];
}
/** How somebody has, or can give themselves, everything. */
export interface AdministratorWay {
  readonly action: string;
  /** The deciding statement, or why it could not be judged. */
  readonly reason: string;
}
export interface Surroundings {
  readonly scope: ArnScope;
  readonly region: string;
}

/**
 * Whoever may hang a policy on somebody, or write a new version of one, can grant everything, to themselves or to
 * whom they like: it is the same as being an administrator.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
const grants = [
  ['iam:AttachUserPolicy', 'user'],
  ['iam:PutUserPolicy', 'user'],
  ['iam:AttachGroupPolicy', 'group'],
  ['iam:PutGroupPolicy', 'group'],
  ['iam:AttachRolePolicy', 'role'],
  ['iam:PutRolePolicy', 'role'],
  ['iam:CreatePolicyVersion', 'policy'],
] as const;

/** Taking over a user: a key or a password of one's own. */
const takeovers = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'] as const;

/** What starts something under a role that is handed to the service with iam:PassRole. */
const launches: Readonly<Record<string, readonly string[]>> = {
  'ec2.amazonaws.com': ['ec2:RunInstances', 'ec2:AssociateIamInstanceProfile'],
  'lambda.amazonaws.com': ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'],
  'cloudformation.amazonaws.com': ['cloudformation:CreateStack', 'cloudformation:UpdateStack'],
  'ecs-tasks.amazonaws.com': ['ecs:RunTask', 'ecs:StartTask', 'ecs:CreateService'],
  'codebuild.amazonaws.com': ['codebuild:CreateProject', 'codebuild:UpdateProject'],
  'glue.amazonaws.com': ['glue:CreateJob', 'glue:UpdateJob', 'glue:CreateDevEndpoint', 'glue:CreateSession'],
  'sagemaker.amazonaws.com': ['sagemaker:CreateNotebookInstance', 'sagemaker:CreateProcessingJob'],
  'datapipeline.amazonaws.com': ['datapipeline:CreatePipeline'],
  'states.amazonaws.com': ['states:CreateStateMachine', 'states:UpdateStateMachine'],
  'ssm.amazonaws.com': ['ssm:StartAutomationExecution'],
};

/** A shell on an instance has the instance's role. */
const shells = ['ssm:SendCommand', 'ssm:StartSession', 'ec2-instance-connect:SendSSHPublicKey'] as const;

/** A name that nobody has: what may be done to it may be done to anything. */
const probe = 'bootstrap-account-probe';

/** The first way in which the holder's own policies grant everything; undefined where there is none. */
export function findGrantWay(holder: Holder, around: Surroundings): AdministratorWay | undefined {
  const everything = awsManagedPolicyArn(around.scope.partition, 'AdministratorAccess');
  for (const [action, kind] of grants) {
    const probes = [iamArn(around.scope, kind, '/', probe), ...ownArn(holder, kind)];
    for (const resource of resourcesOf(holder.policies.identity, action, kind, probes, around.scope)) {
      const way = ask(holder, around, action, resource, { 'iam:PolicyARN': everything });
      if (way !== undefined) return way;
    }
  }
  return findBoundaryWay(holder, around);
}

/** A boundary that its bearer may take off is none. */
function findBoundaryWay(holder: Holder, around: Surroundings): AdministratorWay | undefined {
  const { boundary, ...unbounded } = holder.policies;
  if (boundary === undefined) return undefined;
  const kind = holder.principal.kind === 'role' ? 'Role' : 'User';
  const actions = [`iam:Delete${kind}PermissionsBoundary`, `iam:Put${kind}PermissionsBoundary`];
  const off = actions
    .map((action) => ask(holder, around, action, holder.arn))
    .find((way) => way !== undefined);
  if (off === undefined) return undefined;
  return findGrantWay({ ...holder, policies: unbounded }, around) === undefined ? undefined : off;
}

/** The first way by which the holder's own policies reach somebody who is an administrator. */
export function findReachWay(
  holder: Holder,
  powerful: Powerful,
  around: Surroundings,
): AdministratorWay | undefined {
  const others = powerful.users.filter((arn) => arn !== holder.arn);
  const roles = powerful.roles.filter((role) => role.arn !== holder.arn);
  const calls: readonly (readonly [action: string, resource: string])[] = [
    ...others.flatMap((arn) => takeovers.map((action) => [action, arn] as const)),
    ...powerful.groups.map((arn) => ['iam:AddUserToGroup', arn] as const),
    ...roles.map(({ arn }) => ['iam:UpdateAssumeRolePolicy', arn] as const),
    ...powerful.instances.flatMap((arn) => shells.map((action) => [action, arn] as const)),
  ];
  for (const [action, resource] of calls) {
    const way = ask(holder, around, action, resource);
    if (way !== undefined) return way;
  }
  for (const role of roles) {
    const way = findPassWay(holder, role, around);
    if (way !== undefined) return way;
  }
  return undefined;
}

/**
 * A role of an administrator whose trust policy lets the holder in. Depends on who asks, not on their policies
 * alone. Trust in everybody is left out: that is told of the role, not of everybody.
 * @param byRight only where the holder's own policies allow it too, not where the trust alone names them
 */
export function findAssumeWay(
  holder: Holder,
  powerful: Powerful,
  around: Surroundings,
  byRight = false,
): AdministratorWay | undefined {
  for (const role of powerful.roles) {
    if (role.arn === holder.arn) continue;
    if (byRight && ask(holder, around, 'sts:AssumeRole', role.arn) === undefined) continue;
    const named = role.trust.Statement.filter((statement) => !isForEverybody(statement));
    const trust = {
      name: `the trust policy of ${nameOf(role.arn)}`,
      document: { ...role.trust, Statement: named },
    };
    const policies = { ...holder.policies, resource: trust };
    const way = ask({ ...holder, policies }, around, 'sts:AssumeRole', role.arn);
    if (way !== undefined) return way;
  }
  return undefined;
}

function isForEverybody({ Effect, Principal }: Statement): boolean {
  if (Effect !== 'Allow' || Principal === undefined) return Effect === 'Allow';
  return Principal === '*' || listOf(Principal.AWS).includes('*');
}

function findPassWay(
  holder: Holder,
  role: Powerful['roles'][number],
  around: Surroundings,
): AdministratorWay | undefined {
  for (const service of servicesIn(role.trust)) {
    const passed = ask(holder, around, 'iam:PassRole', role.arn, { 'iam:PassedToService': service });
    if (passed === undefined) continue;
    const started = (launches[service.replace(/\.cn$/, '')] ?? []).some((action) =>
      resourcesOf(holder.policies.identity, action, undefined, ['*'], around.scope).some(
        (resource) => ask(holder, around, action, resource) !== undefined,
      ),
    );
    if (started) return passed;
  }
  return undefined;
}

function servicesIn(trust: PolicyDocument): readonly string[] {
  return trust.Statement.filter((statement) => statement.Effect === 'Allow').flatMap(({ Principal }) =>
    typeof Principal === 'object' ? listOf(Principal.Service) : [],
  );
}

/**
 * Not denied is a way: a condition that cannot be judged (an address, a tag) may well be met. Policies whose
 * text is unknown are left out, as they would make everybody a suspect; whoever calls tells of them.
 */
function ask(
  holder: Holder,
  { scope, region }: Surroundings,
  action: string,
  resource: string,
  more: AccessRequest['context'] = {},
): AdministratorWay | undefined {
  const { unread: _left, ...policies } = holder.policies;
  const decision: Decision = evaluateAccess(
    {
      principal: holder.principal,
      action,
      resource,
      resourceAccount: scope.accountId,
      context: {
        'aws:MultiFactorAuthPresent': 'true',
        'aws:SecureTransport': 'true',
        // IAM and its kin answer from the partition's main region only.
        ...(/^(iam|sts):/.test(action) ? {} : { 'aws:RequestedRegion': region }),
        ...more,
      },
    },
    policies,
  );
  return decision.decision === 'denied' ? undefined : { action, reason: decision.reason };
}

function ownArn(holder: Holder, kind: (typeof grants)[number][1]): readonly string[] {
  return holder.principal.kind === kind ? [holder.arn] : [];
}

/** What to ask an action about: the probes, and whatever the statements that allow it name. */
function resourcesOf(
  policies: readonly NamedPolicy[],
  action: string,
  kind: string | undefined,
  probes: readonly string[],
  scope: ArnScope,
): readonly string[] {
  const named = policies
    .flatMap((policy) => policy.document.Statement)
    .filter((statement) => statement.Effect === 'Allow' && covers(statement, action))
    .flatMap((statement) => listOf(statement.Resource))
    .flatMap((entry) => concrete(entry, scope) ?? [])
    .filter((arn) => kind === undefined || parseArn(arn)?.resource.startsWith(`${kind}/`) === true);
  return [...new Set([...probes, ...named])];
}

function covers(statement: Statement, action: string): boolean {
  const entries = listOf(statement.Action ?? statement.NotAction);
  const named = entries.some((entry) => actionMatches(entry, action));
  return statement.Action === undefined ? !named : named;
}

/** One resource of this account that an entry means; undefined for `*`, other accounts' and open variables. */
function concrete(entry: string, { partition, accountId }: ArnScope): string | undefined {
  const [head, , service = '', region = '', account = '', ...rest] = entry.split(':');
  if (head !== 'arn' || rest.length === 0 || entry.includes('$' + '{')) return undefined;
  if (account !== '' && account !== accountId && !/[*?]/.test(account)) return undefined;
  const filled = rest.join(':').replaceAll('*', probe).replaceAll('?', 'x');
  const place = /[*?]/.test(region) ? 'eu-west-1' : region;
  return `arn:${partition}:${service}:${place}:${account === '' ? '' : accountId}:${filled}`;
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
