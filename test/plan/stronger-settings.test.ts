import { expect, test } from 'vitest';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { StateIndex } from '../../src/model/plan.ts';
import type { PasswordPolicyFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { accountAsPlanned } from '../findings/account-as-planned.ts';
import { exampleAnswers } from '../helpers/example.ts';

const account = accountAsPlanned();
const recorded: StateIndex = new Map([
  [
    names.passwordPolicy,
    {
      urn: '',
      type: 'aws:iam/accountPasswordPolicy:AccountPasswordPolicy',
      name: names.passwordPolicy,
      id: 'iam-account-password-policy',
      retained: false,
      properties: { minimumPasswordLength: 14, passwordReusePrevention: 24 },
    },
  ],
]);
const planned = (change: Partial<PasswordPolicyFact>) => {
  const passwordPolicy = { ...account.passwordPolicy!, ...change };
  const plan = assemblePlan(exampleAnswers, { ...account, passwordPolicy }, recorded);
  return plan.parts['account-defaults'].passwordPolicy;
};

test('a rule that somebody made stronger is no change of ours', () => {
  expect(planned({ minimumLength: 20, requireSymbols: true })).toEqual({
    ...exampleAnswers.defaults.passwordPolicy,
    minimumLength: 14,
  });
});

test('and stays so when another rule has to be put back: the whole policy is written then', () => {
  expect(planned({ minimumLength: 20, requireSymbols: true, reusePrevention: 3 })).toEqual({
    ...exampleAnswers.defaults.passwordPolicy,
    minimumLength: 20,
    requireSymbols: true,
    reusePrevention: 24,
  });
  expect(planned({ minimumLength: 20, allowUsersToChange: false })).toMatchObject({ minimumLength: 20 });
});
