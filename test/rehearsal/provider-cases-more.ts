import { DescribeTrailsCommand, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EnableEbsEncryptionByDefaultCommand, GetEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import * as cloudtrail from '@pulumi/aws/cloudtrail/index.js';
import * as ebs from '@pulumi/aws/ebs/index.js';
import * as kms from '@pulumi/aws/kms/index.js';
import { expect } from 'vitest';
import type { Clients, TypeCase } from './provider-case.ts';
import { accountId, defaultTags, region } from './provider-fixture.ts';

const keyPolicy = (sid: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

/** Keys of the test: a replaced one is scheduled for deletion and stays in the list. */
async function keysOf(clients: Clients) {
  const { Keys = [] } = await clients.kms.send(new ListKeysCommand({}));
  const found = await Promise.all(
    Keys.map(async ({ KeyId }) => (await clients.kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
  );
  return found.filter(
    (each) => each?.Description?.startsWith('it-key') && each.KeyState !== 'PendingDeletion',
  );
}
const key: TypeCase = {
  token: 'aws:kms/key:Key',
  make: (phase, _base, options) =>
    new kms.Key(
      'key',
      phase === 'replaced'
        ? {
            description: 'it-key three',
            policy: keyPolicy('three'),
            keyUsage: 'SIGN_VERIFY',
            customerMasterKeySpec: 'RSA_2048',
          }
        : {
            description: phase === 'first' ? 'it-key one' : 'it-key two',
            policy: keyPolicy(phase),
            enableKeyRotation: phase === 'first',
            tags: { phase: phase === 'first' ? 'one' : 'two' },
          },
      options,
    ),
  id: /^[0-9a-f-]{36}$/,
  outputs: {
    arn: expect.stringMatching(/^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f-]{36}$/),
    keyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    isEnabled: true,
    keyUsage: 'ENCRYPT_DECRYPT',
    multiRegion: false,
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const [found, ...more] = await keysOf(clients);
    if (found === undefined) return undefined;
    const { KeyId } = found;
    const { Policy } = await clients.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const rotation = await clients.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    return [
      found.Description,
      found.KeyUsage,
      JSON.parse(Policy ?? '{}').Statement[0].Sid,
      rotation.KeyRotationEnabled,
      more.length,
    ];
  },
  found: () => ({
    first: ['it-key one', 'ENCRYPT_DECRYPT', 'first', true, 0],
    changed: ['it-key two', 'ENCRYPT_DECRYPT', 'changed', false, 0],
    replaced: ['it-key three', 'SIGN_VERIFY', 'three', false, 0],
  }),
  inPlace: ['description', 'enableKeyRotation', 'policy', 'tags', 'tagsAll'],
  forcing: ['customerMasterKeySpec', 'keyUsage'],
  createFirst: true,
  byHand: async (clients) => {
    const [found] = await keysOf(clients);
    return clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId: found?.KeyId }));
  },
  seen: 'gone',
};

const alias: TypeCase = {
  token: 'aws:kms/alias:Alias',
  make: (phase, { keyA, keyB }, options) =>
    new kms.Alias(
      'alias',
      // A key id and its ARN are the same target.
      {
        name: phase === 'replaced' ? 'alias/it-two' : 'alias/it-one',
        targetKeyId: phase === 'first' ? `arn:aws:kms:${region}:${accountId}:key/${keyA}` : keyB,
      },
      options,
    ),
  id: /^alias\/it-one$/,
  outputs: {
    arn: `arn:aws:kms:${region}:${accountId}:alias/it-one`,
    targetKeyArn: expect.stringMatching(/^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f-]{36}$/),
  },
  look: async (clients, { keyA, keyB }) => {
    const { Aliases = [] } = await clients.kms.send(new ListAliasesCommand({}));
    const target = (name: string) => {
      const found = Aliases.find((each) => each.AliasName === name)?.TargetKeyId;
      return found === undefined ? undefined : { [keyA]: 'A', [keyB]: 'B' }[found];
    };
    return [target('alias/it-one'), target('alias/it-two')];
  },
  found: () => ({ first: ['A', undefined], changed: ['B', undefined], replaced: [undefined, 'B'] }),
  inPlace: ['targetKeyId'],
  forcing: ['name'],
  byHand: (clients, { keyA }) =>
    clients.kms.send(new UpdateAliasCommand({ AliasName: 'alias/it-two', TargetKeyId: keyA })),
  seen: ['targetKeyId'],
  left: [undefined, undefined],
};

