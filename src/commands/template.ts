import type { CommandResult } from '../command.ts';
import { accountFileJsonSchema } from '../config/json-schema.ts';
import { listTemplates, readTemplate } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { validateFile } from '../flow/validate-file.ts';
import { phraseFindings } from '../ui/phrase.ts';

/** `template list|show|validate|schema`: files only, no credentials. */
export async function runTemplate(
  context: Context,
  action: 'list' | 'show' | 'validate' | 'schema',
  name: string | undefined,
): Promise<CommandResult> {
  const { host, flags, packageRoot } = context;
  const write = (text: string) => (flags.json ? undefined : host.write(text));
  switch (action) {
    case 'list': {
      const templates = await listTemplates(packageRoot);
      write(`${templates.map((each) => `${each.name}  ${each.summary}`).join('\n')}\n`);
      return { code: exitCodes.done, document: { templates } };
    }
    case 'show': {
      const text = await readTemplate(packageRoot, name ?? '');
      write(text);
      return { code: exitCodes.done, document: { name, text } };
    }
    case 'validate': {
      const { path, findings } = await validateFile(context, name ?? '');
      if (findings.length > 0) write(`${phraseFindings(findings, host).join('\n')}\n\n`);
      write(`${path}: valid${findings.length === 0 ? '.' : ', with the above to think about.'}\n`);
      return { code: exitCodes.done, document: { file: path, valid: true, findings } };
    }
    case 'schema': {
      const schema = accountFileJsonSchema();
      write(`${JSON.stringify(schema, undefined, 2)}\n`);
      return { code: exitCodes.done, document: { schema } };
    }
  }
}
