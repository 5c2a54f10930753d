import type { ConditionBlock, OneOrMany, Statement } from '../../model/policy.ts';
import { type ActionFacts, lookUpAction } from '../actions.ts';
import { type Operator, readOperator } from '../conditions.ts';
import { listOf } from '../list-of.ts';
import { type KeyFacts, lookUpKey } from './condition-key-facts.ts';
import type { PolicyToLint } from './policy-to-lint.ts';
import { keysInVariables } from './variable-names.ts';

/** Where in a statement something stands: its keys and, in lists, positions. */
export type Spot = readonly (string | number)[];

export interface Entry {
  readonly text: string;
  readonly spot: Spot;
}
export interface ActionEntry extends Entry {
  /** `*`: every action of every service; its facts are not expanded. */
  readonly everything: boolean;
  readonly facts: ActionFacts;
}
export interface ConditionEntry {
  readonly operator: Operator;
  /** The operator as written. */
  readonly written: string;
  readonly key: string;
  readonly values: readonly Entry[];
  /** Of the key. */
  readonly spot: Spot;
}

/** One statement, taken apart, with what AWS's lists say about its parts. */
export interface ReadStatement {
  readonly index: number;
  /** Its Sid, or its number counted from 1. */
  readonly name: string;
  readonly statement: Statement;
  readonly actions: readonly ActionEntry[];
  readonly notActions: readonly ActionEntry[];
  readonly resources: readonly Entry[];
  readonly notResources: readonly Entry[];
  readonly conditions: readonly ConditionEntry[];
}

export interface ReadPolicy extends PolicyToLint {
  readonly read: readonly ReadStatement[];
  /** What is known of a condition key, or of the key in a variable, by its name in lower case. */
  readonly keys: ReadonlyMap<string, KeyFacts>;
}

/** Takes a policy apart and looks up every action and condition key in it. Nothing is fetched. */
export async function readPolicy(policy: PolicyToLint): Promise<ReadPolicy> {
  const read = await Promise.all(policy.statements.map(readStatement));
  const names = read.flatMap(({ conditions, resources, notResources }) => [
    ...conditions.map(({ key }) => key),
    ...[...resources, ...notResources, ...conditions.flatMap(({ values }) => values)].flatMap(({ text }) =>
      keysInVariables(text),
    ),
  ]);
  const unique = [...new Set(names.map((name) => name.toLowerCase()))];
  const facts = await Promise.all(unique.map(async (name) => [name, await lookUpKey(name)] as const));
  return { ...policy, read, keys: new Map(facts) };
}

async function readStatement(statement: Statement, index: number): Promise<ReadStatement> {
  const look = (key: 'Action' | 'NotAction'): Promise<readonly ActionEntry[]> =>
    Promise.all(
      entriesOf(statement[key], [key]).map(async (entry) => ({
        ...entry,
        everything: entry.text === '*' || entry.text === '*:*',
        facts: await lookUpAction(entry.text),
      })),
    );
  return {
    index,
    name: statement.Sid === undefined || statement.Sid === '' ? String(index + 1) : statement.Sid,
    statement,
    actions: await look('Action'),
    notActions: await look('NotAction'),
    resources: entriesOf(statement.Resource, ['Resource']),
    notResources: entriesOf(statement.NotResource, ['NotResource']),
    conditions: conditionsOf(statement.Condition),
  };
}

export function entriesOf(value: OneOrMany | boolean | number | undefined, spot: Spot): readonly Entry[] {
  const isList = Array.isArray(value);
  return listOf(value).map((text, index) => ({ text, spot: isList ? [...spot, index] : spot }));
}

function conditionsOf(block: ConditionBlock | undefined): readonly ConditionEntry[] {
  return Object.entries(block ?? {}).flatMap(([text, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const spot = ['Condition', text, key];
      return { operator: readOperator(text), written: text, key, values: entriesOf(values, spot), spot };
    }),
  );
}
