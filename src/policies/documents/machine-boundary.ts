import { type ArnScope, bucketArn } from '../../lib/arn.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { listOf } from '../list-of.ts';
import { actionMatches } from '../match.ts';
import { literalName } from './literal-name.ts';

/** The audit parts that no machine may touch. */
export interface AuditParts {
  readonly bucket: string;
  /** With the `alias/` prefix. */
  readonly keyAlias?: string;
  readonly trailArn: string;
}

/**
 * Permissions boundary of a machine user: allows exactly the statements of its groups (a boundary of denies
 * alone grants nothing, the machine would be dead) and denies what no machine ever does. Explicit denies,
 * because a resource policy that names the user is not limited by a boundary's silence.
 * @throws UserError `WildcardInName`
 */
export function machineBoundary(p: {
  readonly scope: ArnScope;
  readonly statements: readonly Statement[];
  readonly audit?: AuditParts;
}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [...workStatements(p.statements), ...denies(p.statements), ...auditDenies(p.scope, p.audit)],
  };
}

/** Two groups may use one Sid, and a document may not: they are numbered anew. */
function workStatements(statements: readonly Statement[]): readonly Statement[] {
  const bare = statements.map(({ Sid: _dropped, ...rest }) => rest);
  const once = bare.filter(
    (statement, index) =>
      bare.findIndex((other) => JSON.stringify(other) === JSON.stringify(statement)) === index,
  );
  return once.map((statement, index) => ({ Sid: `Work${index + 1}`, ...statement }));
}

function denies(statements: readonly Statement[]): readonly Statement[] {
  const roles = rolesToAssume(statements);
  return [
    {
      Sid: 'NeverIdentityOrMoney',
      Effect: 'Deny',
      Action: ['iam:*', 'organizations:*', 'account:*', 'billing:*', 'payments:*', 'sts:GetFederationToken'],
      Resource: '*',
    },
    {
      Sid: 'OnlyListedRoles',
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      ...(roles.length === 0 ? { Resource: '*' } : { NotResource: roles }),
    },
    {
      Sid: 'NeverTrails',
      Effect: 'Deny',
      Action: [
        'cloudtrail:StopLogging',
        'cloudtrail:DeleteTrail',
        'cloudtrail:UpdateTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:PutInsightSelectors',
      ],
      Resource: '*',
    },
  ];
}

/** Roles that the groups name; `*` names none. */
function rolesToAssume(statements: readonly Statement[]): readonly string[] {
  const granting = statements.filter(
    (statement) =>
      statement.Effect === 'Allow' &&
      listOf(statement.Action).some((action) => actionMatches(action, 'sts:AssumeRole')),
  );
  const roles = granting
    .flatMap((statement) => listOf(statement.Resource))
    .filter((resource) => resource !== '*');
  return [...new Set(roles)].sort();
}

function auditDenies(scope: ArnScope, audit: AuditParts | undefined): readonly Statement[] {
  if (audit === undefined) return [];
  const bucket = bucketArn(scope.partition, literalName('The audit bucket', audit.bucket));
  return [
    { Sid: 'NeverAuditBucket', Effect: 'Deny', Action: 's3:*', Resource: [bucket, `${bucket}/*`] },
    ...(audit.keyAlias === undefined
      ? []
      : auditKeyDenies(scope, literalName('The audit key', audit.keyAlias))),
  ];
}

/** The key's id is unknown until it is made, so it is known by its alias; which is therefore guarded too. */
function auditKeyDenies(scope: ArnScope, alias: string): readonly Statement[] {
  const at = `arn:${scope.partition}:kms:*:${scope.accountId}`;
  return [
    {
      Sid: 'NeverAuditKey',
      Effect: 'Deny',
      Action: ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:CreateGrant'],
      Resource: `${at}:key/*`,
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } },
    },
    {
      Sid: 'NeverAuditKeyAlias',
      Effect: 'Deny',
      Action: ['kms:DeleteAlias', 'kms:UpdateAlias'],
      Resource: `${at}:${alias}`,
    },
  ];
}
