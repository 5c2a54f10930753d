import { analyzerOperation } from './analyzer-operation.ts';
import { s3ControlOperation, s3Operation } from './s3-operation.ts';
import { headerOf, type WireRequest } from './wire.ts';

/** How a service writes requests and errors. */
export type Protocol = 'query' | 'ec2' | 'json' | 's3' | 's3control' | 'rest-json' | 'cbor';

/** Which AWS operation an HTTP request is. */
export interface Operation {
  /** As in an IAM action: `iam`, `s3`, `cloudtrail`; S3 Control is `s3control`. */
  readonly service: string;
  /** As in the API reference: `CreateUser`. */
  readonly action: string;
  /** Region of the SigV4 scope; global services are always in `us-east-1`. */
  readonly region: string;
  readonly accessKeyId?: string;
  readonly protocol: Protocol;
  /** True when it may change the account. */
  readonly mutating: boolean;
}

interface Scope {
  readonly accessKeyId?: string;
  readonly region: string;
  readonly service?: string;
}

/** Services without regions: their events are in the main region, whatever region a client was given. */
const globalServices = new Set(['iam', 'sts', 'account', 'budgets', 'organizations']);

/** Names the operation of a request in any of AWS's protocols. */
export function nameOperation(request: WireRequest): Operation {
  const url = new URL(request.path, 'http://localhost');
  const scope = readScope(request, url);
  const { service, action, protocol } = identify(request, url, scope);
  const region = globalServices.has(service) ? 'us-east-1' : scope.region;
  return {
    service,
    action,
    region,
    protocol,
    mutating: isMutating(service, action, request.method),
    ...(scope.accessKeyId === undefined ? {} : { accessKeyId: scope.accessKeyId }),
  };
}

/** The parameters of a query-protocol request; empty for the others. */
export function queryParameters(request: WireRequest): URLSearchParams {
  const url = new URL(request.path, 'http://localhost');
  const parameters = new URLSearchParams(url.search);
  if ((headerOf(request, 'content-type') ?? '').startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(request.body.toString())) parameters.append(name, value);
  }
  return parameters;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function readScope(request: WireRequest, url: URL): Scope {
  const credential =
    /Credential=([^,\s]+)/.exec(headerOf(request, 'authorization') ?? '')?.[1] ??
    url.searchParams.get('X-Amz-Credential') ??
    '';
  const parts = credential.split('/');
  const accessKeyId = parts[0] === '' ? undefined : parts[0];
  // SigV4A leaves the region out of the scope: key/date/service/aws4_request.
  const hasRegion = parts.length === 5;
  const region = hasRegion ? parts[2] : headerOf(request, 'x-amz-region-set');
  const service = (hasRegion ? parts[3] : parts[2])?.toLowerCase();
  return {
    region: region ?? 'us-east-1',
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(service === undefined ? {} : { service }),
  };
}

const targetServices: Readonly<Record<string, string>> = {
  TrentService: 'kms',
  CloudTrail_20131101: 'cloudtrail',
  AmazonSSM: 'ssm',
  Logs_20140328: 'logs',
  AWSBudgetServiceGateway: 'budgets',
  GraniteServiceVersion20100801: 'cloudwatch',
};
const aliases: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

function identify(
  request: WireRequest,
  url: URL,
  scope: Scope,
): { readonly service: string; readonly action: string; readonly protocol: Protocol } {
  const scoped = scope.service === undefined ? undefined : (aliases[scope.service] ?? scope.service);
  const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(url.pathname);
  if (rpc !== null && headerOf(request, 'smithy-protocol') !== undefined) {
    return { service: scoped ?? rpc[1] ?? 'unknown', action: rpc[2] ?? 'Unknown', protocol: 'cbor' };
  }
  const target = headerOf(request, 'x-amz-target');
  if (target !== undefined) {
    // CloudTrail's has dots before the service too: com.amazonaws.….CloudTrail_20131101.LookupEvents.
    const [prefix = '', action = 'Unknown'] = target.split('.').slice(-2);
    return { service: scoped ?? targetServices[prefix] ?? prefix.toLowerCase(), action, protocol: 'json' };
  }
  const form = queryParameters(request).get('Action');
  if (form !== null && scoped !== 's3') {
    return {
      service: scoped ?? serviceOfUnsigned(form),
      action: form,
      protocol: scoped === 'ec2' ? 'ec2' : 'query',
    };
  }
  if (url.pathname.startsWith('/v20180820/')) {
    return { service: 's3control', action: s3ControlOperation(request.method, url), protocol: 's3control' };
  }
  if (scoped === undefined || scoped === 's3') {
    return { service: 's3', action: s3Operation(request, url), protocol: 's3' };
  }
  const action =
    scoped === 'access-analyzer' ? analyzerOperation(request.method, url) : restAction(request.method, url);
  return { service: scoped, action, protocol: 'rest-json' };
}

function serviceOfUnsigned(action: string): string {
  return action.startsWith('AssumeRole') || action === 'GetCallerIdentity' ? 'sts' : 'iam';
}

/** REST-JSON services that name the operation in the path, as Account Management does; else method and path. */
function restAction(method: string, url: URL): string {
  const single = /^\/([a-z][A-Za-z]+)$/.exec(url.pathname)?.[1];
  if (method === 'POST' && single !== undefined) return single.charAt(0).toUpperCase() + single.slice(1);
  return `${method} ${url.pathname}`;
}

const reads =
  /^(Get|List|Describe|Head|Lookup|Simulate|Generate|Select|Validate|Check|Search|Preview|Verify|Test|Decode|View|Filter|AssumeRole|GET|HEAD)/;
/** Reads by what they do, not by their name. */
const otherReads = new Set(['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt', 'kms:Sign', 's3:OptionsObject']);

function isMutating(service: string, action: string, method: string): boolean {
  if (action === 'Unknown') return method !== 'GET' && method !== 'HEAD';
  return !reads.test(action) && !otherReads.has(`${service}:${action}`);
}
