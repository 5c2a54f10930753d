import { wrapText } from '../lib/wrap-text.ts';

export interface RoleRow {
  readonly role: string;
  /** False: in the file, not in the account yet. */
  readonly made: boolean;
  readonly purpose?: string;
  readonly tasks: readonly string[];
  readonly instances: readonly { readonly id: string; readonly region: string; readonly name?: string }[];
  readonly lastUsedAt?: string;
}

/** Roles, a few lines each: a table would not fit beside ARNs and instance ids. */
export function phraseRoles(rows: readonly RoleRow[], width: number): readonly string[] {
  if (rows.length === 0)
    return ['The file has no roles. Make one: bootstrap-account role add <name> --bucket <bucket>.'];
  return rows
    .flatMap((row) => [
      `${row.role}${row.made ? '' : ' (not made yet)'}${row.purpose === undefined ? '' : `: ${row.purpose}`}`,
      `  may use    ${row.tasks.join(', ')}`,
      `  carried by ${row.instances.map(phraseInstance).join(', ') || 'no instance'}`,
      `  last used  ${row.lastUsedAt === undefined ? 'never, as far as AWS tells (some hours late)' : `${row.lastUsedAt.slice(0, 16).replace('T', ' ')} UTC`}`,
    ])
    .flatMap((line) => wrapText(line, { width, indent: 13 }));
}

function phraseInstance({ id, name, region }: RoleRow['instances'][number]): string {
  return `${id}${name === undefined ? '' : ` ("${name}")`} in ${region}`;
}
