import type { CommandResult } from '../command.ts';
import { accountFileJsonSchema } from '../config/json-schema.ts';
import { validateAccountFile } from '../config/load.ts';
import { mergeFiles } from '../config/merge.ts';
import { resolveFile } from '../config/origins.ts';
import { listTemplates, shortName } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { areAlike, diffTemplates } from '../flow/diff-templates.ts';
import { explainTemplate } from '../flow/explain-template.ts';
import { readTemplateText } from '../flow/template-text.ts';
import { validateFile } from '../flow/validate-file.ts';
import { phraseFindings } from '../ui/phrase.ts';
import { phraseDiff, phraseExplained } from '../ui/phrase-template.ts';

export interface TemplateFlags {
  readonly resolved?: boolean;
  readonly exitCode?: boolean;
}

/** `template …`: files only, no credentials. A name is that of a built-in template, or a file. */
type Show = (context: Context, names: readonly string[], flags: TemplateFlags) => Promise<CommandResult>;

const done = (document: CommandResult['document']): CommandResult => ({ code: exitCodes.done, document });
const write = ({ flags, host }: Context, text: string) => (flags.json ? undefined : host.write(text));

const list: Show = async (context) => {
  const templates = await listTemplates(context.packageRoot);
  write(context, `${templates.map((each) => `${each.name}  ${each.summary}`).join('\n')}\n`);
  return done({ templates });
};

const show: Show = async (context, [name = ''], { resolved }) => {
  if (resolved !== true) {
    const text = await readTemplateText(context, name);
    write(context, text);
    return done({ name, text });
  }
  const { base, own, sources } = await validateAccountFile(context, name);
  const merged = mergeFiles([base, own]);
  const { text, origins } = resolveFile(merged, sources, (file) => shortName(context, file));
  write(context, text);
  return done({
    name,
    chain: sources.map(({ file }) => shortName(context, file)),
    resolved: merged,
    origins,
  });
};

const validate: Show = async (context, [name = '']) => {
  const { path, findings } = await validateFile(context, name);
  if (findings.length > 0) write(context, `${phraseFindings(findings, context.host).join('\n')}\n\n`);
  write(context, `${path}: valid${findings.length === 0 ? '.' : ', with the above to think about.'}\n`);
  return done({ file: path, valid: true, findings });
};

const explain: Show = async (context, [name = '']) => {
  const explained = await explainTemplate(context, name);
  write(context, `${phraseExplained(explained, context.host).join('\n')}\n`);
  return done({ ...explained });
};

const diff: Show = async (context, [from = '', to = ''], { exitCode }) => {
  const found = await diffTemplates(context, from, to);
  write(context, `${phraseDiff(found, context.host).join('\n')}\n`);
  const same = areAlike(found);
  return {
    code: exitCode === true && !same ? exitCodes.changes : exitCodes.done,
    document: { same, ...found },
  };
};

const schema: Show = async (context) => {
  const made = accountFileJsonSchema();
  write(context, `${JSON.stringify(made, undefined, 2)}\n`);
  return done({ schema: made });
};

export const templateCommands = { list, show, validate, explain, diff, schema } as const;
