import { rmSync } from 'node:fs';
import {
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  EC2Client,
  ModifyInstanceMetadataOptionsCommand,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import type { Context } from '../../src/context.ts';
import { attachRole, detachRole } from '../../src/flow/attach-role.ts';
import type { Place } from '../../src/flow/place.ts';
import { readNotes } from '../../src/handover/account-notes.ts';
import type { RolePlan } from '../../src/model/plan.ts';
import type { InstanceFact } from '../../src/model/snapshot.ts';
import { makeFolder } from '../config/temp-folder.ts';

const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' });
const place = { clients: makeClients({ region: 'eu-west-1', credentials }) } as unknown as Place;
const context = {
  now: () => new Date('2026-11-26T10:00:00.000Z'),
  host: { tell: () => undefined },
} as unknown as Context;
const ec2 = mockClient(EC2Client);
const arnOf = (name: string) => `arn:aws:iam::123456789012:instance-profile/${name}`;
const carries = (name?: string) =>
  ec2.on(DescribeIamInstanceProfileAssociationsCommand).resolves({
    IamInstanceProfileAssociations:
      name === undefined
        ? []
        : [{ InstanceId: 'i-1', AssociationId: 'iip-1', IamInstanceProfile: { Arn: arnOf(name) } }],
  });
const instance = {
  ...{ id: 'i-1', region: 'eu-west-1', httpTokens: 'optional', hopLimit: 2 },
  profileArn: arnOf('seen-before'),
} as unknown as InstanceFact;
const role = { name: 'uploads', profile: { name: 'uploads' } } as unknown as RolePlan;

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
  ec2.reset();
  ec2.onAnyCommand().resolves({});
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attach = () =>
  attachRole(context, { place, folder, role, instances: [instance], replace: true, hopLimit: 1 });
const detach = () =>
  detachRole(context, { place, folder, profile: 'uploads', instances: [{ id: 'i-1', region: 'eu-west-1' }] });

test('noted is the profile that is on the machine when it is replaced, not the one of an earlier look', async () => {
  carries('put-there-since');
  await attach();
  const [note] = (await readNotes(folder)).attachments;
  expect(note?.previousProfileArn).toBe(arnOf('put-there-since'));
  expect(note?.previousMetadata).toEqual({ httpTokens: 'optional', hopLimit: 2 });
});

test('what is to be put back is noted before anything is changed', async () => {
  carries('other');
  ec2.on(ReplaceIamInstanceProfileAssociationCommand).rejects(new Error('killed'));
  await expect(attach()).rejects.toThrow();
  expect((await readNotes(folder)).attachments[0]?.previousProfileArn).toBe(arnOf('other'));
});

test.each(['the metadata options', 'the profile'])(
  'a detach that is killed right after %s is finished by the next one',
  async (last) => {
    carries('other');
    await attach();
    carries('uploads');
    let isOptional = false;
    let isKilled = false;
    // It still arrives, and the process is gone.
    const killAfter = (what: string) => {
      if (isKilled || what !== last) return;
      isKilled = true;
      throw new Error('killed');
    };
    ec2.on(ModifyInstanceMetadataOptionsCommand).callsFake(({ HttpTokens }) => {
      isOptional = HttpTokens === 'optional';
      killAfter('the metadata options');
    });
    ec2.on(ReplaceIamInstanceProfileAssociationCommand).callsFake(() => {
      carries('other');
      killAfter('the profile');
    });
    await expect(detach()).rejects.toThrow();
    await detach();
    expect(isOptional).toBe(true);
    expect((await readNotes(folder)).attachments).toEqual([]);
  },
);

test('a profile that somebody changed since is left alone, with its metadata options', async () => {
  carries();
  await attach();
  carries('of-somebody-else');
  ec2.resetHistory();
  expect(await detach()).toEqual([{ instance: 'i-1', result: 'changed since' }]);
  expect(ec2.commandCalls(ModifyInstanceMetadataOptionsCommand)).toHaveLength(0);
  expect(ec2.commandCalls(DisassociateIamInstanceProfileCommand)).toHaveLength(0);
});
