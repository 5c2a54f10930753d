import { resolve } from 'node:path';
import { readTextFile } from '../config/read-file.ts';
import { looksBuiltIn, readTemplate } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';

/**
 * Text of a built-in template by its name, or of a file.
 * @throws UserError `TemplateNotFound`, `FileNotReadable`
 */
export async function readTemplateText(
  { cwd, packageRoot }: Pick<Context, 'cwd' | 'packageRoot'>,
  name: string,
): Promise<string> {
  if (looksBuiltIn(name)) return readTemplate(packageRoot, name);
  const text = await readTextFile(resolve(cwd, name));
  if (text !== undefined) return text;
  throw new UserError('FileNotReadable', `The file ${resolve(cwd, name)} does not exist.`, {
    fix: 'Name a file, or a built-in template: bootstrap-account template list',
  });
}
