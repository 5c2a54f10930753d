import * as z from 'zod';
import { explainRecipient } from '../lib/age-recipient.ts';
import {
  accountId,
  bucketName,
  groupName,
  policyName,
  policyNames,
  regionName,
  roleName,
  userName,
} from './name-schemas.ts';
import { iamPath, owner, purpose, removable, tagsSchema } from './path-and-tags.ts';
import { roleSchema } from './role-schema.ts';
import { statements } from './statement-schema.ts';

/**
 * `bootstrap-account.yaml` and the templates it extends: the same shape, everything optional here,
 * because a template is partial. What must be there in the end is decided by `completeAnswers` (config/).
 * Every key carries a description: it becomes the JSON Schema that editors show.
 */

const email = z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/, 'an e-mail address');
// https://docs.aws.amazon.com/accounts/latest/reference/API_PutAlternateContact.html
const contactText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'one line of text');
export const policySchema = z.strictObject({
  purpose: purpose.optional().describe('What the policy is for, one line.'),
  statements: statements.describe('IAM statements; a later file replaces the list as a whole.'),
});

export const groupSchema = z.strictObject({
  purpose: purpose.optional().describe('Why the group exists, one line. Goes into the report.'),
  owner: owner.optional(),
  kind: z
    .enum(['human', 'machine'])
    .optional()
    .describe(
      'human: members are people, MFA is enforced. machine: members are programs; never carries the MFA deny. Default: human.',
    ),
  access: z
    .union([
      z.enum(['administrator', 'billing-read-only', 'billing-manager', 'support', 'none']),
      z.strictObject({
        statements: statements.describe(
          'IAM statements of the work policy; a later file replaces the list as a whole.',
        ),
      }),
    ])
    .optional()
    .describe(
      'What members may do: administrator, billing-read-only, billing-manager, support, none, or { statements: [...] }.',
    ),
  policies: policyNames
    .optional()
    .describe('Names of `policies` that members get beside their access; a later file replaces the list.'),
  path: iamPath
    .optional()
    .describe(
      'IAM path of a group that is made; one that is there keeps its own. Default: /bootstrap-account/, by which the tool knows its groups after a lost state.',
    ),
  mfa: z
    .enum(['required'])
    .optional()
    .describe('For human groups MFA is always required; the key only says so.'),
  cli: z
    .enum(['login', 'keys', 'none'], 'login, keys or none')
    .optional()
    .describe(
      'How members of a human group use the command line: login (aws login), keys (own access key, sessions opened with MFA), none. Default: none.',
    ),
});
// Zod's own expression knows leap years; the JSON Schema carries the same one.
const day = z.string().regex(z.regexes.date, 'a date like 2027-01-31');
/** The value itself is never repeated: somebody may have pasted the secret half. */
const ageRecipient = z
  .string()
  .max(4000)
  .superRefine((value, context) => {
    const wrong = explainRecipient(value);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong, params: { hidden: true } });
  })
  // What editors can check: JSON Schema knows no checksum.
  .meta({ pattern: '^age1(pq1)?[02-9ac-hj-np-z]+$' });
