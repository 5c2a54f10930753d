import * as z from 'zod';
import { accountId, bucketName, policyNames, regionName } from './name-schemas.ts';
import { iamPath, owner, purpose, removable, tagsSchema } from './path-and-tags.ts';

export const roleBucketSchema = z.strictObject({
  name: bucketName.describe('Name of the bucket.'),
  access: removable(z.enum(['read', 'write', 'read-write'], 'read, write or read-write')).describe(
    'What programs on the instance may do with its objects; null takes out a bucket that a template brings.',
  ),
  prefix: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9!_.'()/-]*$/, "the characters A-Z a-z 0-9 ! _ . ' ( ) / -, no wildcard")
    .optional()
    .describe('Limits the access to keys under this prefix, like uploads/.'),
  delete: z.boolean().optional().describe('Also allow s3:DeleteObject. Default: false.'),
  owner: accountId.optional().describe('Account that owns the bucket. Default: this account.'),
  create: z.boolean().optional().describe('Make the bucket when it does not exist yet. Default: false.'),
});
const inRegion = regionName.optional().describe('Region it is in. Default: the home region.');
const roleQueueSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,75}(\.fifo)?$/, '1 to 75 of A-Z a-z 0-9 _ -, perhaps with .fifo behind')
    .describe('Name of the SQS queue, of this account.'),
  access: z
    .enum(['send', 'receive', 'send-receive'])
    .describe('Whether programs put messages in, take them out, or both.'),
  region: inRegion,
});
const roleSecretSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, '1 to 512 of A-Z a-z 0-9 / _ + = . @ -')
    .describe('Name of the secret in Secrets Manager, without the random end of its ARN; read only.'),
  region: inRegion,
});
const roleLogGroupSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[.\-_/#A-Za-z0-9]{1,512}$/, '1 to 512 of A-Z a-z 0-9 . - _ / #')
    .describe('Name of the log group that programs write to; it is not made here.'),
  region: inRegion,
});
/** At least one of the lists has something in it; a rule says so, with its place. */
export const roleSchema = z.strictObject({
  purpose: purpose.optional().describe('The one task this role exists for.'),
  owner: owner.optional(),
  buckets: z
    .array(roleBucketSchema)
    .min(1)
    .optional()
    .describe('Buckets that programs on the instance may use; no other.'),
  queues: z.array(roleQueueSchema).min(1).max(50).optional().describe('Queues that they may use.'),
  secrets: z.array(roleSecretSchema).min(1).max(50).optional().describe('Secrets that they may read.'),
  logGroups: z
    .array(roleLogGroupSchema)
    .min(1)
    .max(50)
    .optional()
    .describe('Log groups that they may write to.'),
  policies: policyNames
    .optional()
    .describe('Names of `policies` whose statements the role gets too; a later file replaces the list.'),
  path: iamPath
    .optional()
    .describe(
      'IAM path of a role and its instance profile that are made; those that are there keep their own. Default: /.',
    ),
  tags: tagsSchema.optional().describe('Tags of this role, over those of `tags`.'),
});
