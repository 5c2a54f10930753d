import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { renderWelcome } from '../report/render/welcome.ts';
import type { WelcomeSheet } from '../report/welcome.ts';
import { slugName } from './slug-name.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes one person's sheet to `<root>/<account>/welcome/`, beside the packs: a joiner needs no whole pack.
 * @returns path of the file
 * @throws EngineError `WelcomeFailed`; what was done in the account stands nevertheless
 */
export async function writeWelcomeSheet(
  root: string,
  accountId: string,
  { email: _, ...sheet }: WelcomeSheet,
): Promise<string> {
  const folder = join(root, slugName(accountId), 'welcome');
  const path = join(folder, `${slugName(sheet.person)}.html`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await lstat(folder)).isSymbolicLink()) throw new Error(`${folder} is a symbolic link`);
    await writeWhole(join(root, '.gitignore'), '*\n');
    await writeWhole(path, renderWelcome(sheet));
    return path;
  } catch (cause) {
    throw new EngineError(
      'WelcomeFailed',
      `The welcome sheet of ${sheet.person} cannot be written to ${path}.`,
      {
        fix: 'What was done in the account stands. Repair the folder, then run `bootstrap-account report`.',
        cause,
      },
    );
  }
}
