import { UserError } from '../errors.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Host } from '../model/host.ts';
import { iamName } from '../model/name-schemas.ts';
import { answerChecks } from './read-answer.ts';

/** What is known of somebody who is to be added. */
export interface GivenPerson {
  readonly name?: string;
  readonly email?: string;
  readonly groups?: readonly string[];
}
export interface AskedPerson {
  readonly name: string;
  readonly email?: string;
  readonly groups: readonly string[];
}
type Asking = Pick<Host, 'ask' | 'interactive'>;

/**
 * Asks what was not given of a person. Who is in the file already is asked nothing more.
 * @throws UserError `MissingAnswers` without a terminal, naming everything at once
 */
export async function personQuestions(
  host: Asking,
  merged: AccountFile,
  given: GivenPerson,
): Promise<AskedPerson> {
  const isKnown = merged.people?.some((each) => each.name === given.name) === true;
  const groups = groupNames(merged, 'human');
  if (!host.interactive && !isKnown) nameMissing('a person', given);
  const name = given.name ?? (await askName(host, 'person'));
  const present = merged.people?.find((each) => each.name === name);
  if (present !== undefined) return { name, groups: given.groups ?? present.groups };
  const email = given.email ?? (host.interactive ? await askEmail(host) : undefined);
  const chosen = given.groups ?? (await askGroups(host, groups, 'person'));
  return { name, ...(email === undefined || email === '' ? {} : { email }), groups: chosen };
}

/** The same for a machine: a purpose instead of an e-mail address. */
export async function machineQuestions(
  host: Asking,
  merged: AccountFile,
  given: { readonly name?: string; readonly purpose?: string; readonly groups?: readonly string[] },
): Promise<{ readonly name: string; readonly purpose?: string; readonly groups: readonly string[] }> {
  const isKnown = merged.machines?.some((each) => each.name === given.name) === true;
  if (!host.interactive && !isKnown) nameMissing('a machine', given);
  const name = given.name ?? (await askName(host, 'machine'));
  const present = merged.machines?.find((each) => each.name === name);
  if (present !== undefined) return { name, groups: given.groups ?? present.groups };
  const purpose = given.purpose ?? (host.interactive ? await askPurpose(host) : undefined);
  const chosen = given.groups ?? (await askGroups(host, groupNames(merged, 'machine'), 'machine'));
  return { name, ...(purpose === undefined || purpose === '' ? {} : { purpose }), groups: chosen };
}

function groupNames(merged: AccountFile, kind: 'human' | 'machine'): readonly string[] {
  return Object.entries(merged.groups ?? {}).flatMap(([name, group]) =>
    group !== null && (group.kind ?? 'human') === kind ? [name] : [],
  );
}

function nameMissing(what: string, given: GivenPerson): void {
  const missing = [
    ...(given.name === undefined ? ['the name (first argument)'] : []),
    ...(given.groups === undefined ? ['a group (flag --group)'] : []),
  ];
  if (missing.length === 0) return;
  throw new UserError('MissingAnswers', `To add ${what}, this is missing:\n  ${missing.join('\n  ')}`, {
    details: missing,
    fix: 'Give them, or run it in a terminal: it asks.',
  });
}

function askName(host: Asking, kind: 'person' | 'machine'): Promise<string> {
  return host.ask({
    kind: 'text',
    key: `${kind}-name`,
    message: kind === 'person' ? 'User name of the person?' : 'Name of the machine?',
    why: 'It becomes the IAM user name and cannot be changed later.',
    flag: 'the first argument',
    validate: (value) => {
      const result = iamName(64).safeParse(value.trim());
      return result.success ? undefined : `Allowed: 1 to 64 of ${result.error.issues[0]?.message ?? ''}`;
    },
  });
}

function askEmail(host: Asking): Promise<string> {
  return host.ask({
    kind: 'text',
    key: 'person-email',
    message: 'E-mail address? (empty: none)',
    why: 'It stands in the file only, so that everybody knows who is meant. Nothing is sent.',
    flag: '--email',
    validate: (value) => (value.trim() === '' ? undefined : answerChecks['alarm-email']?.(value.trim())),
  });
}

function askPurpose(host: Asking): Promise<string> {
  return host.ask({
    kind: 'text',
    key: 'machine-purpose',
    message: 'What is the machine for?',
    why: 'One line; it goes into the handover report, so that the next one knows what may be taken away.',
    flag: '--purpose',
    validate: (value) => (value.trim() === '' ? undefined : answerChecks.purpose?.(value.trim())),
  });
}

async function askGroups(
  host: Asking,
  groups: readonly string[],
  kind: 'person' | 'machine',
): Promise<readonly string[]> {
  if (groups.length === 0) {
    throw new UserError('NoGroup', `The file has no group for a ${kind}.`, {
      fix: 'Define one in the file, or extend the template startup; then run `bootstrap-account apply`.',
    });
  }
  const said = await host.ask({
    kind: 'text',
    key: `${kind}-groups`,
    message: `Groups, with commas? (${groups.join(', ')})`,
    why: 'Rights come from groups only.',
    flag: '--group',
    ...(groups.length === 1 && groups[0] !== undefined ? { default: groups[0] } : {}),
    validate: (value) => {
      const typed = splitNames(value);
      const unknown = typed.filter((each) => !groups.includes(each));
      if (typed.length === 0) return 'One group at least.';
      return unknown.length === 0
        ? undefined
        : `There is no such group: ${unknown.join(', ')}. Groups: ${groups.join(', ')}.`;
    },
  });
  return splitNames(said);
}

function splitNames(text: string): readonly string[] {
  return [...new Set(text.split(/[,\s]+/).filter((each) => each !== ''))];
}