export const personSchema = z.strictObject({
  name: userName.describe('IAM user name; 1 to 64 characters, unique ignoring case.'),
  email: email.optional().describe('For the welcome sheet; shown in reports only on request.'),
  groups: removable(z.array(groupName).min(1).max(100)).describe(
    'Human groups the person belongs to; null takes out a person that a template brings.',
  ),
  ageRecipient: ageRecipient
    .optional()
    .describe(
      "The person's age public key (age1…): with --passwords age the first password is encrypted to it.",
    ),
  keptUntil: day
    .optional()
    .describe(
      'The person has left: the user stays, without any way in and any right, until this day. Written by person remove --keep-days.',
    ),
});
export const machineSchema = z.strictObject({
  name: userName.describe('IAM user name of the program, under the path /machine/.'),
  purpose: purpose.optional().describe('The one task this identity exists for.'),
  owner: owner.optional(),
  groups: removable(z.array(groupName).min(1).max(100)).describe(
    'Machine groups it belongs to; null takes out a machine that a template brings.',
  ),
  ageRecipient: ageRecipient
    .optional()
    .describe('age public key (age1…) of whoever installs its access key; for --keys age.'),
});
export const trailSchema = z.strictObject({
  enabled: z.boolean().optional().describe('false leaves an existing trail as the only one. Default: true.'),
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9](?!.*[._-]{2})[A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/,
      '3 to 128 of A-Z a-z 0-9 . _ -, beginning and ending with a letter or digit, no two of . _ - in a row',
    )
    .optional()
    .describe('Name of the trail. Default: account-trail.'),
  bucket: bucketName
    .optional()
    .describe('Audit bucket. Generated at the first plan and written here before it is used.'),
  retentionDays: z
    .int()
    .min(365)
    .max(3650)
    .optional()
    .describe('Days that log files are kept. Default: 400.'),
  encryption: z
    .enum(['kms', 'sse-s3'], 'kms or sse-s3')
    .optional()
    .describe('kms: own key with rotation, about 1 USD a month. sse-s3: no cost. Default: kms.'),
  objectLock: z
    .enum(['none', 'governance'])
    .optional()
    .describe(
      'governance: nobody deletes a log file before its time without a special right; set when the bucket is made. Default: none.',
    ),
});
export const passwordPolicySchema = z.strictObject({
  minimumLength: z.int().min(8).max(128).optional().describe('Default: 14.'),
  requireSymbols: z.boolean().optional().describe('Default: false.'),
  requireNumbers: z.boolean().optional().describe('Default: false.'),
  requireUppercase: z.boolean().optional().describe('Default: false.'),
  requireLowercase: z.boolean().optional().describe('Default: false.'),
  reusePrevention: z
    .int()
    .min(1)
    .max(24)
    .optional()
    .describe('Number of old passwords that may not come back. Default: 24.'),
});
export const defaultsSchema = z.strictObject({
  passwordPolicy: passwordPolicySchema.optional().describe('Account password policy.'),
  blockPublicS3: z
    .boolean()
    .optional()
    .describe('Block public access to every bucket of the account. Default: true.'),
  encryptEbs: z
    .boolean()
    .optional()
    .describe('Encrypt new EBS volumes, in every region of `regions`. Default: true.'),
  requireImdsv2: z
    .boolean()
    .optional()
    .describe(
      'New EC2 instances answer metadata requests with a session token only (IMDSv2), in every region of `regions`. Default: true.',
    ),
  accessAnalyzer: z
    .boolean()
    .optional()
    .describe(
      'An analyzer in every region of `regions` tells what is shared with the outside. Costs nothing. Default: true.',
    ),
});
export const contactSchema = z.strictObject({
  name: contactText(64).describe('Name of the person or of the team.'),
  title: contactText(50).describe('What they do, like Head of Security.'),
  email: email.max(254).describe('A shared mailbox outlives a person.'),
  phone: z
    .string()
    .regex(/^[0-9 ()+-]{1,25}$/, 'a phone number of up to 25 of 0-9 + - ( ) and spaces')
    .describe('With the country code, like +49 30 1234567.'),
});
const contact = (of: string) =>
  contactSchema.nullable().optional().describe(`Whom AWS writes to about ${of}; null removes it from here.`);
