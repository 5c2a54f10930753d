import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteCredentials } from '../../src/account/write/delete-credentials.ts';
import { createLoginProfile } from '../../src/account/write/login-profiles.ts';
import { type EmulatedAccount, startAccount } from './account-fixture.ts';

let account: EmulatedAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.stop());

test('a first password is made, and made anew where an answer was lost', async () => {
  const { iam } = account.clients;
  await iam.send(new CreateUserCommand({ UserName: 'ada' }));
  expect(await createLoginProfile(account.clients, { user: 'ada', password: 'Only-4-tests-please' })).toBe(
    'Only-4-tests-please',
  );
  await expect(iam.send(new GetLoginProfileCommand({ UserName: 'ada' }))).resolves.toBeDefined();
  const again = { user: 'ada', password: 'Only-4-tests-please', another: () => 'Another-4-tests-only' };
  expect(await createLoginProfile(account.clients, again)).toBe('Another-4-tests-only');
});

test('a user that does not exist is told as such', async () => {
  const failed = createLoginProfile(account.clients, { user: 'nobody', password: 'Only-4-tests-please' });
  await expect(failed).rejects.toMatchObject({
    code: 'AwsCallFailed',
    message: expect.stringContaining('nobody'),
  });
});

test('everything that blocks the removal of a user goes, device objects too', async () => {
  const { iam } = account.clients;
  const user = { UserName: 'leaver' };
  await iam.send(new CreateUserCommand(user));
  await createLoginProfile(account.clients, { user: 'leaver', password: 'Only-4-tests-please' });
  await iam.send(new CreateAccessKeyCommand(user));
  const made = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'leaver-phone' }));
  const serial = made.VirtualMFADevice?.SerialNumber;
  await iam.send(
    new EnableMFADeviceCommand({
      ...user,
      SerialNumber: serial,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    }),
  );

  await deleteCredentials(account.clients, 'leaver');

  await expect(iam.send(new GetLoginProfileCommand(user))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  expect((await iam.send(new ListAccessKeysCommand(user))).AccessKeyMetadata).toEqual([]);
  const devices = await iam.send(new ListVirtualMFADevicesCommand({}));
  expect(devices.VirtualMFADevices?.map((device) => device.SerialNumber)).not.toContain(serial);
  await iam.send(new DeleteUserCommand(user));
  // Gone already is fine: a second run finds nothing to do.
  await deleteCredentials(account.clients, 'leaver');
});
