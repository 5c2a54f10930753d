import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KeySpec,
  type KeyUsageType,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import type { AliasArgs, AliasState } from '@pulumi/aws/kms/alias.js';
import type { KeyArgs, KeyState } from '@pulumi/aws/kms/key.js';
import { type Aws, isNamed, unlessGone } from './aws-clients.ts';
import {
  type Change,
  defineType,
  flag,
  type Inputs,
  optionalNumber,
  optionalText,
  type State,
  tagMap,
  text,
} from './resource-type.ts';
import { changeTags, fromTagList } from './tags.ts';
import { unknownValue } from './wire.ts';

const toTags = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

export const key = defineType<KeyArgs, KeyState>()({
  token: 'aws:kms/key:Key',
  inputs: [
    'description',
    'policy',
    'enableKeyRotation',
    'isEnabled',
    'deletionWindowInDays',
    'keyUsage',
    'customerMasterKeySpec',
    'bypassPolicyLockoutSafetyCheck',
    'tags',
    'region',
  ],
  refused: ['customKeyStoreId', 'multiRegion', 'rotationPeriodInDays', 'xksKeyId'],
  replaces: ['keyUsage', 'customerMasterKeySpec'],
  defaults: {
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: 'ENCRYPT_DECRYPT',
    customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    bypassPolicyLockoutSafetyCheck: false,
  },
  computed: ['description', 'policy'],
  outputs: ['arn', 'keyId', 'multiRegion'],
  documents: ['policy'],
  writeOnly: ['deletionWindowInDays', 'bypassPolicyLockoutSafetyCheck'],
  create: async (aws, inputs, made) => {
    const { KeyMetadata } = await aws.kms.send(
      new CreateKeyCommand({
        KeyUsage: text(inputs, 'keyUsage') as KeyUsageType,
        KeySpec: text(inputs, 'customerMasterKeySpec') as KeySpec,
        BypassPolicyLockoutSafetyCheck: flag(inputs, 'bypassPolicyLockoutSafetyCheck'),
        Description: optionalText(inputs, 'description'),
        Policy: optionalText(inputs, 'policy'),
        Tags: toTags(tagMap(inputs)),
      }),
    );
    const id = KeyMetadata?.KeyId ?? '';
    made(id);
    if (flag(inputs, 'enableKeyRotation')) await aws.kms.send(new EnableKeyRotationCommand({ KeyId: id }));
    if (!flag(inputs, 'isEnabled')) await aws.kms.send(new DisableKeyCommand({ KeyId: id }));
    return id;
  },
  read: async (aws, id) => {
    const found = (await unlessGone(aws.kms.send(new DescribeKeyCommand({ KeyId: id }))))?.KeyMetadata;
    // A key that waits for its deletion counts as gone.
    if (found === undefined || found.KeyState === 'PendingDeletion') return undefined;
    const policy = await aws.kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }));
    const rotation = await aws.kms.send(new GetKeyRotationStatusCommand({ KeyId: id }));
    const tags = await aws.kms.send(new ListResourceTagsCommand({ KeyId: id }));
    return {
      id,
      properties: {
        arn: found.Arn,
        keyId: found.KeyId,
        description: found.Description ?? '',
        policy: policy.Policy ?? '',
        enableKeyRotation: rotation.KeyRotationEnabled ?? false,
        isEnabled: found.Enabled ?? false,
        keyUsage: found.KeyUsage ?? 'ENCRYPT_DECRYPT',
        customerMasterKeySpec: found.KeySpec ?? 'SYMMETRIC_DEFAULT',
        multiRegion: found.MultiRegion ?? false,
        tagsAll: fromTagList(tags.Tags?.map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue }))),
      },
    };
  },
  update: updateKey,
  delete: async (aws, id, state) => {
    const days = optionalNumber(state, 'deletionWindowInDays');
    try {
      await unlessGone(
        aws.kms.send(
          new ScheduleKeyDeletionCommand({
            KeyId: id,
            ...(days === undefined ? {} : { PendingWindowInDays: days }),
          }),
        ),
      );
    } catch (error) {
      if (!isNamed(error, 'KMSInvalidStateException')) throw error;
    }
  },
});

/** Enabled first, disabled last: a disabled key takes no other change. */
async function updateKey(
  aws: Aws,
  id: string,
  { old, next, changed }: Change<Inputs<KeyArgs>, State<KeyState>>,
): Promise<void> {
  if (changed.has('isEnabled') && flag(next, 'isEnabled'))
    await aws.kms.send(new EnableKeyCommand({ KeyId: id }));
  if (changed.has('enableKeyRotation')) {
    await aws.kms.send(
      flag(next, 'enableKeyRotation')
        ? new EnableKeyRotationCommand({ KeyId: id })
        : new DisableKeyRotationCommand({ KeyId: id }),
    );
  }
  if (changed.has('description'))
    await aws.kms.send(
      new UpdateKeyDescriptionCommand({ KeyId: id, Description: optionalText(next, 'description') ?? '' }),
    );
  if (changed.has('policy'))
    await aws.kms.send(
      new PutKeyPolicyCommand({
        KeyId: id,
        PolicyName: 'default',
        Policy: text(next, 'policy'),
        BypassPolicyLockoutSafetyCheck: flag(next, 'bypassPolicyLockoutSafetyCheck'),
      }),
    );
  await changeTags(old, next, {
    remove: (keys) => aws.kms.send(new UntagResourceCommand({ KeyId: id, TagKeys: keys })),
    put: (tags) => aws.kms.send(new TagResourceCommand({ KeyId: id, Tags: toTags(tags) })),
  });
  if (changed.has('isEnabled') && !flag(next, 'isEnabled'))
    await aws.kms.send(new DisableKeyCommand({ KeyId: id }));
}

export const alias = defineType<AliasArgs, AliasState>()({
  token: 'aws:kms/alias:Alias',
  inputs: ['name', 'targetKeyId', 'region'],
  refused: ['namePrefix'],
  replaces: ['name'],
  keyIds: ['targetKeyId'],
  autoName: { property: 'name', maxLength: 238, prefix: 'alias/' },
  refuse: ({ name }) =>
    name === undefined || name.startsWith('alias/') || name === unknownValue
      ? undefined
      : { property: 'name', reason: `an alias name begins with alias/, and ${name} does not` },
  outputs: ['arn', 'targetKeyArn'],
  create: async (aws, inputs) => {
    await aws.kms.send(
      new CreateAliasCommand({ AliasName: text(inputs, 'name'), TargetKeyId: text(inputs, 'targetKeyId') }),
    );
    return text(inputs, 'name');
  },
  read: async (aws, id) => {
    for await (const page of paginateListAliases({ client: aws.kms }, {})) {
      const found = (page.Aliases ?? []).find((each) => each.AliasName === id);
      if (found === undefined) continue;
      const arn = found.AliasArn ?? '';
      return {
        id,
        properties: {
          name: id,
          arn,
          targetKeyId: found.TargetKeyId ?? '',
          targetKeyArn: arn.replace(/:alias\/.*$/, `:key/${found.TargetKeyId ?? ''}`),
        },
      };
    }
    return undefined;
  },
  update: async (aws, id, { next }) => {
    await aws.kms.send(new UpdateAliasCommand({ AliasName: id, TargetKeyId: text(next, 'targetKeyId') }));
  },
  delete: async (aws, id) => {
    await unlessGone(aws.kms.send(new DeleteAliasCommand({ AliasName: id })));
  },
});