const trail: TypeCase = {
  token: 'aws:cloudtrail/trail:Trail',
  make: (phase, _base, options) =>
    new cloudtrail.Trail(
      'trail',
      {
        name: phase === 'replaced' ? 'it-trail-two' : 'it-trail-one',
        s3BucketName: 'base-trail',
        isMultiRegionTrail: phase !== 'first',
        enableLogFileValidation: phase !== 'first',
        enableLogging: phase !== 'changed',
        ...(phase === 'first'
          ? {
              cloudWatchLogsGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:base-group:*`,
              cloudWatchLogsRoleArn: `arn:aws:iam::${accountId}:role/base-a`,
            }
          : {}),
        tags: { phase: phase === 'first' ? 'one' : 'two' },
      },
      options,
    ),
  id: /^arn:aws:cloudtrail:eu-west-1:123456789012:trail\/it-trail-one$/,
  outputs: {
    arn: `arn:aws:cloudtrail:${region}:${accountId}:trail/it-trail-one`,
    homeRegion: region,
    includeGlobalServiceEvents: true,
    isOrganizationTrail: false,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const { trailList = [] } = await clients.cloudtrail.send(new DescribeTrailsCommand({}));
    const [found] = trailList.filter((each) => each.Name?.startsWith('it-trail'));
    if (found === undefined) return undefined;
    const { IsLogging } = await clients.cloudtrail.send(new GetTrailStatusCommand({ Name: found.TrailARN }));
    return [
      found.Name,
      found.IsMultiRegionTrail,
      found.LogFileValidationEnabled,
      IsLogging,
      trailList.length,
      found.CloudWatchLogsLogGroupArn,
      found.CloudWatchLogsRoleArn,
    ];
  },
  found: () => ({
    first: [
      ...['it-trail-one', false, false, true, 1],
      `arn:aws:logs:${region}:${accountId}:log-group:base-group:*`,
      `arn:aws:iam::${accountId}:role/base-a`,
    ],
    // Taken off by empty texts, which the emulator keeps as such.
    changed: ['it-trail-one', true, true, false, 1, '', ''],
    replaced: ['it-trail-two', true, true, true, 1, undefined, undefined],
  }),
  inPlace: [
    'cloudWatchLogsGroupArn',
    'cloudWatchLogsRoleArn',
    'enableLogFileValidation',
    'enableLogging',
    'isMultiRegionTrail',
    'tags',
    'tagsAll',
  ],
  forcing: ['name'],
  byHand: (clients) => clients.cloudtrail.send(new StopLoggingCommand({ Name: 'it-trail-two' })),
  seen: ['enableLogging'],
};

const encryptionByDefault: TypeCase = {
  token: 'aws:ebs/encryptionByDefault:EncryptionByDefault',
  make: (phase, _base, options) =>
    new ebs.EncryptionByDefault('encryptionByDefault', phase === 'first' ? {} : { enabled: false }, options),
  id: /^terraform-\d{26}$/,
  outputs: { enabled: true, region },
  look: async (clients) =>
    (await (await clients.ec2()).send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault,
  found: () => ({ first: true, changed: false }),
  inPlace: ['enabled'],
  byHand: async (clients) => (await clients.ec2()).send(new EnableEbsEncryptionByDefaultCommand({})),
  seen: ['enabled'],
  importId: 'default',
  // Off, even where it was on before.
  left: false,
};

export const moreCases: readonly TypeCase[] = [key, alias, trail, encryptionByDefault];
