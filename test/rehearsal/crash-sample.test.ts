import { beforeAll, describe, expect, it } from 'vitest';
import { type CrashPoint, crashAt, undisturbedRun } from '../helpers/crash-point.ts';

/** The n-th call of one action, however the engine orders the calls around it. */
function nth(action: string, wanted: number): CrashPoint['at'] {
  let seen = 0;
  return (_, found) => {
    if (found !== action) return false;
    seen += 1;
    return seen === wanted;
  };
}

// A sample of `npm run sweep`: one point in each part that can leave something half made.
const sample: readonly (readonly [string, CrashPoint])[] = [
  ['a key is made and not recorded', { mode: 'group', moment: 'answer', at: nth('kms:CreateKey', 1) }],
  ['a group is half furnished', { mode: 'all', moment: 'arrival', at: nth('iam:AttachGroupPolicy', 3) }],
  ['a person is in no group yet', { mode: 'cli', moment: 'arrival', at: nth('iam:AddUserToGroup', 2) }],
  [
    'a password is set and not handed out',
    { mode: 'cli', moment: 'answer', at: nth('iam:CreateLoginProfile', 2) },
  ],
];

describe('killed in the middle of the first apply', () => {
  let clean: unknown;
  beforeAll(async () => {
    clean = (await undisturbedRun()).dump;
  });

  it.each(sample)('while %s, the next run ends where an undisturbed one does', async (_, point) => {
    const { struck, problems } = await crashAt(point, clean);
    expect(struck, 'the run never came to this call').toBeDefined();
    expect(problems).toEqual([]);
  });
});
