import { expect, test } from 'vitest';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Mistake } from '../../src/config/mistake.ts';
import { UserError } from '../../src/errors.ts';
import { rulesCases } from '../cases/bad-files/rules-cases.ts';
import { shapeCases } from '../cases/bad-files/shape-cases.ts';
import { syntaxCases } from '../cases/bad-files/syntax-cases.ts';
import { teamCases } from '../cases/bad-files/team-cases.ts';
import { contextOf, makeFolder } from './temp-folder.ts';

test.each([...syntaxCases, ...shapeCases, ...rulesCases, ...teamCases])(
  '$name',
  async ({ text, mistakes }) => {
    const folder = await makeFolder({ 'bootstrap-account.yaml': text });
    const error = await loadAccountFile(contextOf(folder)).catch((cause: unknown) => cause);

    expect(error).toBeInstanceOf(UserError);
    if (!(error instanceof UserError)) return;
    const details = error.details as readonly Mistake[];
    expect(error.code).toBe('InvalidFile');
    expect(details.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual(
      mistakes,
    );
    expect(new Set(details.map(({ file }) => file))).toEqual(new Set(['bootstrap-account.yaml']));
    for (const { line, column } of details)
      expect(error.message).toContain(`bootstrap-account.yaml:${line}:${column}`);
    // Nothing of a file reaches the terminal that could forge what it shows.
    expect(error.message).not.toMatch(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u);
  },
);

test('a mistake is shown with its line and a caret', async () => {
  const folder = await makeFolder({
    'bootstrap-account.yaml': 'version: 1\naccount:\n\u0020 region: Ireland\n',
  });
  const error = await loadAccountFile(contextOf(folder)).catch((cause: unknown) => cause);

  expect(String((error as UserError).message)).toBe(
    [
      'bootstrap-account.yaml:3:11 account.region: "Ireland" is not allowed; allowed: an AWS region name, like eu-west-1.',
      '   3 |   region: Ireland',
      '     |           ^',
    ].join('\n'),
  );
});
