import { parseArn } from '../../lib/arn.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { listOf } from '../../policies/list-of.ts';

/** Somebody from outside whom a trust policy lets in. */
export interface Outsider {
  readonly kind: 'account' | 'organization' | 'provider' | 'anyone';
  /** Account id, organisation id, name of the identity provider, or `anyone`. */
  readonly name: string;
}

/**
 * Who from outside the account a trust policy lets in. Denies are left aside: what they hold back today is
 * one edit away.
 */
export function outsidersOf(trust: PolicyDocument, accountId: string): readonly Outsider[] {
  const all = trust.Statement.filter((statement) => statement.Effect === 'Allow').flatMap((statement) =>
    outsidersIn(statement, accountId),
  );
  return all.filter((each, index) => all.findIndex((other) => other.name === each.name) === index);
}

function outsidersIn(statement: Statement, accountId: string): readonly Outsider[] {
  const { Principal } = statement;
  const anyone = { kind: 'anyone', name: 'anyone' } as const;
  // Allow with NotPrincipal: everybody but those.
  if (Principal === undefined) return [anyone];
  if (Principal === '*') return limits(statement, accountId) ?? [anyone];
  const accounts = listOf(Principal.AWS).flatMap((name): readonly Outsider[] => {
    if (name === '*') return limits(statement, accountId) ?? [anyone];
    const account = /^\d{12}$/.test(name) ? name : parseArn(name)?.accountId;
    // An id in place of an ARN is what AWS shows for a principal that is gone: nobody comes in by it any more.
    return account === undefined || account === accountId ? [] : [{ kind: 'account', name: account }];
  });
  const providers = listOf(Principal.Federated).map((name): Outsider => {
    const provider = name.slice(name.indexOf('provider/') + (name.includes('provider/') ? 9 : 0));
    return isOpenProvider(name, statement) ? anyone : { kind: 'provider', name: provider };
  });
  return [...accounts, ...providers];
}

/** Conditions that say who of everybody is meant; undefined where none does. */
function limits(statement: Statement, accountId: string): readonly Outsider[] | undefined {
  const organizations = valuesOf(statement, 'aws:PrincipalOrgID');
  if (organizations.length > 0) return organizations.map((name) => ({ kind: 'organization', name }));
  const accounts = [
    ...valuesOf(statement, 'aws:PrincipalAccount'),
    ...valuesOf(statement, 'aws:PrincipalArn').map((arn) => parseArn(arn)?.accountId ?? '*'),
  ];
  if (accounts.length === 0 || accounts.some((account) => !/^\d{12}$/.test(account))) return undefined;
  return accounts.filter((account) => account !== accountId).map((name) => ({ kind: 'account', name }));
}

/** Values that positive operators compare a key with; IfExists lets a request without the key through. */
function valuesOf(statement: Statement, key: string): readonly string[] {
  return Object.entries(statement.Condition ?? {})
    .filter(([operator]) => /^(ForAnyValue:)?(StringEquals|StringLike|ArnEquals|ArnLike)$/i.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([name]) => name.toLowerCase() === key.toLowerCase())
    .flatMap(([, values]) => listOf(values));
}

/**
 * An OpenID provider serves the whole world: without a condition on the subject everybody who has an account
 * there comes in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
function isOpenProvider(provider: string, statement: Statement): boolean {
  if (provider.includes(':saml-provider/')) return false;
  const host = provider.slice(
    provider.indexOf('oidc-provider/') + (provider.includes('oidc-provider/') ? 14 : 0),
  );
  // Cognito and the social providers know their client by the audience.
  const keys = provider.includes('oidc-provider/')
    ? [`${host}:sub`]
    : [`${host}:sub`, `${host}:aud`, `${host}:app_id`];
  const subjects = keys.flatMap((key) => valuesOf(statement, key));
  return subjects.length === 0 || subjects.some((subject) => /^(repo:)?[*?:/]*$/.test(subject));
}
