import { describe, expect, test } from 'vitest';
import { evaluateAccess } from '../../src/policies/evaluate.ts';
import { allCases } from '../cases/all-cases.ts';
import { askOracle } from '../helpers/oracle.ts';

describe.each(Object.entries(allCases))('%s', (_area, cases) => {
  test.each(cases)('$title → $expected', async ({ request, policies, expected, sid }) => {
    const decision = evaluateAccess(request, policies);
    expect(decision.kind, decision.reason).toBe(expected);
    if (sid !== undefined) expect(decision.by?.sid).toBe(sid);
    expect(await askOracle(request, policies), 'the oracle').toBe(expected);
  });
});
