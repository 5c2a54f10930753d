import {
  accountFileSchema,
  accountSchema,
  alarmsSchema,
  budgetSchema,
  groupSchema,
  personSchema,
  trailSchema,
} from '../model/account-file.ts';
import { iamName, regionName } from '../model/name-schemas.ts';
import { roleBucketSchema, roleSchema } from '../model/role-schema.ts';

/** A person as typed: `ada`, `ada=ada@acme.example`, `ada <ada@acme.example>`. */
export interface TypedPerson {
  readonly name: string;
  readonly email?: string;
}

/** Splits `ada=ada@acme.example, grace` into people. */
export function readPeople(text: string): readonly TypedPerson[] {
  const entries = text.split(/[,;\n]/).map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', email = ''] = entry
        .replace(/[<>]/g, ' ')
        .trim()
        .split(/\s*=\s*|\s+(?=\S+@)/, 2);
      return email.trim() === '' ? { name: name.trim() } : { name: name.trim(), email: email.trim() };
    });
}

/** Splits `name=rest` at the first equals sign. */
export function readAssignment(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** The part of a zod schema that is needed here. */
interface Schema {
  readonly safeParse: (value: unknown) => {
    readonly success: boolean;
    readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined;
  };
}
type Check = (value: string) => string | undefined;

const anEmail = 'an e-mail address';
const says = (schema: Schema, value: unknown, what: string): string | undefined => {
  const result = schema.safeParse(value);
  if (result.success) return undefined;
  const allowed = result.error?.issues[0]?.message ?? 'another value';
  // Where the rule says no more than the name of the thing, an example says more.
  return allowed === anEmail
    ? `${JSON.stringify(value)} is no e-mail address; one looks like ada@acme.example.`
    : `${JSON.stringify(value)} is not allowed as ${what}; allowed: ${allowed}.`;
};

const checkPeople: Check = (value) => {
  const wrong = readPeople(value).map(
    ({ name, email }) =>
      says(iamName(64), name, 'a user name') ??
      (name.toLowerCase() === 'root'
        ? '"root" would be mistaken for the root user; choose another name.'
        : undefined) ??
      (email === undefined ? undefined : says(personSchema.shape.email, email, anEmail)),
  );
  return wrong.find((sentence) => sentence !== undefined);
};

const checkRole: Check = (value) => {
  const [role, bucket] = readAssignment(value);
  if (bucket === '')
    return `${JSON.stringify(value)} names no bucket; write name=bucket, like checkbot=acme-testbucket.`;
  return says(iamName(64), role, 'a role name') ?? says(roleBucketSchema.shape.name, bucket, 'a bucket name');
};

const checkPurpose: Check = (value) => says(roleSchema.shape.purpose, value, 'a purpose');

/** What is wrong with an answer, by question; an empty answer is never wrong here. */
export const answerChecks: Readonly<Record<string, Check>> = {
  template: (value) => says(accountFileSchema.shape.extends, value, 'a template'),
  region: (value) => says(regionName, value, 'a region'),
  alias: (value) => says(accountSchema.shape.alias, value, 'an alias'),
  admins: checkPeople,
  finance: checkPeople,
  developers: checkPeople,
  'developer-cli': (value) => says(groupSchema.shape.cli, value, 'a way to the command line'),
  'retention-days': (value) =>
    says(
      trailSchema.shape.retentionDays,
      /^\d{1,6}$/.test(value) ? Number(value) : value,
      'a number of days',
    ),
  'alarm-email': (value) => says(alarmsSchema.shape.email, value, anEmail),
  budget: (value) =>
    says(
      budgetSchema.shape.monthlyUsd,
      /^\d{1,9}$/.test(value) ? Number(value) : value,
      'an amount in whole USD',
    ),
  'budget-email': (value) => says(budgetSchema.shape.email, value, anEmail),
  encryption: (value) => says(trailSchema.shape.encryption, value, 'an encryption'),
  role: checkRole,
  'create-buckets': (value) =>
    value === 'true' || value === 'false'
      ? undefined
      : `${JSON.stringify(value)} is not allowed; write true or false.`,
  purpose: checkPurpose,
};

/** @param sentence what is said to an empty answer */
export const required = (key: string, sentence: string) => (value: string) =>
  value.trim() === '' ? sentence : answerChecks[key]?.(value.trim());
export const optional = (key: string) => (value: string) =>
  value.trim() === '' ? undefined : answerChecks[key]?.(value.trim());
