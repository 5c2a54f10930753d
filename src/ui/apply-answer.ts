import { UserError } from '../errors.ts';
import type { AccountFile, RoleEntry } from '../model/account-file.ts';
import { type Audience, groupOf } from './audience.ts';
import { flagOf, questionFlags } from './question-flags.ts';
import { answerChecks, readAssignment, readPeople, type TypedPerson } from './read-answer.ts';

export type AnswerValue = string | boolean | readonly string[];

/**
 * Writes one answer into the account file. An empty answer changes nothing. Pure.
 * @param key Key of a question, or of a row of `questionFlags`.
 * @param merged The file with its templates, where groups are looked up.
 * @throws UserError `BadAnswer` naming flag, value and what is allowed.
 */
export function applyAnswer(
  file: AccountFile,
  key: string,
  value: AnswerValue,
  merged: AccountFile = file,
): AccountFile {
  const values = (Array.isArray(value) ? value : [String(value)])
    .map((item: string) => item.trim())
    .filter((item) => item !== '');
  return values.reduce((changed, item) => applyOne(changed, key, item, merged), file);
}

/** Writes every answer that came as a flag, in the order in which they build on each other. Keys as in `questionFlags`. */
export function applyFlagAnswers(
  file: AccountFile,
  given: Readonly<Record<string, AnswerValue | undefined>>,
  merged: AccountFile,
): AccountFile {
  return questionFlags.reduce((changed: AccountFile, { key }) => {
    const value = given[key];
    return value === undefined ? changed : applyAnswer(changed, key, value, merged);
  }, file);
}

function applyOne(file: AccountFile, key: string, value: string, merged: AccountFile): AccountFile {
  const [kind = key, part, ...name] = key.split(':');
  const [named, text] =
    kind === 'purpose' && part === undefined ? readAssignment(value) : [name.join(':'), value];
  const problem = answerChecks[kind]?.(text);
  if (problem !== undefined) throw badAnswer(kind, problem);
  switch (kind) {
    case 'template':
      return { ...file, extends: value };
    case 'region':
    case 'alias':
      return { ...file, account: { ...file.account, [kind]: value } };
    case 'admins':
    case 'finance':
    case 'developers':
      return addPeople(file, kind, value, merged);
    case 'developer-cli':
      return setCommandLine(file, value, merged);
    case 'retention-days':
      return { ...file, trail: { ...file.trail, retentionDays: Number(value) } };
    case 'encryption':
      return { ...file, trail: { ...file.trail, encryption: value === 'kms' ? 'kms' : 'sse-s3' } };
    case 'alarm-email':
      return { ...file, alarms: { ...file.alarms, email: value, set: 'cis' } };
    case 'budget':
      return { ...file, budget: { ...file.budget, monthlyUsd: Number(value) } };
    case 'budget-email':
      return { ...file, budget: { ...file.budget, email: value } };
    case 'role':
      return addRole(file, value, merged);
    case 'create-buckets':
      return createBuckets(file, value === 'true');
    case 'purpose':
      return setPurpose(file, part ?? partOf(named, file, merged), named, text, merged);
    default:
      throw badAnswer(kind, `${JSON.stringify(key)} is no question.`);
  }
}

function addPeople(file: AccountFile, audience: Audience, value: string, merged: AccountFile): AccountFile {
  const group = groupOf(merged, audience) ?? groupOf(file, audience);
  if (group === undefined)
    throw badAnswer(
      audience,
      'there is no group for these people. Define one in the file, or extend the template startup.',
    );
  return readPeople(value).reduce((changed, typed) => addPerson(changed, typed, group, merged), file);
}

/** A person who is there already joins the group and keeps the others. */
function addPerson(file: AccountFile, typed: TypedPerson, group: string, merged: AccountFile): AccountFile {
  const sameName = ({ name }: { readonly name: string }): boolean => name === typed.name;
  const people = file.people ?? [];
  const known = people.find(sameName) ?? merged.people?.find(sameName);
  const groups = [...new Set([...(known?.groups ?? []), group])];
  const person = { name: typed.name, ...withEmail(typed.email ?? known?.email), groups };
  const isThere = people.some(sameName);
  return {
    ...file,
    people: isThere ? people.map((each) => (sameName(each) ? person : each)) : [...people, person],
  };
}
const withEmail = (email: string | undefined): { email?: string } => (email === undefined ? {} : { email });

function setCommandLine(file: AccountFile, value: string, merged: AccountFile): AccountFile {
  const group = groupOf(merged, 'developers') ?? groupOf(file, 'developers');
  if (group === undefined)
    throw badAnswer(
      'developer-cli',
      'there is no group of developers. Define one in the file, or extend the template startup.',
    );
  const cli = value === 'login' || value === 'keys' ? value : 'none';
  return { ...file, groups: { ...file.groups, [group]: { ...file.groups?.[group], cli } } };
}

function addRole(file: AccountFile, value: string, merged: AccountFile): AccountFile {
  const [role, name] = readAssignment(value);
  const present = file.roles?.[role] ?? undefined;
  const known = present ?? merged.roles?.[role] ?? undefined;
  if (known?.buckets?.some((bucket) => bucket.name === name) === true) return file;
  const entry: RoleEntry = {
    ...present,
    buckets: [...(present?.buckets ?? []), { name, access: 'read-write' }],
  };
  return { ...file, roles: { ...file.roles, [role]: entry } };
}

/** Answers for every bucket that does not say yet whether it is to be made; those of other accounts never are. */
function createBuckets(file: AccountFile, create: boolean): AccountFile {
  const roles = Object.entries(file.roles ?? {}).map(([name, role]) => {
    const buckets = role?.buckets?.map((bucket) =>
      bucket.create === undefined && bucket.owner === undefined ? { ...bucket, create } : bucket,
    );
    return [name, role === null || buckets === undefined ? role : { ...role, buckets }] as const;
  });
  return file.roles === undefined ? file : { ...file, roles: Object.fromEntries(roles) };
}

function partOf(name: string, file: AccountFile, merged: AccountFile): string {
  const has = (map: object | undefined): boolean => map !== undefined && Object.hasOwn(map, name);
  if ([file.groups, merged.groups].some(has)) return 'groups';
  if ([file.roles, merged.roles].some(has)) return 'roles';
  return 'machines';
}

function setPurpose(
  file: AccountFile,
  part: string,
  name: string,
  purpose: string,
  merged: AccountFile,
): AccountFile {
  if (part === 'groups')
    return { ...file, groups: { ...file.groups, [name]: { ...file.groups?.[name], purpose } } };
  if (part === 'roles') {
    const role = file.roles?.[name] ?? merged.roles?.[name];
    if (role !== undefined && role !== null)
      return { ...file, roles: { ...file.roles, [name]: { ...role, purpose } } };
  }
  const machines = file.machines ?? [];
  const inherited = merged.machines?.find((machine) => machine.name === name);
  if (machines.some((machine) => machine.name === name)) {
    return {
      ...file,
      machines: machines.map((machine) => (machine.name === name ? { ...machine, purpose } : machine)),
    };
  }
  if (inherited !== undefined) return { ...file, machines: [...machines, { ...inherited, purpose }] };
  throw badAnswer('purpose', `there is no group, role or machine ${JSON.stringify(name)}.`);
}

function badAnswer(key: string, problem: string): UserError {
  const flag = flagOf(key);
  const where = flag === undefined ? key : flag.flag;
  return new UserError('BadAnswer', `${where}: ${problem}`, {
    fix: `Correct ${where}, or write ${flag?.fileKey ?? 'the key'} into the file.`,
  });
}
