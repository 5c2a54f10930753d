import type { CommandResult } from '../command.ts';
import { loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { exitCodes, UserError } from '../errors.ts';
import { type CommandRights, rightsOfCommand } from '../flow/rights-of-command.ts';

/**
 * `rights plan|apply|check`: the policy alone on stdout, for a file or a pipe; several of them as a list. Asks
 * nothing of AWS, needs no credentials.
 * @param options.part number of the one policy to print, from 1
 */
export async function runRights(
  context: Context,
  command: 'plan' | 'apply' | 'check',
  options: { readonly part?: string } = {},
): Promise<CommandResult> {
  const needed = rightsOfCommand(context, await loadAccountFile(context), command);
  const { documents, accountId } = needed;
  const chosen = options.part === undefined ? undefined : choosePart(documents, options.part);
  const text = chosen ?? (documents.length === 1 ? documents[0] : documents);
  for (const note of notesOn(command, needed, chosen !== undefined))
    context.host.tell({ level: 'info', text: note });
  if (!context.flags.json) context.host.write(`${JSON.stringify(text, undefined, 2)}\n`);
  const document = { for: command, account: accountId ?? null, policy: documents[0], policies: documents };
  return { code: exitCodes.done, document: { ...document, narrowed: needed.narrowed } };
}

function choosePart<D>(documents: readonly D[], part: string): D {
  const chosen = /^\d+$/.test(part) ? documents[Number(part) - 1] : undefined;
  if (chosen !== undefined) return chosen;
  throw new UserError('UnknownPart', `There is no part ${part}.`, {
    fix: documents.length === 1 ? 'It is one policy; leave --part away.' : `Parts: 1 to ${documents.length}.`,
  });
}

function notesOn(
  command: 'plan' | 'apply' | 'check',
  { documents, accountId, narrowed, widened }: CommandRights,
  one: boolean,
): readonly string[] {
  return [
    ...(accountId === undefined ? ['No account is named, so it fits any; --account <id> narrows it.'] : []),
    ...(documents.length > 1 && !one
      ? [
          `It takes ${documents.length} managed policies, as AWS takes 6,144 characters in one; this is their list. Attach all of them; --part 1 to --part ${documents.length} print one each.`,
        ]
      : []),
    ...(command === 'apply' && !narrowed && accountId !== undefined
      ? ['No complete account file here, so it fits any; beside the file it names what that file wants.']
      : []),
    ...widened.map((kind) => `More than 25 of kind ${kind} are wanted: the policy takes in every ${kind}.`),
    ...(command === 'apply'
      ? [
          'It is for apply alone: what person, machine, keys, role and check --repair change by themselves (keys, strangers’ policies, profiles of instances) is not in it, nor is the making of a bucket by state move.',
          'Whoever holds it can become administrator through the groups it works on: give it to people who may be that.',
        ]
      : []),
  ];
}
