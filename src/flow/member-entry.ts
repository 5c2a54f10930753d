import type * as z from 'zod';
import type { LoadedFile } from '../config/load.ts';
import { UserError } from '../errors.ts';
import { nearestName } from '../lib/nearest-name.ts';
import type { AccountFile } from '../model/account-file.ts';

/** A person or a machine: an IAM user that the file names. */
export type MemberKind = 'person' | 'machine';

export const listOf = { person: 'people', machine: 'machines' } as const;

/** The member's logical names and types, in the order in which they are made. */
export function memberTargets(kind: MemberKind, name: string) {
  const list = listOf[kind];
  const component = `bootstrap-account:index:${kind === 'person' ? 'People' : 'Machines'}`;
  const user = { name: `${list}/${name}`, type: 'aws:iam/user:User', component };
  const groups = {
    name: `${list}/${name}/groups`,
    type: 'aws:iam/userGroupMembership:UserGroupMembership',
    component,
  };
  const boundary = { name: `${list}/${name}/boundary`, type: 'aws:iam/policy:Policy', component };
  return kind === 'person' ? [user, groups] : [boundary, user, groups];
}

/** Who stands in the file under this name, of either kind; upper and lower case are one, as for AWS. */
export function findMember(
  { merged }: Pick<LoadedFile, 'merged'>,
  name: string,
): { readonly kind: MemberKind; readonly name: string } | undefined {
  const same = (each: { readonly name: string }) => each.name.toLowerCase() === name.toLowerCase();
  const person = merged.people?.find(same);
  if (person !== undefined) return { kind: 'person', name: person.name };
  const machine = merged.machines?.find(same);
  return machine === undefined ? undefined : { kind: 'machine', name: machine.name };
}

/**
 * A member that is expected to stand in the file.
 * @throws UserError `NoSuchPerson`, `NoSuchMachine`
 */
export function requireMember(file: LoadedFile, kind: MemberKind, name: string): void {
  if ((file.merged[listOf[kind]] ?? []).some((each) => each.name === name)) return;
  refuseOtherKind(file, kind, name);
  throw new UserError(
    kind === 'person' ? 'NoSuchPerson' : 'NoSuchMachine',
    `There is no ${kind} "${name}" in ${file.document.file}.${nearHint(file, kind, name)}`,
    { fix: `See who is there: bootstrap-account ${kind} list` },
  );
}

export function nearHint({ merged }: Pick<LoadedFile, 'merged'>, kind: MemberKind, name: string): string {
  const near = nearestName(
    name,
    (merged[listOf[kind]] ?? []).map((each) => each.name),
  );
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** @throws UserError `OtherKind`, `OtherSpelling` */
export function refuseOtherKind(file: LoadedFile, kind: MemberKind, name: string): void {
  const found = findMember(file, name);
  if (found === undefined || (found.kind === kind && found.name === name)) return;
  if (found.kind === kind)
    throw new UserError('OtherSpelling', `${file.document.file} spells it "${found.name}".`, {
      fix: 'Write the name as the file does: AWS ignores the case of names, so it is the same user.',
    });
  throw new UserError('OtherKind', `"${found.name}" is a ${found.kind}, not a ${kind}.`, {
    fix: `Use: bootstrap-account ${found.kind} …`,
  });
}

/**
 * Says what is wrong with an entry before anything is looked at.
 * @throws UserError `BadAnswer` with every mistake
 */
export function checkEntry(schema: z.ZodType, entry: Readonly<Record<string, unknown>>): void {
  const result = schema.safeParse(entry);
  if (result.success) return;
  const wrong = result.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    // It says itself what is wrong; the value may be the secret half of a key.
    if (issue.code === 'custom') return `${key}: ${issue.message}.`;
    const value = issue.path.reduce<unknown>(
      (inner, step) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Readonly<Record<PropertyKey, unknown>>)[step]
          : undefined,
      entry,
    );
    return `${key}: ${JSON.stringify(value)} is not allowed; allowed: ${issue.message}.`;
  });
  throw new UserError('BadAnswer', wrong.join('\n'), {
    details: wrong,
    fix: 'Correct it and run again. Nothing was changed.',
  });
}

/** The file alone with an entry put into a list, or taken out; the order of the others stays. */
export function withEntry(
  own: AccountFile,
  kind: MemberKind,
  name: string,
  entry: Readonly<Record<string, unknown>> | undefined,
): AccountFile {
  const list = listOf[kind];
  const before = (own[list] ?? []) as readonly { readonly name: string }[];
  const there = before.some((each) => each.name === name);
  const after =
    entry === undefined
      ? before.filter((each) => each.name !== name)
      : there
        ? before.map((each) => (each.name === name ? entry : each))
        : [...before, entry];
  return { ...own, [list]: after } as AccountFile;
}
