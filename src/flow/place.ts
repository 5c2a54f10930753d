import { join } from 'node:path';
import { type Clients, makeClients } from '../account/clients.ts';
import { readCaller } from '../account/read/caller.ts';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { RefusedError } from '../errors.ts';
import type { Caller, Target } from '../model/target.ts';

/** Where a run works and as whom: known before anything is asked. */
export interface Place {
  readonly target: Target;
  readonly clients: Clients;
  readonly caller: Caller;
  /** Bucket that the file says the state is in; absent: it is on this machine. */
  readonly stateBucket?: string;
}

/**
 * Opens the target, asks AWS who we are there, and pins the account.
 * @throws RefusedError `WrongAccount` when flag or file name another account
 */
export async function openPlace(context: Context, file: LoadedFile): Promise<Place> {
  const region = file.merged.account?.region;
  const target = await context.openTarget(region === undefined ? {} : { region });
  const clients = makeClients(target);
  const caller = await readCaller(clients);
  pinAccount(context, file, caller);
  const stateBucket = file.merged.state?.replace(/^s3:\/\//, '');
  return { target, clients, caller, ...(stateBucket === undefined ? {} : { stateBucket }) };
}

/** Folder of an account's state. */
export function stateFolder(place: Pick<Place, 'target' | 'caller'>): string {
  return join(place.target.stateRoot, place.caller.accountId);
}

/** The same question again, right before the first change: profiles and sessions change under people. */
export async function checkPlaceAgain(context: Context, file: LoadedFile, place: Place): Promise<void> {
  const caller = await readCaller(place.clients);
  pinAccount(context, file, caller);
  if (caller.arn === place.caller.arn) return;
  throw new RefusedError(
    'CallerChanged',
    `The plan was made as ${place.caller.arn}; the credentials now belong to ${caller.arn}.`,
    {
      fix: 'Nothing was changed. Run the command again.',
    },
  );
}

function pinAccount(context: Context, file: LoadedFile, caller: Caller): void {
  const expected: readonly (readonly [string, string | undefined])[] = [
    ['--account', context.flags.account],
    [`account.id in ${file.path}`, file.merged.account?.id],
  ];
  for (const [where, id] of expected) {
    if (id === undefined || id === caller.accountId) continue;
    throw new RefusedError(
      'WrongAccount',
      `These credentials belong to account ${caller.accountId}, but ${where} says ${id}.`,
      {
        fix: `Use credentials of ${id} (--profile), or correct ${where}. Nothing was changed.`,
      },
    );
  }
}
