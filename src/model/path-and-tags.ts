import * as z from 'zod';

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
export const iamPath = z
  .string()
  .max(512)
  .regex(/^\/([A-Za-z0-9_.,+=@-]+\/)*$/, 'a path like /team/, beginning and ending with /');
// The characters that every service with tags takes; https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9 _.:/=+@-]*$/, 'letters, digits, spaces and _ . : / = + @ -');
const tagValue = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9 _.:/=+@-]*$/, 'letters, digits, spaces and _ . : / = + @ -');
export const purpose = z
  .string()
  .min(1)
  .max(200)
  // Tag values and IAM descriptions both take these; https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
  .regex(
    /^[A-Za-z0-9 _.:/=+@,'()-]*$/,
    "one line of ASCII letters, digits, spaces and _ . : / = + @ , ' ( ) -",
  );
/** Who answers for a group, a machine or a role; for the report only, no tag and no right comes of it. */
export const owner = purpose.describe(
  'Who answers for it, a person or a team, one line. Goes into the report.',
);
/**
 * A key that `null` may stand in, to take out the entry of an earlier file. No type says so: entries with it are
 * gone after the merge, and nothing else reads them.
 */
export const removable = <T extends z.ZodType>(schema: T): T => schema.nullable() as unknown as T;

export const tagsSchema = z.record(tagKey as z.ZodType<string, string>, tagValue.nullable());
