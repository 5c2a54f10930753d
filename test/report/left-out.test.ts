import { expect, test } from 'vitest';
import { gatherLeftOut } from '../../src/report/sections.ts';

test('regions that were left out are named by their reason, each reason once', () => {
  const told = ['af-south-1 (not switched on)', 'us-east-2 (not reached)', 'ap-east-1 (not switched on)'];
  expect(gatherLeftOut(told)).toEqual([
    'Left out, as not switched on: af-south-1, ap-east-1.',
    'Left out, as not reached: us-east-2.',
  ]);
  expect(gatherLeftOut([])).toEqual([]);
});
