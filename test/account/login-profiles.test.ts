import { randomBytes } from 'node:crypto';
import { CreateLoginProfileCommand, IAMClient, UpdateLoginProfileCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { createLoginProfile, generatePassword } from '../../src/account/write/login-profiles.ts';

const policy = {
  minimumLength: 14,
  requireSymbols: true,
  requireNumbers: true,
  requireUppercase: true,
  requireLowercase: true,
  allowUsersToChange: true,
};

test('a password has twenty characters of all four classes, every time', () => {
  for (let round = 0; round < 500; round += 1) {
    const password = generatePassword(randomBytes, policy);
    expect(password).toHaveLength(20);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
    // Printable ASCII is all that AWS takes.
    expect(password).toMatch(/^[!-~]+$/);
  }
});

test('a longer policy makes a longer password', () => {
  expect(generatePassword(randomBytes, { ...policy, minimumLength: 40 })).toHaveLength(40);
  expect(generatePassword(randomBytes, undefined)).toHaveLength(20);
});

test('bytes past the last whole multiple of the alphabet are thrown away, not folded', () => {
  // 255 is never below a multiple of 25, 24, 8 or the like that fits in 256; folded, it would be taken.
  const given = [255, 255, 0];
  let asked = 0;
  const scripted = (): Uint8Array => {
    const byte = given[asked] ?? asked % 7;
    asked += 1;
    return Uint8Array.of(byte);
  };
  generatePassword(scripted, undefined);
  // 20 characters and 20 draws of the shuffle; the two thrown away come on top.
  expect(asked).toBe(42);
});

test('the person must change it, and a lost answer is settled by setting another', async () => {
  const iam = mockClient(IAMClient);
  const clients = { iam: new IAMClient({ region: 'eu-west-1' }), region: 'eu-west-1' };
  iam
    .on(CreateLoginProfileCommand)
    .rejects(Object.assign(new Error('exists'), { name: 'EntityAlreadyExistsException' }));
  iam.on(UpdateLoginProfileCommand).resolves({});
  await expect(
    createLoginProfile(clients, { user: 'ada', password: 'one', another: () => 'two' }),
  ).resolves.toBe('two');
  expect(iam.commandCalls(CreateLoginProfileCommand)[0]?.args[0].input).toMatchObject({
    PasswordResetRequired: true,
  });
  expect(iam.commandCalls(UpdateLoginProfileCommand)[0]?.args[0].input).toEqual({
    UserName: 'ada',
    Password: 'two',
    PasswordResetRequired: true,
  });
});
