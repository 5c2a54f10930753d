import {
  DisableEbsEncryptionByDefaultCommand,
  EnableEbsEncryptionByDefaultCommand,
  GetEbsEncryptionByDefaultCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  ListAccountAliasesCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3-control';
import type {
  EncryptionByDefaultArgs,
  EncryptionByDefaultState,
} from '@pulumi/aws/ebs/encryptionByDefault.js';
import type { AccountAliasArgs, AccountAliasState } from '@pulumi/aws/iam/accountAlias.js';
import type {
  AccountPasswordPolicyArgs,
  AccountPasswordPolicyState,
} from '@pulumi/aws/iam/accountPasswordPolicy.js';
import type {
  AccountPublicAccessBlockArgs,
  AccountPublicAccessBlockState,
} from '@pulumi/aws/s3/accountPublicAccessBlock.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { randomId } from './iam-users.ts';
import { defineType, flag, optionalNumber, optionalText, type Properties, text } from './resource-type.ts';

const passwordPolicyId = 'iam-account-password-policy';

/** One PUT of everything: zero and false are not sent, so the service resets them. */
async function putPasswordPolicy(aws: Aws, wanted: Properties): Promise<void> {
  await aws.iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: optionalNumber(wanted, 'minimumPasswordLength'),
      AllowUsersToChangePassword: flag(wanted, 'allowUsersToChangePassword') || undefined,
      RequireSymbols: flag(wanted, 'requireSymbols') || undefined,
      RequireNumbers: flag(wanted, 'requireNumbers') || undefined,
      RequireUppercaseCharacters: flag(wanted, 'requireUppercaseCharacters') || undefined,
      RequireLowercaseCharacters: flag(wanted, 'requireLowercaseCharacters') || undefined,
      MaxPasswordAge: optionalNumber(wanted, 'maxPasswordAge') || undefined,
      PasswordReusePrevention: optionalNumber(wanted, 'passwordReusePrevention') || undefined,
      HardExpiry: flag(wanted, 'hardExpiry') || undefined,
    }),
  );
}

export const accountPasswordPolicy = defineType<AccountPasswordPolicyArgs, AccountPasswordPolicyState>()({
  token: 'aws:iam/accountPasswordPolicy:AccountPasswordPolicy',
  inputs: [
    'allowUsersToChangePassword',
    'minimumPasswordLength',
    'maxPasswordAge',
    'passwordReusePrevention',
    'hardExpiry',
    'requireLowercaseCharacters',
    'requireNumbers',
    'requireSymbols',
    'requireUppercaseCharacters',
  ],
  replaces: [],
  defaults: { allowUsersToChangePassword: true, minimumPasswordLength: 6 },
  computed: [
    'maxPasswordAge',
    'passwordReusePrevention',
    'hardExpiry',
    'requireLowercaseCharacters',
    'requireNumbers',
    'requireSymbols',
    'requireUppercaseCharacters',
  ],
  outputs: ['expirePasswords'],
  create: async (aws, inputs) => {
    await putPasswordPolicy(aws, inputs);
    return passwordPolicyId;
  },
  read: async (aws) => {
    const found = (await unlessGone(aws.iam.send(new GetAccountPasswordPolicyCommand({}))))?.PasswordPolicy;
    if (found === undefined) return undefined;
    return {
      id: passwordPolicyId,
      properties: {
        minimumPasswordLength: found.MinimumPasswordLength ?? 6,
        allowUsersToChangePassword: found.AllowUsersToChangePassword ?? false,
        requireSymbols: found.RequireSymbols ?? false,
        requireNumbers: found.RequireNumbers ?? false,
        requireUppercaseCharacters: found.RequireUppercaseCharacters ?? false,
        requireLowercaseCharacters: found.RequireLowercaseCharacters ?? false,
        maxPasswordAge: found.MaxPasswordAge ?? 0,
        passwordReusePrevention: found.PasswordReusePrevention ?? 0,
        hardExpiry: found.HardExpiry ?? false,
        expirePasswords: found.ExpirePasswords ?? false,
      },
    };
  },
  update: async (aws, _id, { old, next }) => putPasswordPolicy(aws, { ...old, ...next }),
  delete: async (aws) => {
    await unlessGone(aws.iam.send(new DeleteAccountPasswordPolicyCommand({})));
  },
});

