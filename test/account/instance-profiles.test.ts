import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  EC2Client,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { attachProfile, detachProfile } from '../../src/account/write/instance-profiles.ts';

const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const ec2 = mockClient(EC2Client);
afterEach(() => ec2.reset());

const profileArn = (name: string) => `arn:aws:iam::123456789012:instance-profile/${name}`;
const carries = (name?: string) =>
  ec2.on(DescribeIamInstanceProfileAssociationsCommand).resolves({
    IamInstanceProfileAssociations:
      name === undefined
        ? []
        : [
            {
              InstanceId: 'i-1',
              AssociationId: 'iip-1',
              State: 'associated',
              IamInstanceProfile: { Arn: profileArn(name) },
            },
          ],
  });
const refuse = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
const notVisible = refuse(
  'InvalidParameterValue',
  'Value (uploads) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
);

/** A clock that only sleeping moves. */
function fakeTiming() {
  const slept: number[] = [];
  let at = 0;
  return {
    slept,
    clock: () => at,
    sleep: async (ms: number) => {
      slept.push(ms);
      at += ms;
    },
  };
}
const wish = (more: object = {}) => ({
  instance: 'i-1',
  region: 'eu-west-1',
  profile: 'uploads',
  replace: false,
  ...more,
});

test('a bare instance gets it, one that has it is left alone', async () => {
  carries();
  ec2.on(AssociateIamInstanceProfileCommand).resolves({});
  expect(await attachProfile(clients, wish())).toEqual({ kind: 'attached' });
  carries('uploads');
  expect(await attachProfile(clients, wish())).toEqual({ kind: 'already' });
  expect(ec2.commandCalls(AssociateIamInstanceProfileCommand)).toHaveLength(1);
});

test('never over another one without being told', async () => {
  carries('other');
  ec2.on(ReplaceIamInstanceProfileAssociationCommand).resolves({});
  await expect(attachProfile(clients, wish())).rejects.toMatchObject({ code: 'ProfileTaken', exitCode: 3 });
  expect(ec2.commandCalls(ReplaceIamInstanceProfileAssociationCommand)).toHaveLength(0);
  expect(await attachProfile(clients, wish({ replace: true }))).toEqual({
    kind: 'attached',
    previousProfileArn: profileArn('other'),
  });
});

test('a profile that EC2 does not see yet is waited for, two minutes at most', async () => {
  carries();
  const timing = fakeTiming();
  ec2.on(AssociateIamInstanceProfileCommand).rejectsOnce(notVisible).rejectsOnce(notVisible).resolves({});
  await attachProfile(clients, wish({ timing }));
  expect(timing.slept).toEqual([1_000, 2_000]);
  ec2.on(AssociateIamInstanceProfileCommand).rejects(notVisible);
  const longer = fakeTiming();
  await expect(attachProfile(clients, wish({ timing: longer }))).rejects.toMatchObject({
    code: 'ProfileNotSeen',
  });
  expect(longer.clock()).toBeLessThanOrEqual(120_000);
  expect(longer.clock()).toBeGreaterThan(100_000);
});

test.each([
  refuse('InvalidParameterValue', 'Value (i-1) for parameter instanceId is invalid.'),
  refuse('IncorrectState', 'There is an existing association for instance i-1'),
  refuse('UnauthorizedOperation', 'You are not authorized'),
])('nothing else is tried again: $name', async (error) => {
  carries();
  const timing = fakeTiming();
  ec2.on(AssociateIamInstanceProfileCommand).rejects(error);
  await expect(attachProfile(clients, wish({ timing }))).rejects.toThrow();
  expect(timing.slept).toEqual([]);
});

test('detach puts the former one back, and leaves what somebody changed since', async () => {
  carries('uploads');
  ec2.on(ReplaceIamInstanceProfileAssociationCommand).resolves({});
  ec2.on(DisassociateIamInstanceProfileCommand).resolves({});
  expect(await detachProfile(clients, { ...wish(), previousProfileArn: profileArn('other') })).toBe(true);
  expect(
    ec2.commandCalls(ReplaceIamInstanceProfileAssociationCommand)[0]?.args[0].input.IamInstanceProfile,
  ).toEqual({
    Arn: profileArn('other'),
  });
  expect(await detachProfile(clients, wish())).toBe(true);
  expect(ec2.commandCalls(DisassociateIamInstanceProfileCommand)).toHaveLength(1);
  carries('changed-by-hand');
  expect(await detachProfile(clients, wish())).toBe(false);
});
