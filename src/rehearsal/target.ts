import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InternalError, UserError } from '../errors.ts';
import type { Target } from '../model/target.ts';
import { managementKeyId } from './caller-book.ts';
import { startEmulator } from './emulator-process.ts';
import { type Front, startFront } from './front.ts';
import { type Journal, openJournal } from './journal.ts';
import { parseLoopback } from './loopback.ts';
import { openOperatorSession, operatorRole, seedOperatorRole } from './operator-session.ts';
import { lockHome } from './rehearsal-lock.ts';
import type { ScenarioInput } from './scenario.ts';

export interface RehearsalOptions {
  /** Folder of the rehearsal: the account's journal and the state live below it. */
  readonly home: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** An emulator, or a front, that runs already; absent: one is started. */
  readonly endpoint?: string;
  /** Folder of the stand-in `pulumi-resource-aws`. */
  readonly pluginFolder: string;
  /** From `ensureEmulator`; needed when there is no endpoint. */
  readonly emulatorPython?: string;
  readonly scenario?: ScenarioInput;
  readonly now: () => Date;
  /** Begins with an empty account: its journal and its state are removed first. */
  readonly fresh: boolean;
  readonly tell: (text: string) => void;
}
export interface Rehearsal {
  readonly target: Target;
  /** Absent when the endpoint is a front of another process. */
  readonly front: Front | undefined;
  readonly close: () => Promise<void>;
}
/** Ends what was started, last first, whatever one of them says. */
type Closer = () => Promise<void>;

/**
 * Opens the rehearsal account: its emulator, its front, and an operator's session in it.
 * @throws UserError for an endpoint elsewhere, of another account, or no emulator; RefusedError when another
 * process rehearses in the same home; EngineError when emulator or replay fail.
 */
export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { url, front } = await openPlace(options, closers);
    const place = { url, accountId: options.accountId, region: options.region };
    await seedOperatorRole(place);
    const credentials = openOperatorSession(place, options.now);
    await credentials();
    front?.resetCounters();
    const target: Target = {
      kind: 'rehearsal',
      region: options.region,
      endpoint: url,
      pluginFolder: options.pluginFolder,
      stateRoot: join(options.home, 'state'),
      credentialSource: `the rehearsal's own role ${operatorRole}`,
      keysBehind: { ids: [managementKeyId], isComplete: true },
      credentials,
    };
    return { target, front, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Place {
  readonly url: string;
  readonly front: Front | undefined;
}

async function openPlace(options: RehearsalOptions, closers: Closer[]): Promise<Place> {
  if (options.endpoint !== undefined) return openGiven(options, parseLoopback(options.endpoint), closers);
  const lock = await lockHome(options.home);
  closers.push(lock.release);
  if (options.fresh) {
    await rm(journalFile(options), { force: true });
    await removeState(options);
  }
  if (options.emulatorPython === undefined) {
    throw new InternalError(
      'EmulatorPythonMissing',
      'A rehearsal without endpoint needs the python of ensureEmulator.',
    );
  }
  const journal = await openJournal({ file: journalFile(options), accountId: options.accountId });
  closers.push(journal.close);
  const calls = journal.entries.length;
  if (calls > 0)
    options.tell(`Building the rehearsal account ${options.accountId} again from ${calls} recorded calls.`);
  const emulator = await startEmulator({ accountId: options.accountId, python: options.emulatorPython });
  closers.push(emulator.stop);
  const front = await openFront(options, emulator.url, closers, journal);
  return { url: front.url, front };
}

/** An emulator somebody else runs: nothing of it is kept here, and the lock is not ours to take. */
async function openGiven(options: RehearsalOptions, base: string, closers: Closer[]): Promise<Place> {
  const other = await askForFront(base);
  if (other !== undefined && other !== options.accountId) {
    throw new UserError(
      'EndpointOfAnotherAccount',
      `The rehearsal at ${base} is of account ${other}, not ${options.accountId}.`,
      {
        fix: `Give --account ${other}, or the endpoint of a rehearsal of ${options.accountId}.`,
      },
    );
  }
  if (options.fresh) await removeState(options);
  if (other !== undefined) return { url: base, front: undefined };
  const front = await openFront(options, base, closers);
  return { url: front.url, front };
}

async function openFront(
  options: RehearsalOptions,
  emulatorUrl: string,
  closers: Closer[],
  journal?: Journal,
): Promise<Front> {
  const front = await startFront({
    emulatorUrl,
    accountId: options.accountId,
    now: options.now,
    ...(journal === undefined ? {} : { journal }),
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
  });
  closers.push(front.stop);
  return front;
}

/** Account id of the front at that address; undefined when something else answers. */
async function askForFront(base: string): Promise<string | undefined> {
  try {
    const reply = await fetch(`${base}/_front/status`, { signal: AbortSignal.timeout(10_000) });
    const status: unknown = JSON.parse(await reply.text());
    return statusSchema.safeParse(status).data?.accountId;
  } catch (error) {
    // No JSON: an emulator without a front.
    if (error instanceof SyntaxError) return undefined;
    throw new UserError('EndpointSilent', `Nothing answers at the endpoint ${base}.`, {
      cause: error,
      fix: 'Start the emulator there, or leave --endpoint out: the rehearsal then starts its own.',
    });
  }
}
const statusSchema = z.object({ front: z.literal('bootstrap-account'), accountId: z.string() });

function journalFile({ home, accountId }: RehearsalOptions): string {
  return join(home, accountId, 'journal.jsonl');
}

/** Of this account only: others rehearsed in the same home keep theirs. */
function removeState({ home, accountId }: RehearsalOptions): Promise<void> {
  return rm(join(home, 'state', accountId), { recursive: true, force: true });
}
