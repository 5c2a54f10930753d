import type { CommandResult } from '../command.ts';
import { loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { partitionOf } from '../lib/partitions.ts';
import { readPolicy } from '../policies/rights/read-policy.ts';

/** `rights check`: the policy alone on stdout, for a file or a pipe. Asks nothing of AWS, needs no credentials. */
export async function runRights(context: Context, command: 'check'): Promise<CommandResult> {
  const { merged } = await loadAccountFile(context);
  const accountId = context.flags.account ?? merged.account?.id;
  const region = context.flags.region ?? merged.account?.region ?? 'us-east-1';
  const policy = readPolicy({
    partition: partitionOf(region),
    ...(accountId === undefined ? {} : { accountId }),
  });
  if (accountId === undefined) {
    const text = 'No account is named, so the policy fits any; --account <id> narrows it.';
    context.host.tell({ level: 'info', text });
  }
  if (!context.flags.json) context.host.write(`${JSON.stringify(policy, undefined, 2)}\n`);
  return { code: exitCodes.done, document: { for: command, account: accountId ?? null, policy } };
}
