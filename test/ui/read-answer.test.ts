import { expect, test } from 'vitest';
import { answerChecks } from '../../src/ui/read-answer.ts';

test.each(['alarm-email', 'budget-email'])('%s: what is no e-mail address is told with an example', (key) => {
  expect(answerChecks[key]?.('checkbot=acme')).toBe(
    '"checkbot=acme" is no e-mail address; one looks like ada@acme.example.',
  );
  expect(answerChecks[key]?.('ops@acme.example')).toBeUndefined();
});

test('a region is told with what is allowed', () => {
  expect(answerChecks.region?.('Ireland')).toMatch(/^"Ireland" is not allowed as a region; allowed: /);
});
