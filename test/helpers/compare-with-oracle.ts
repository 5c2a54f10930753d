import fc from 'fast-check';
import { type Decision, evaluateAccess } from '../../src/policies/evaluate.ts';
import { askOracleQuickly } from './oracle.ts';
import { type Breadth, type RandomCase, randomCase } from './random-policies.ts';

export interface Comparison {
  readonly cases: number;
  /** Our answers, by kind; `unknown` is what we leave open. */
  readonly answers: Readonly<Record<Decision['kind'], number>>;
  readonly disagreements: readonly (RandomCase & { readonly ours: Decision; readonly theirs: string })[];
  /** Operators that stood in a statement of a case that was decided. */
  readonly operators: ReadonlySet<string>;
  readonly milliseconds: { readonly ours: number; readonly theirs: number };
}

/**
 * Asks us and the oracle the same random questions. What we leave open is no disagreement, but counted. Beside
 * a deny that is left open, a call that nothing allows is denied: by what, we do not say.
 */
export function compareWithOracle(
  breadth: Breadth,
  cases: number,
  seed: number,
  clock: () => number = () => 0,
): Comparison {
  const asked = fc.sample(randomCase(breadth), { numRuns: cases, seed });
  const began = clock();
  const ours = asked.map(({ request, policies }) => evaluateAccess(request, policies));
  const between = clock();
  const theirs = asked.map(({ request, policies }) => askOracleQuickly(request, policies));
  const ended = clock();
  const answers = { allow: 0, 'explicit-deny': 0, 'implicit-deny': 0, unknown: 0 };
  for (const { kind } of ours) answers[kind] += 1;
  const decided = asked.flatMap((each, index) => {
    const [mine, other] = [ours[index]!, theirs[index]!];
    return mine.kind === 'unknown' ? [] : [{ ...each, ours: mine, theirs: other }];
  });
  const isSame = (one: string, other: string): boolean =>
    breadth === 'closed' ? one === other : (one === 'allow') === (other === 'allow');
  return {
    cases,
    answers,
    disagreements: decided.filter((each) => !isSame(each.ours.kind, each.theirs)),
    operators: new Set(decided.flatMap(operatorsIn)),
    milliseconds: { ours: between - began, theirs: ended - between },
  };
}

function operatorsIn({ policies }: RandomCase): readonly string[] {
  const { identity, boundary = [], resource } = policies;
  return [...identity, ...boundary, ...(resource === undefined ? [] : [resource])].flatMap(({ document }) =>
    document.Statement.flatMap(({ Condition }) => Object.keys(Condition ?? {})),
  );
}
