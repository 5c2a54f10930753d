import type { ConditionBlock, PolicyDocument, Statement } from '../../model/policy.ts';
import { policyLimits, policySize } from '../policy-size.ts';
import type { NeededRights } from './needed-rights.ts';
import { type Right, type RightResource, rightResources } from './right.ts';
import { everyArn, type PlannedArns, type RightsScope } from './right-arns.ts';

export interface RightsPolicies {
  /** One or more managed policies, to be attached together. */
  readonly documents: readonly PolicyDocument[];
  /** Kinds with too many names to list, whose statements take in every one of the account. */
  readonly widened: readonly RightResource[];
}

/** ARNs of one kind at most: beyond that a name a person would mean a policy after the other. */
const mostNames = 25;

/**
 * The least policy for a command: every action by name. Reads take in the whole account; writes are limited to
 * what a plan names, or, without one, to the kind of thing.
 */
export function rightsPolicies(
  needed: NeededRights,
  scope: RightsScope,
  planned: PlannedArns = { of: {}, passed: {} },
): RightsPolicies {
  const widened = rightResources.filter((kind) => (planned.of[kind]?.length ?? 0) > mostNames);
  const arnsOf = (kind: RightResource): readonly string[] => {
    const named = planned.of[kind];
    return named === undefined || widened.includes(kind) ? everyArn(kind, scope) : named;
  };
  const statements = [
    ...statementsOf('Read', needed.reads, (kind) => everyArn(kind, scope)),
    ...statementsOf('Write', needed.writes, arnsOf),
    ...needed.writes.flatMap((right) =>
      serviceStatement(right, scope, (service) => planned.passed[service] ?? arnsOf('role')),
    ),
  ];
  return { documents: pack(statements), widened };
}

function statementsOf(
  verb: string,
  rights: readonly Right[],
  arnsOf: (kind: RightResource) => readonly string[],
): readonly Statement[] {
  return rightResources.flatMap((kind) => {
    const actions = rights
      .filter(({ on, service }) => service === undefined && on.includes(kind))
      .map(({ action }) => action);
    return statement(`${verb}${sidOf(kind)}`, actions, arnsOf(kind));
  });
}

/** A role may be handed to one service only: this is what makes a right to pass it harmless. */
function serviceStatement(
  { action, service }: Right,
  scope: RightsScope,
  rolesFor: (service: string) => readonly string[],
): readonly Statement[] {
  if (service === undefined) return [];
  const [name = ''] = service.split('.');
  const sid = `${action.split(':')[1] ?? ''}${sidOf(name)}`;
  const linked = action === 'iam:CreateServiceLinkedRole';
  const { partition, accountId = '*' } = scope;
  const arns = linked
    ? [`arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/*`]
    : rolesFor(service);
  const Condition: ConditionBlock = linked
    ? { StringEquals: { 'iam:AWSServiceName': service } }
    : // Not every call that a role is passed by carries the key.
      { StringEqualsIfExists: { 'iam:PassedToService': service } };
  return statement(sid, [action], arns).map((each) => ({ ...each, Condition }));
}

function statement(sid: string, actions: readonly string[], arns: readonly string[]): readonly Statement[] {
  const [first] = arns;
  if (actions.length === 0 || first === undefined) return [];
  const Action = [...actions].sort();
  return [{ Sid: sid, Effect: 'Allow', Action, Resource: arns.length === 1 ? first : arns }];
}

/** `log-group` becomes `LogGroup`: IAM takes letters and digits in a Sid. */
function sidOf(kind: string): string {
  return kind.replace(/(?:^|-)([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Fills documents one after the other; a statement is never cut, as the longest is far below the limit. */
function pack(statements: readonly Statement[]): readonly PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const each of statements) {
    const last = documents.at(-1);
    const grown: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [...(last?.Statement ?? []), each],
    };
    if (last !== undefined && policySize(grown) <= policyLimits.managed)
      documents[documents.length - 1] = grown;
    else documents.push({ Version: '2012-10-17', Statement: [each] });
  }
  return documents;
}
