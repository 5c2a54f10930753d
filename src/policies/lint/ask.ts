import type { Partition } from '../../model/target.ts';
import type { AccessRequest } from '../access.ts';
import { evaluateAccess } from '../evaluate.ts';
import { actionMatches } from '../match.ts';
import type { ReadPolicy, ReadStatement, Spot } from './read-policy.ts';

/** The world in which statements are tried: ids that are known, made up where they are not. */
export interface World {
  readonly partition: Partition;
  readonly accountId: string;
  /** The home region first, then those that the statements name. */
  readonly regions: readonly string[];
  readonly self: AccessRequest['principal'];
  /** Name of the user who asks. */
  readonly selfName: string;
}

const someAccount = '123456789012';
/** Where IAM's calls are recorded, and what `aws:RequestedRegion` says for them. */
export const globalRegions: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

export function worldOf({ account = {}, holder, statements }: ReadPolicy): World {
  const text = JSON.stringify(statements);
  const partition = account.partition ?? 'aws';
  const accountId = account.accountId ?? /"arn:[^:"]*:[^:"]*:[^:"]*:(\d{12}):/.exec(text)?.[1] ?? someAccount;
  const named = [...text.matchAll(/"arn:[^:"]*:[^:"]*:([a-z]{2}(?:-[a-z]+)+-\d):/g)].map((found) => found[1]);
  const home = account.region ?? globalRegions[partition];
  const selfName = 'any-member';
  const path = holder === 'machine' ? '/machine/' : '/';
  const self: World['self'] =
    holder === 'role'
      ? {
          arn: `arn:${partition}:sts::${accountId}:assumed-role/${selfName}/session`,
          accountId,
          kind: 'role',
        }
      : { arn: `arn:${partition}:iam::${accountId}:user${path}${selfName}`, accountId, kind: 'user' };
  const regions = [...new Set([home, ...named.flatMap((region) => region ?? [])])];
  return { partition, accountId, regions, self, selfName };
}

/** That something can be done, and which statement lets it. */
export interface Reached {
  readonly statement: ReadStatement;
  readonly spot: Spot;
}

/**
 * Condition keys that decide whether a call leads further: what the person who calls would rather say stands
 * in the question, so a statement that limits them is believed.
 */
const decisive = /^(iam|sts):/i;
const positive =
  /^(stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|bool|numeric\w*|date\w*)$/;

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: AccessRequest['context'];
}
/** An honest policy has a handful of different conditions on one action; a hostile one would take all day. */
const mostContexts = 8;

/**
 * Whether the statements together let their holder do something, Denies included. What cannot be judged
 * (an address, a tag of the caller) counts as done: somebody may well meet it.
 */
export function canDo(policy: ReadPolicy, world: World, request: Request): Reached | undefined {
  const { action, resource } = request;
  const granting = grantsByName(policy, action).filter((each) => mayMean(each, resource));
  if (granting.length === 0) return undefined;
  const denying = policy.read.filter(
    (each) => each.statement.Effect === 'Deny' && covers(each, action) && mayMean(each, resource),
  );
  const base = { ...baseContext(policy, world, resource), ...request.context };
  const denied = new Map<string, boolean>();
  for (const statement of granting) {
    // An Allow is met or not by itself, so each is tried in the situation that it asks for.
    const context = { ...freelyChosen(statement), ...base };
    const key = JSON.stringify(context);
    if (denied.get(key) === true || (denied.size >= mostContexts && !denied.has(key))) continue;
    const isDenied = (statements: readonly ReadStatement[]): boolean =>
      decide(policy, statements, { principal: world.self, action, resource, context }) === 'denied';
    if (isDenied([statement])) continue;
    if (!isDenied([statement, ...denying])) return { statement, spot: spotOf(statement, action) };
    denied.set(key, true);
  }
  return undefined;
}

function decide(
  policy: ReadPolicy,
  statements: readonly ReadStatement[],
  request: AccessRequest,
): 'allowed' | 'denied' | 'unknown' {
  const document = {
    Version: '2012-10-17' as const,
    Statement: statements.map(({ statement }) => statement),
  };
  return evaluateAccess(request, { identity: [{ name: policy.where, document }] }).decision;
}

/** A quick look at the service of the ARNs, before they are matched. */
function mayMean({ resources, statement }: ReadStatement, resource: string): boolean {
  if (statement.Resource === undefined) return true;
  const service = resource.split(':')[2];
  return resources.some(({ text }) => {
    const part = text === '*' ? '*' : (text.split(':')[2] ?? '*');
    return /[*?$]/.test(part) || part === service;
  });
}

/** Allows that cover an action, whatever they say about resources and conditions. */
export function grantsByName(policy: ReadPolicy, action: string): readonly ReadStatement[] {
  return policy.read.filter((each) => each.statement.Effect === 'Allow' && covers(each, action));
}

function covers({ statement, actions, notActions }: ReadStatement, action: string): boolean {
  return statement.NotAction === undefined
    ? actions.some((entry) => actionMatches(entry.text, action))
    : !notActions.some((entry) => actionMatches(entry.text, action));
}

function spotOf({ actions }: ReadStatement, action: string): Spot {
  return actions.find((entry) => actionMatches(entry.text, action))?.spot ?? ['NotAction'];
}

/** What any call of the holder carries. Tags of resources are those of a thing that nobody tagged for this. */
function baseContext(policy: ReadPolicy, world: World, resource: string): AccessRequest['context'] {
  const tags = policy.read
    .flatMap(({ conditions }) => conditions.map(({ key }) => key))
    .filter((key) => /:resourcetag\//i.test(key));
  const region = resource.split(':')[3] ?? '';
  return {
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:RequestedRegion': region === '' ? globalRegions[world.partition] : region,
    ...(policy.holder === 'human' ? { 'aws:MultiFactorAuthPresent': 'true' } : {}),
    ...Object.fromEntries(tags.map((key) => [key, 'of-something-else'])),
  };
}

/** Values that whoever calls chooses, like the type of an instance: they say what the statement wants. */
function freelyChosen({ conditions }: ReadStatement): AccessRequest['context'] {
  const chosen = conditions.filter(
    ({ key, operator }) =>
      positive.test(operator.base) &&
      !decisive.test(key) &&
      !/:resourcetag\//i.test(key) &&
      (!/^aws:/i.test(key) || /^aws:(requesttag|tagkeys)/i.test(key)),
  );
  return Object.fromEntries(
    chosen.flatMap(({ key, values }) =>
      values.slice(0, 1).map(({ text }) => [key, text.replaceAll('*', 'any').replaceAll('?', 'x')]),
    ),
  );
}
