import { parseArn } from '../lib/arn.ts';
import type { AccessRequest } from './access.ts';

/** The condition keys of one request, looked up without regard to case. */
export interface RequestContext {
  /** undefined where the request carries no such key. */
  readonly values: (key: string) => readonly string[] | undefined;
  /** True where a real request would, or might, carry the key and this one does not say. */
  readonly isOpen: (key: string) => boolean;
}

/**
 * Keys that AWS puts into requests from things we do not look at. Taking one of them for absent would be a
 * guess. Not here: keys whose absence means something (`aws:MultiFactorAuthPresent` of an access key), and
 * keys of single services, which whoever asks gives or leaves out.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const openKeys = new Set([
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tokenissuetime',
  'aws:multifactorauthage',
  'aws:useragent',
  'aws:referer',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:userid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:viaawsservice',
  'aws:federatedprovider',
]);
const openPrefixes = ['aws:principaltag/', 'aws:resourcetag/'];

/** The request's own keys, and those that follow from who asks for what. */
export function requestContext(request: AccessRequest): RequestContext {
  const keys = new Map<string, readonly string[]>();
  const set = (key: string, value: string | readonly string[] | undefined): void => {
    if (value !== undefined) keys.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  };
  for (const [key, value] of Object.entries(derivedKeys(request))) set(key, value);
  for (const [key, value] of Object.entries(request.context)) set(key, value);
  return {
    values: (key) => keys.get(key.toLowerCase()),
    isOpen: (key) => {
      const name = key.toLowerCase();
      return (
        !keys.has(name) && (openKeys.has(name) || openPrefixes.some((prefix) => name.startsWith(prefix)))
      );
    },
  };
}

function derivedKeys(request: AccessRequest): Readonly<Record<string, string | undefined>> {
  const { principal } = request;
  if (principal.kind === 'service') {
    return {
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': principal.arn,
      'aws:ResourceAccount': resourceAccountOf(request),
    };
  }
  return {
    'aws:PrincipalArn': roleArnOf(principal.arn),
    'aws:PrincipalAccount': principal.accountId,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': principal.kind === 'user' ? 'User' : 'AssumedRole',
    'aws:username':
      principal.kind === 'user' ? principal.arn.slice(principal.arn.lastIndexOf('/') + 1) : undefined,
    'aws:ResourceAccount': resourceAccountOf(request),
  };
}

/** For a session AWS gives the role's ARN; its path is not in the session's, so it is right for roles under `/`. */
function roleArnOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
}

/** Whose resource it is: as told, as its ARN says, else the caller's own. */
export function resourceAccountOf(request: AccessRequest): string {
  const inArn = parseArn(request.resource)?.accountId;
  return (
    request.resourceAccount ?? (inArn === undefined || inArn === '' ? request.principal.accountId : inArn)
  );
}
