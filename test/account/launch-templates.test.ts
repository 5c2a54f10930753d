import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  ModifyLaunchTemplateCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import {
  draftTemplate,
  makeTemplateVersion,
  putTemplateBack,
} from '../../src/account/write/launch-templates.ts';
import type { TemplateChange } from '../../src/model/keys.ts';

const keyId = 'AKIAJ5Q7TESTK3YPLN4D';
const secret = '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';
const withKey = `#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${keyId}\nexport AWS_SECRET_ACCESS_KEY=${secret}\nrun\n`;
const wish = { id: 'lt-1', region: 'eu-west-1', keyId, profile: 'uploader' };
const note = {
  ...{ template: 'lt-1', region: 'eu-west-1', role: 'uploader', at: '2026-11-26T10:00:00Z' },
  ...{ version: '4', previousDefault: '3' },
};
const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const ec2 = mockClient(EC2Client);
const version = (number: number, text: string, more: object = {}) => ({
  ...{ LaunchTemplateName: 'fleet', VersionNumber: number, ...more },
  LaunchTemplateData: { UserData: Buffer.from(text).toString('base64') },
});
const standard = { DefaultVersion: true };
const ours = { VersionDescription: 'bootstrap-account: the role uploader in the place of an access key' };
const there = (...versions: readonly object[]) =>
  ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: [...versions] });
const clientToken = 't-1';
const make = (agreed: TemplateChange, made: string[] = []) =>
  makeTemplateVersion(clients, { ...wish, agreed, clientToken }, async (number) => void made.push(number));
const agreedOn: TemplateChange = { id: 'lt-1', name: 'fleet', region: 'eu-west-1', from: '3', lines: [2, 3] };

beforeEach(() => {
  ec2.reset();
  ec2.on(CreateLaunchTemplateVersionCommand).resolves({ LaunchTemplateVersion: { VersionNumber: 4 } });
  ec2.on(ModifyLaunchTemplateCommand).resolves({});
  ec2.on(DeleteLaunchTemplateVersionsCommand).resolves({});
});

test('the draft names the lines and holds nothing of the text', async () => {
  there(version(3, withKey, standard), version(3, withKey, standard));
  const draft = await draftTemplate(clients, wish);
  expect(draft).toEqual({ kind: 'change', change: agreedOn });
  expect(JSON.stringify(draft)).not.toContain(secret);
});

test('a version like the one before but for role and key is made, told, and then the default', async () => {
  there(version(3, withKey, standard));
  const made: string[] = [];
  const number = await makeTemplateVersion(
    clients,
    { ...wish, agreed: agreedOn, clientToken, hopLimit: 2 },
    async (told) => {
      expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toEqual([]);
      made.push(told);
    },
  );
  expect([number, made]).toEqual(['4', ['4']]);
  const sent = ec2.commandCalls(CreateLaunchTemplateVersionCommand)[0]?.args[0].input;
  expect(sent).toEqual({
    ...{ LaunchTemplateId: 'lt-1', ClientToken: 't-1', SourceVersion: '3' },
    VersionDescription: ours.VersionDescription,
    LaunchTemplateData: {
      UserData: Buffer.from('#!/bin/sh\nrun\n').toString('base64'),
      IamInstanceProfile: { Name: 'uploader' },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    },
  });
  expect(ec2.commandCalls(ModifyLaunchTemplateCommand)[0]?.args[0].input).toEqual({
    ...{ LaunchTemplateId: 'lt-1', DefaultVersion: '4' },
  });
});

test('a run that was killed before the default was set is gone on with, without a second version', async () => {
  there(version(3, withKey, standard), version(4, '#!/bin/sh\nrun\n', ours));
  const draft = await draftTemplate(clients, wish);
  expect(draft).toMatchObject({ kind: 'change', change: { from: '3', made: '4', lines: [] } });
  expect(draft.kind === 'change' && (await make(draft.change))).toBe('4');
  expect(ec2.commandCalls(CreateLaunchTemplateVersionCommand)).toEqual([]);
});

test('what was changed since it was agreed on is not touched', async () => {
  there(version(3, `# new\n${withKey}`, standard));
  await expect(make(agreedOn)).rejects.toMatchObject({ code: 'TemplateChanged' });
  there(version(5, withKey, standard));
  await expect(make(agreedOn)).rejects.toMatchObject({ code: 'TemplateChanged' });
  expect(ec2.commandCalls(CreateLaunchTemplateVersionCommand)).toEqual([]);
  expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toEqual([]);
});

test.each([
  ['default and newest differ', [version(3, withKey, standard), version(5, withKey)], 'by-hand'],
  ['the newest is somebody else’s', [version(3, withKey, standard), version(4, 'run')], 'by-hand'],
  [
    'the newest says it is ours and holds the key',
    [version(3, withKey, standard), version(4, withKey, ours)],
    'by-hand',
  ],
  ['only older versions hold it', [version(3, 'run', standard)], 'nothing'],
])('%s: %#', async (_, versions, kind) => {
  there(...versions);
  expect((await draftTemplate(clients, wish)).kind).toBe(kind);
});

test('put back: the default of before, and only then ours deleted; also where a run was killed in between', async () => {
  there(version(4, 'run', standard));
  expect(await putTemplateBack(clients, note)).toBe(true);
  const [set] = ec2.commandCalls(ModifyLaunchTemplateCommand);
  const [gone] = ec2.commandCalls(DeleteLaunchTemplateVersionsCommand);
  expect(set?.args[0].input).toMatchObject({ DefaultVersion: '3' });
  expect(gone?.args[0].input).toMatchObject({ Versions: ['4'] });
  expect(ec2.calls().map(({ args: [command] }) => command.constructor.name)).toEqual([
    ...['DescribeLaunchTemplateVersionsCommand', 'ModifyLaunchTemplateCommand'],
    'DeleteLaunchTemplateVersionsCommand',
  ]);

  there(version(3, withKey, standard));
  ec2.on(DeleteLaunchTemplateVersionsCommand).resolves({
    UnsuccessfullyDeletedLaunchTemplateVersions: [
      { ResponseError: { Code: 'launchTemplateVersionDoesNotExist', Message: 'no' } },
    ],
  });
  expect(await putTemplateBack(clients, note)).toBe(true);
  expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toHaveLength(1);
});

test('put back: a version that AWS does not delete is an error, another default and a template that is gone are not', async () => {
  there(version(4, 'run', standard));
  ec2.on(DeleteLaunchTemplateVersionsCommand).resolves({
    UnsuccessfullyDeletedLaunchTemplateVersions: [
      { ResponseError: { Code: 'unexpectedError', Message: 'try later' } },
    ],
  });
  await expect(putTemplateBack(clients, note)).rejects.toThrow('try later');
  ec2.resetHistory();
  there(version(7, 'run', standard));
  expect(await putTemplateBack(clients, note)).toBe(false);
  const error = Object.assign(new Error('gone'), { name: 'InvalidLaunchTemplateId.NotFound' });
  ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(error);
  expect(await putTemplateBack(clients, note)).toBe(false);
  expect(ec2.commandCalls(ModifyLaunchTemplateCommand)).toEqual([]);
  expect(ec2.commandCalls(DeleteLaunchTemplateVersionsCommand)).toEqual([]);
});