export const contactsSchema = z.strictObject({
  security: contact('security'),
  billing: contact('bills'),
  operations: contact('operations'),
});
/** Where the settings that each region has for itself are made. */
export const regionsSchema = z.union(
  [z.enum(['home', 'all-enabled']), z.array(regionName).min(1).max(60)],
  'home, all-enabled, or a list of region names',
);
/** Days that CloudWatch Logs can keep; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export const alarmsSchema = z.strictObject({
  email: email
    .optional()
    .describe(
      'Where alarms are mailed; better a shared mailbox than a person. AWS mails it once, to be confirmed.',
    ),
  set: z
    .enum(['cis', 'none'], 'cis or none')
    .optional()
    .describe(
      'cis: fifteen alarms on what the trail records, about 2.30 USD a month. none: no alarms. Default: cis.',
    ),
  logRetentionDays: z
    .literal([...logRetentions], `one of ${logRetentions.join(', ')}`)
    .optional()
    .describe(
      'Days that the log group keeps its copy of the events; the audit bucket keeps them longer. Default: 90.',
    ),
});
export const budgetSchema = z.strictObject({
  monthlyUsd: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe(
      'Whole USD a month. Mails go out at 80 and 100 percent, and when the month is going to reach it.',
    ),
  email: email.optional().describe('Where the mails go. Default: alarms.email.'),
});
export const accountSchema = z.strictObject({
  id: accountId.optional().describe('Account this file is for; every run compares it with the credentials.'),
  alias: z
    .string()
    .regex(
      /^(?!\d{12}$)(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      '3 to 63 of a-z 0-9 -, no hyphen at the ends or twice in a row, not 12 digits',
    )
    .optional()
    .describe('Sign-in name of the account, unique in all of AWS.'),
  region: regionName.optional().describe('Home region: trail, audit bucket and key live here.'),
  contacts: contactsSchema
    .optional()
    .describe('Alternate contacts of the account. What is left out here is left alone in the account.'),
});
export const exceptionSchema = z.strictObject({
  finding: z
    .string()
    .max(400)
    .regex(/^[a-z0-9-]+:[^\n\r]+$/, 'an id as check shows it, like unknown-user:legacy-bot')
    .describe('Id of the finding, as check shows it.'),
  reason: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[^\n\r]+$/, 'one line')
    .describe('Why it is known and left alone.'),
  until: day.describe('Last day, in UTC, on which it is left alone; then it is back.'),
});

const named = <T extends z.ZodType>(key: z.ZodType<string>, value: T) =>
  z.record(key as z.ZodType<string, string>, value.nullable());

export const accountFileSchema = z.strictObject({
  version: z.literal(1).describe("Version of this file's format."),
  extends: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'A built-in template (startup, strict, minimal), or a file beside this one or below; it may extend another.',
    ),
  account: accountSchema.optional().describe('Which account, under which name, with which home region.'),
  state: z
    .string()
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket like s3://acme-state')
    .optional()
    .describe(
      'Bucket in which several machines share the state; `state move` writes this. Default: on this machine.',
    ),
  groups: named(groupName, groupSchema)
    .optional()
    .describe('Groups by name; null removes one that the template brings.'),
  people: z
    .array(personSchema)
    .max(5000)
    .optional()
    .describe('One entry a person; rights come from groups only.'),
  machines: z
    .array(machineSchema)
    .max(1000)
    .optional()
    .describe('Programs outside AWS that still need an access key.'),
  roles: named(roleName, roleSchema).optional().describe('Programs inside EC2: roles instead of keys.'),
  policies: named(policyName, policySchema)
    .optional()
    .describe(
      'IAM policies of your own by name, for `groups.<name>.policies` and `roles.<name>.policies`; null removes one that a template brings.',
    ),
  tags: tagsSchema
    .optional()
    .describe(
      'Tags for everything that is made and takes tags, like CostCenter; groups take none. One that is taken out here stays on what carries it.',
    ),
  regions: regionsSchema
    .optional()
    .describe(
      'Where per-region settings (EBS encryption, IMDSv2, access analyzer) are made: home, all-enabled, or a list, which replaces that of a template; the home region is always among them. Default: home.',
    ),
  trail: trailSchema.optional().describe('The audit trail.'),
  alarms: alarmsSchema
    .nullable()
    .optional()
    .describe('Alarms by e-mail on what the trail records; they need the trail. Left out or null: none.'),
  budget: budgetSchema
    .nullable()
    .optional()
    .describe('A monthly cost budget with mails; it only tells, it stops nothing. Left out or null: none.'),
  defaults: defaultsSchema.optional().describe('Account-wide settings.'),
  graceDays: z
    .int()
    .min(0)
    .max(90)
    .optional()
    .describe(
      'Days that check waits for a person to sign in and enrol MFA, from the password on. Default: 7.',
    ),
  rootClosedAt: day
    .optional()
    .describe(
      'Day on which the root items of the handover were done; any later use of root is a finding. Not set: it is only told.',
    ),
  exceptions: z
    .array(exceptionSchema)
    .max(1000)
    .optional()
    .describe('Findings of check that are known and left alone until a date.'),
});
/** One file as written: partial, `null` where something inherited is removed. */
export type AccountFile = z.infer<typeof accountFileSchema>;
export type GroupEntry = z.infer<typeof groupSchema>;
export type RoleEntry = z.infer<typeof roleSchema>;
export type PolicyEntry = z.infer<typeof policySchema>;
export type PersonEntry = z.infer<typeof personSchema>;
export type MachineEntry = z.infer<typeof machineSchema>;
