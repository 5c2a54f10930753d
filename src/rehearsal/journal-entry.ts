import { authorizationFor } from './ask-emulator.ts';
import type { JournalEntry } from './journal.ts';
import type { Operation } from './operation-name.ts';
import { headerOf, headerPairs, type WireRequest } from './wire.ts';

/** Stands for every password; long and mixed enough for any password policy (128 is the most one may ask). */
export const passwordPlaceholder = `Placeholder-1-${'x'.repeat(114)}`;

/** Headers that shape what a call does. All others say who sent it, how, or with what proof. */
const keptHeaders =
  /^(content-type|content-encoding|content-md5|content-disposition|content-language|cache-control|expires|smithy-protocol|if-match|if-none-match|x-amz-.+|x-moto-account-id)$/;
const droppedHeaders = /^x-amz-(security-token|date|user-agent|.*customer-key.*)$/;
/** Query parameters of a presigned URL that prove something. */
const droppedQuery = ['X-Amz-Signature', 'X-Amz-Security-Token'];
const passwordParameters = ['Password', 'NewPassword', 'OldPassword'];

export interface CallFacts {
  readonly n: number;
  readonly at: number;
  readonly operation: Operation;
  readonly request: WireRequest;
  /** ARN of the caller. */
  readonly caller: string;
  /** Account the call went to, where it is not the rehearsal's own. */
  readonly account?: string;
  readonly touch: boolean;
  readonly local: boolean;
}

/** What of a call goes into the journal: no password, no signature, no session token. */
export function toJournalEntry(facts: CallFacts): JournalEntry {
  const { operation, request } = facts;
  return {
    n: facts.n,
    at: facts.at,
    service: operation.service,
    action: operation.action,
    region: operation.region,
    ...(operation.accessKeyId === undefined ? {} : { keyId: operation.accessKeyId }),
    caller: facts.caller,
    ...(facts.account === undefined ? {} : { account: facts.account }),
    method: request.method,
    path: withoutProof(request.path),
    headers: headerPairs(request.rawHeaders)
      .filter(([name]) => keptHeaders.test(name.toLowerCase()) && !droppedHeaders.test(name.toLowerCase()))
      .flat(),
    body: withoutPasswords(operation, request).toString('base64'),
    ...(facts.touch ? { touch: true } : {}),
    ...(facts.local ? { local: true } : {}),
  };
}

/** The call as it is sent again. */
export function toReplayRequest(entry: JournalEntry): WireRequest {
  const signed =
    entry.service === 's3control' ? 's3' : entry.service === 'cloudwatch' ? 'monitoring' : entry.service;
  const authorization = authorizationFor(entry.keyId ?? 'AKIAFRONTFRONTFRONT0', entry.region, signed);
  return {
    method: entry.method,
    path: entry.path,
    rawHeaders: ['Authorization', authorization, ...entry.headers, ...accountHeader(entry.account)],
    body: Buffer.from(entry.body, 'base64'),
  };
}

/** Sends a call to an account that its key, unknown after a restart, no longer tells. */
function accountHeader(account: string | undefined): readonly string[] {
  return account === undefined ? [] : ['x-moto-account-id', account];
}

function withoutProof(path: string): string {
  if (!path.includes('X-Amz-')) return path;
  const url = new URL(path, 'http://localhost');
  for (const name of droppedQuery) url.searchParams.delete(name);
  return `${url.pathname}${url.search}`;
}

function withoutPasswords(operation: Operation, request: WireRequest): Buffer {
  if (operation.service === 'ssm' && operation.action === 'PutParameter') return withoutSecureString(request);
  const type = headerOf(request, 'content-type') ?? '';
  if (operation.service !== 'iam' || !type.startsWith('application/x-www-form-urlencoded'))
    return request.body;
  const parameters = new URLSearchParams(request.body.toString());
  const present = passwordParameters.filter((name) => parameters.has(name));
  if (present.length === 0) return request.body;
  for (const name of present) parameters.set(name, passwordPlaceholder);
  return Buffer.from(parameters.toString());
}

function withoutSecureString(request: WireRequest): Buffer {
  const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
  if (body.Type !== 'SecureString') return request.body;
  return Buffer.from(JSON.stringify({ ...body, Value: passwordPlaceholder }));
}
