import { expect, test } from 'vitest';
import { splitFix } from '../../src/report/split-fix.ts';

test.each([
  ['aws iam delete-group --group-name ops', { command: 'aws iam delete-group --group-name ops' }],
  [
    'If nobody needs it: aws cloudtrail delete-trail --name old',
    { words: 'If nobody needs it:', command: 'aws cloudtrail delete-trail --name old' },
  ],
  // In the midst of a sentence it is no line to copy.
  [
    'Switch it on (aws cloudtrail start-logging), or change the file.',
    { words: 'Switch it on (aws cloudtrail start-logging), or change the file.' },
  ],
  [
    'Run `bootstrap-account apply`: it shows the change.',
    { words: 'Run `bootstrap-account apply`: it shows the change.' },
  ],
  ['Ask aws support for help: they know.', { words: 'Ask aws support for help: they know.' }],
  ['', {}],
])('%s', (fix, parts) => {
  expect(splitFix(fix)).toEqual(parts);
});
