import * as z from 'zod';

/** What a wrong IAM name is told; the reader of files adds an ASCII spelling to it. */
export const iamNameRule = 'the characters A-Z a-z 0-9 _ + = , . @ -';
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
export const iamName = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_+=,.@-]*$/, iamNameRule);
export const userName = iamName(64);
export const groupName = iamName(100);
export const roleName = iamName(64);
export const policyName = iamName(128);
export const accountId = z.string().regex(/^\d{12}$/, '12 digits in quotes, like "123456789012"');
export const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region name, like eu-west-1');
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const bucketName = z
  .string()
  .regex(
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    '3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit, not like an IP address, not beginning with xn-- or sthree-',
  );
/** Names of `policies` that a group or role lists. */
export const policyNames = z.array(policyName).min(1).max(10);
