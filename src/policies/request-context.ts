import { parseArn } from '../lib/arn.ts';
import { type AccessRequest, type Verdict, verdictOf } from './access.ts';

/** The condition keys of one request, looked up without regard to case. */
export interface RequestContext {
  /** undefined where the request carries no such key. */
  readonly values: (key: string) => readonly string[] | undefined;
  /** True for a key given as a list: one that can have several values. */
  readonly isList: (key: string) => boolean;
  /** True where a real request would, or might, carry the key and this one does not say. */
  readonly isOpen: (key: string) => boolean;
  /** Whether a real request carries the key. */
  readonly has: (key: string) => Verdict;
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
const tagPrefix = 'aws:principaltag/';
/** Of those, the ones that no request lacks, whatever their value. */
const everPresent = new Set(['aws:currenttime', 'aws:epochtime', 'aws:securetransport', 'aws:userid']);

/** The request's own keys, and those that follow from who asks for what. */
export function requestContext(request: AccessRequest): RequestContext {
  const given = lowerKeys(request.context);
  const tags = request.principal.tags === undefined ? undefined : lowerKeys(request.principal.tags);
  const find = (name: string): string | readonly string[] | undefined =>
    given.get(name) ??
    (name.startsWith(tagPrefix) ? tags?.get(name.slice(tagPrefix.length)) : derivedKeys.get(name)?.(request));
  const isOpen = (name: string): boolean => {
    if (find(name) !== undefined || (tags !== undefined && name.startsWith(tagPrefix))) return false;
    return openKeys.has(name) || name.startsWith(tagPrefix) || name.startsWith('aws:resourcetag/');
  };
  return {
    values: (key) => {
      const value = find(key.toLowerCase());
      return typeof value === 'string' ? [value] : value;
    },
    isList: (key) => Array.isArray(find(key.toLowerCase())),
    isOpen: (key) => isOpen(key.toLowerCase()),
    has: (key) => {
      const name = key.toLowerCase();
      if (everPresent.has(name)) return 'yes';
      return isOpen(name) ? 'unknown' : verdictOf(find(name) !== undefined);
    },
  };
}

type Keys = Readonly<Record<string, string | readonly string[]>>;
const lowered = new WeakMap<Keys, ReadonlyMap<string, string | readonly string[]>>();

/** Many requests share one context, so it is read once. */
function lowerKeys(keys: Keys): ReadonlyMap<string, string | readonly string[]> {
  const known = lowered.get(keys);
  if (known !== undefined) return known;
  const made = new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]));
  lowered.set(keys, made);
  return made;
}

/** Somebody of an identity provider, or a service, has no account and no ARN of their own. */
const ofIdentity =
  (read: (request: AccessRequest) => string | undefined) =>
  (request: AccessRequest): string | undefined =>
    request.principal.kind === 'user' || request.principal.kind === 'role' ? read(request) : undefined;

const derivedKeys: ReadonlyMap<string, (request: AccessRequest) => string | undefined> = new Map(
  Object.entries({
    'aws:resourceaccount': resourceAccountOf,
    'aws:principalisawsservice': ({ principal }) => String(principal.kind === 'service'),
    'aws:principalservicename': ({ principal }) => (principal.kind === 'service' ? principal.arn : undefined),
    'aws:principalarn': ofIdentity(({ principal }) => roleArnOf(principal.arn)),
    'aws:principalaccount': ofIdentity(({ principal }) => principal.accountId),
    'aws:principaltype': ofIdentity(({ principal }) => (principal.kind === 'user' ? 'User' : 'AssumedRole')),
    'aws:username': ({ principal }) =>
      principal.kind === 'user' ? principal.arn.slice(principal.arn.lastIndexOf('/') + 1) : undefined,
  }),
);

/** For a session AWS gives the role's ARN; its path is not in the session's, so it is right for roles under `/`. */
function roleArnOf(arn: string): string {
  const session = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
}

/** Whose resource it is: as told, as its ARN says, else the caller's own. AWS's own policies are everybody's. */
export function resourceAccountOf(request: AccessRequest): string {
  if (request.resourceAccount !== undefined) return request.resourceAccount;
  const inArn = parseArn(request.resource)?.accountId;
  const named = inArn === undefined || inArn === '' || inArn === 'aws' ? undefined : inArn;
  return named ?? request.principal.accountId;
}
