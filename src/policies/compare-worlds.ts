import type { Statement } from '../model/policy.ts';
import type { PowerChange } from '../model/power.ts';
import { allCalls } from './all-calls.ts';
import { comparePower } from './compare-power.ts';
import { powersOf } from './matrix.ts';
import type { Question } from './matrix-questions.ts';
import type { Holder, World } from './world.ts';

/** A world, and the statements that are spoken of there, by kind and name of the holder. */
export interface AskedWorld {
  readonly world: World;
  readonly statements: (holder: Holder) => readonly Statement[];
}

/**
 * Who may do what in one world and not in the other: both are asked everything that is asked in either, and every
 * call that a statement of either names. Members of groups are among those who are asked.
 */
export function compareWorlds(before: AskedWorld, after: AskedWorld): readonly PowerChange[] {
  const asked = new Map<string, Question[]>();
  for (const each of [before, after])
    for (const holder of each.world.holders)
      asked.set(keyOf(holder), [...(asked.get(keyOf(holder)) ?? []), ...questionsOf(each, holder)]);
  const powers = ({ world }: AskedWorld) =>
    powersOf({
      ...world,
      holders: world.holders.map((holder) => ({
        ...holder,
        questions: once(asked.get(keyOf(holder)) ?? []),
      })),
    });
  return comparePower(powers(before), powers(after), { groups: true });
}

const keyOf = ({ kind, name }: Holder): string => `${kind} ${name}`;

function questionsOf({ statements }: AskedWorld, holder: Holder): readonly Question[] {
  const { principal, questions } = holder;
  const [any] = questions;
  const calls = allCalls(statements(holder), principal).map(
    ({ action, resource, context, written }): Question => ({
      what: written,
      action,
      resource,
      resourceAccount: principal.accountId,
      context: { ...context, ...any?.context },
    }),
  );
  // Of the work the calls speak, all of them.
  return [...questions.filter(({ what }) => !what.startsWith('do its work')), ...calls];
}

function once(questions: readonly Question[]): readonly Question[] {
  return [...new Map(questions.map((question) => [question.what, question])).values()];
}
