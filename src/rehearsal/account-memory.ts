import { type AnalyzerBook, rememberAnalyzer } from './access-analyzer.ts';
import { type BudgetBook, rememberBudget } from './budget-book.ts';
import { type Operation, queryParameters } from './operation-name.ts';
import type { MetadataDefaults, Scenario } from './scenario.ts';
import { rememberServiceCredential, type ServiceCredentials } from './service-credentials.ts';
import { headerOf, type WireReply, type WireRequest } from './wire.ts';

/** What the emulator forgets or never knew, gathered from the calls that went through. */
export interface AccountMemory {
  /** Users whose password must be changed at the next sign-in. */
  readonly mustChangePassword: Set<string>;
  /** Trail name to the time (milliseconds) of its last StartLogging. */
  readonly loggingStartedAt: Map<string, number>;
  readonly metadataDefaults: Map<string, MetadataDefaults>;
  readonly analyzers: AnalyzerBook;
  /** User name to the ARN of its permissions boundary. */
  readonly userBoundaries: Map<string, string>;
  readonly budgets: BudgetBook;
  readonly serviceCredentials: ServiceCredentials;
}
/** A call that AWS, here the emulator, answered with success. */
export interface SuccessfulCall {
  readonly operation: Operation;
  readonly request: WireRequest;
  readonly reply: WireReply;
  readonly at: number;
  /** User name of the caller, when it is an IAM user. */
  readonly userName?: string;
}

export function createAccountMemory(scenario: Scenario): AccountMemory {
  return {
    mustChangePassword: new Set(),
    loggingStartedAt: new Map(),
    metadataDefaults: new Map(Object.entries(scenario.instanceMetadataDefaults)),
    analyzers: new Map(),
    userBoundaries: new Map(),
    budgets: new Map(),
    serviceCredentials: { all: new Map(), made: 0 },
  };
}

/** Takes in what a call changed. Called in the order of the calls, live and when a journal is replayed. */
export function rememberCall(memory: AccountMemory, call: SuccessfulCall): void {
  const { service, action } = call.operation;
  if (service === 'access-analyzer') rememberAnalyzer(memory.analyzers, call);
  if (service === 'budgets') rememberBudget(action, jsonBody(call.request), memory.budgets, call.at);
  if (service === 'iam' && action.includes('ServiceSpecificCredential'))
    rememberServiceCredential(
      action,
      (name) => parameter(call.request, name) ?? '',
      memory.serviceCredentials,
    );
  const remember = rememberers[`${service}:${action}`];
  if (remember !== undefined) remember(memory, call);
}

type Rememberer = (memory: AccountMemory, call: SuccessfulCall) => void;

const rememberers: Readonly<Record<string, Rememberer>> = {
  'iam:CreateLoginProfile': (memory, call) => rememberReset(memory, call, false),
  // Left out, the switch stays as it is.
  'iam:UpdateLoginProfile': (memory, call) => rememberReset(memory, call, undefined),
  'iam:DeleteLoginProfile': (memory, call) => {
    memory.mustChangePassword.delete(parameter(call.request, 'UserName') ?? call.userName ?? '');
  },
  'iam:ChangePassword': (memory, call) => {
    if (call.userName !== undefined) memory.mustChangePassword.delete(call.userName);
  },
  'iam:UpdateUser': (memory, call) => {
    const before = parameter(call.request, 'UserName') ?? '';
    const after = parameter(call.request, 'NewUserName');
    if (after !== undefined && memory.mustChangePassword.delete(before)) memory.mustChangePassword.add(after);
  },
  'iam:CreateUser': rememberBoundary,
  'iam:PutUserPermissionsBoundary': rememberBoundary,
  'iam:DeleteUserPermissionsBoundary': (memory, call) => {
    memory.userBoundaries.delete(parameter(call.request, 'UserName') ?? '');
  },
  'iam:DeleteUser': (memory, call) => {
    memory.userBoundaries.delete(parameter(call.request, 'UserName') ?? '');
  },
  'cloudtrail:StartLogging': (memory, call) => {
    const name = trailNameOf(call.request);
    if (name !== undefined) memory.loggingStartedAt.set(name, call.at);
  },
  'cloudtrail:DeleteTrail': (memory, call) => {
    memory.loggingStartedAt.delete(trailNameOf(call.request) ?? '');
  },
  'ec2:ModifyInstanceMetadataDefaults': (memory, call) => {
    const { region } = call.operation;
    memory.metadataDefaults.set(
      region,
      mergeDefaults(memory.metadataDefaults.get(region) ?? {}, call.request),
    );
  },
};

function rememberBoundary(memory: AccountMemory, call: SuccessfulCall): void {
  const [user, arn] = [parameter(call.request, 'UserName'), parameter(call.request, 'PermissionsBoundary')];
  if (user !== undefined && arn !== undefined) memory.userBoundaries.set(user, arn);
}

function rememberReset(memory: AccountMemory, call: SuccessfulCall, absent: boolean | undefined): void {
  const user = parameter(call.request, 'UserName') ?? call.userName;
  const asked = parameter(call.request, 'PasswordResetRequired');
  const reset = asked === undefined ? absent : asked === 'true';
  if (user === undefined || reset === undefined) return;
  if (reset) memory.mustChangePassword.add(user);
  else memory.mustChangePassword.delete(user);
}

/** `no-preference` and -1 take a default back. */
function mergeDefaults(before: MetadataDefaults, request: WireRequest): MetadataDefaults {
  const merged: Record<string, unknown> = { ...before };
  const asked: Readonly<Record<string, string>> = {
    httpTokens: 'HttpTokens',
    httpPutResponseHopLimit: 'HttpPutResponseHopLimit',
    httpEndpoint: 'HttpEndpoint',
    instanceMetadataTags: 'InstanceMetadataTags',
  };
  for (const [key, name] of Object.entries(asked)) {
    const value = parameter(request, name);
    if (value === undefined) continue;
    if (value === 'no-preference' || value === '-1') delete merged[key];
    else merged[key] = name === 'HttpPutResponseHopLimit' ? Number(value) : value;
  }
  return merged;
}

export function parameter(request: WireRequest, name: string): string | undefined {
  return queryParameters(request).get(name) ?? undefined;
}

/** The JSON body of a request, or an empty object when it is none. */
export function jsonBody(request: WireRequest): Readonly<Record<string, unknown>> {
  if (!(headerOf(request, 'content-type') ?? '').includes('json')) return {};
  try {
    const parsed: unknown = JSON.parse(request.body.toString());
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A trail may be named by its name or its ARN. */
export function trailNameOf(request: WireRequest): string | undefined {
  const { Name } = jsonBody(request);
  return typeof Name === 'string' ? Name.split(':trail/').at(-1) : undefined;
}
