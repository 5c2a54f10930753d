import { expect, test } from 'vitest';
import { compareWithOracle } from '../helpers/compare-with-oracle.ts';
import { everyOperator } from '../helpers/random-policies.ts';

// Many more cases: node --import tsx bench/evaluator.ts
test('random policies are judged as the oracle judges them, and nothing of them is left open', () => {
  const { answers, disagreements, operators } = compareWithOracle('closed', 1_200, 20261125);
  expect(disagreements.slice(0, 1)).toEqual([]);
  expect(answers.unknown).toBe(0);
  // A generator that never reaches one of the answers, or an operator, would prove nothing about it.
  expect(Math.min(answers.allow, answers['explicit-deny'], answers['implicit-deny'])).toBeGreaterThan(100);
  const bare = [...operators].map((name) => name.replace(/^.*:|IfExists$/g, ''));
  expect(new Set(bare)).toEqual(new Set(everyOperator));
});

test('where policies and requests leave things open, what we decide all the same is what the oracle says', () => {
  const { answers, disagreements } = compareWithOracle('wide', 800, 20261125);
  expect(disagreements.slice(0, 1)).toEqual([]);
  expect(answers.unknown).toBeGreaterThan(50);
  expect(answers.allow).toBeGreaterThan(30);
});