export const accountAlias = defineType<AccountAliasArgs, AccountAliasState>()({
  token: 'aws:iam/accountAlias:AccountAlias',
  inputs: ['accountAlias'],
  replaces: ['accountAlias'],
  deleteFirst: true,
  outputs: [],
  create: async (aws, inputs) => {
    await aws.iam.send(new CreateAccountAliasCommand({ AccountAlias: text(inputs, 'accountAlias') }));
    return text(inputs, 'accountAlias');
  },
  // Whatever the account's one alias is: one changed by hand shows as a replacement.
  read: async (aws) => {
    const [alias] = (await aws.iam.send(new ListAccountAliasesCommand({}))).AccountAliases ?? [];
    return alias === undefined ? undefined : { id: alias, properties: { accountAlias: alias } };
  },
  delete: async (aws, id) => {
    await unlessGone(aws.iam.send(new DeleteAccountAliasCommand({ AccountAlias: id })));
  },
});

const blockFlags = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

async function putAccountBlock(aws: Aws, accountId: string, wanted: Properties): Promise<void> {
  await aws.s3control.send(
    new PutPublicAccessBlockCommand({
      AccountId: accountId,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: flag(wanted, 'blockPublicAcls'),
        BlockPublicPolicy: flag(wanted, 'blockPublicPolicy'),
        IgnorePublicAcls: flag(wanted, 'ignorePublicAcls'),
        RestrictPublicBuckets: flag(wanted, 'restrictPublicBuckets'),
      },
    }),
  );
}

export const accountPublicAccessBlock = defineType<
  AccountPublicAccessBlockArgs,
  AccountPublicAccessBlockState
>()({
  token: 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock',
  inputs: ['accountId', ...blockFlags],
  replaces: ['accountId'],
  defaults: Object.fromEntries(blockFlags.map((each) => [each, false])),
  computed: ['accountId'],
  outputs: ['accountId'],
  create: async (aws, inputs) => {
    const accountId = optionalText(inputs, 'accountId') ?? aws.accountId;
    await putAccountBlock(aws, accountId, inputs);
    return accountId;
  },
  read: async (aws, id) => {
    const ask = aws.s3control.send(new GetPublicAccessBlockCommand({ AccountId: id }));
    const found = (await unlessGone(ask, 'NoSuchPublicAccessBlockConfiguration'))
      ?.PublicAccessBlockConfiguration;
    if (found === undefined) return undefined;
    return {
      id,
      properties: {
        accountId: id,
        blockPublicAcls: found.BlockPublicAcls ?? false,
        blockPublicPolicy: found.BlockPublicPolicy ?? false,
        ignorePublicAcls: found.IgnorePublicAcls ?? false,
        restrictPublicBuckets: found.RestrictPublicBuckets ?? false,
      },
    };
  },
  update: async (aws, id, { next }) => putAccountBlock(aws, id, next),
  delete: async (aws, id) => {
    await unlessGone(
      aws.s3control.send(new DeletePublicAccessBlockCommand({ AccountId: id })),
      'NoSuchPublicAccessBlockConfiguration',
    );
  },
});

async function switchEbs(aws: Aws, on: boolean): Promise<void> {
  await aws.ec2.send(
    on ? new EnableEbsEncryptionByDefaultCommand({}) : new DisableEbsEncryptionByDefaultCommand({}),
  );
}

export const encryptionByDefault = defineType<EncryptionByDefaultArgs, EncryptionByDefaultState>()({
  token: 'aws:ebs/encryptionByDefault:EncryptionByDefault',
  inputs: ['enabled', 'region'],
  replaces: [],
  defaults: { enabled: true },
  outputs: [],
  create: async (aws, inputs) => {
    await switchEbs(aws, flag(inputs, 'enabled'));
    return randomId();
  },
  // Never gone.
  read: async (aws, id) => {
    const { EbsEncryptionByDefault: enabled } = await aws.ec2.send(new GetEbsEncryptionByDefaultCommand({}));
    return { id, properties: { enabled: enabled ?? false } };
  },
  update: async (aws, _id, { next }) => switchEbs(aws, flag(next, 'enabled')),
  // Off, even where it was on before us.
  delete: async (aws) => switchEbs(aws, false),
});
