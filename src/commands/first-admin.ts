import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { firstAdmin } from '../policies/first-admin.ts';

/** `first-admin`: prints, runs nothing, needs no credentials. */
export async function runFirstAdmin(
  context: Context,
  options: { readonly user: string; readonly group: string },
): Promise<CommandResult> {
  const region = context.flags.region ?? 'us-east-1';
  const text = firstAdmin({
    partition: 'aws',
    user: options.user,
    group: options.group,
    region,
    ...(context.flags.account === undefined ? {} : { accountId: context.flags.account }),
  });
  if (!context.flags.json) {
    const lines = [
      'Sign in to the console as root, open CloudShell, read this script, paste it. It makes one administrator;',
      'nothing of this tool runs as root.',
      '',
      text.script.trimEnd(),
      '',
      'The same as console clicks:',
      ...text.consoleSteps.map((step, index) => `  ${index + 1}. ${step}`),
      '',
      'Then:',
      ...text.next.map((step, index) => `  ${index + 1}. ${step}`),
    ];
    context.host.write(`${lines.join('\n')}\n`);
  }
  return { code: exitCodes.done, document: { ...text } };
}
