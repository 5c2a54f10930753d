import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { type AccountFile, accountFileSchema } from '../model/account-file.ts';
import { showValue } from './mistake.ts';

interface Override {
  readonly variable: string;
  readonly flag?: 'region';
  readonly put: (file: AccountFile, value: string) => AccountFile;
}

/** Values that a flag or the environment puts over the file, for one run; they are not written into it. */
const overrides: readonly Override[] = [
  {
    variable: 'BOOTSTRAP_ACCOUNT_REGION',
    flag: 'region',
    put: (file, region) => ({ ...file, account: { ...file.account, region } }),
  },
  {
    variable: 'BOOTSTRAP_ACCOUNT_ALIAS',
    put: (file, alias) => ({ ...file, account: { ...file.account, alias } }),
  },
  {
    variable: 'BOOTSTRAP_ACCOUNT_RETENTION_DAYS',
    put: (file, days) => ({
      ...file,
      trail: { ...file.trail, retentionDays: /^\d+$/.test(days) ? Number(days) : Number.NaN },
    }),
  },
  {
    variable: 'BOOTSTRAP_ACCOUNT_ENCRYPTION',
    put: (file, encryption) => ({ ...file, trail: { ...file.trail, encryption: encryption as 'kms' } }),
  },
];

/**
 * Puts flags and environment over a merged file: flag before environment before file. Empty variables count as unset.
 * @throws UserError `BadOverride` when a value is not one the file could hold.
 */
export function applyOverrides(merged: AccountFile, context: Pick<Context, 'env' | 'flags'>): AccountFile {
  return overrides.reduce((file, override) => {
    const flag = override.flag === undefined ? undefined : context.flags[override.flag];
    const value = flag ?? context.env[override.variable];
    if (value === undefined || value === '') return file;
    const result = accountFileSchema.safeParse(override.put(file, value));
    if (result.success) return result.data;
    const name = flag === undefined ? override.variable : `--${override.flag}`;
    const allowed = result.error.issues.map((issue) => issue.message).join('; ');
    throw new UserError('BadOverride', `${name} is ${showValue(value)}; allowed: ${allowed}.`, {
      fix: `Correct ${name}, or leave it out.`,
    });
  }, merged);
}
