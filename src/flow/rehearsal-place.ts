import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { ensureEngine } from '../engine/pulumi-cli.ts';
import { cacheRootOf } from '../lib/folders.ts';
import type { Target } from '../model/target.ts';
import { ensureEmulator } from '../rehearsal/emulator.ts';
import { writePluginFolder } from '../rehearsal/provider/launcher.ts';
import { openRehearsal } from '../rehearsal/target.ts';

export interface RehearsalPlace {
  readonly target: Target;
  /** Changing calls since the rehearsal began; undefined where another process counts. */
  readonly changingCalls: () => number | undefined;
  readonly close: () => Promise<void>;
}

/** Gets engine and emulator ready, before anything is asked, and opens the rehearsal account. */
export async function openRehearsalPlace(
  context: Context,
  wish: {
    readonly home: string;
    readonly accountId: string;
    readonly region: string;
    readonly fresh: boolean;
    readonly endpoint?: string;
  },
): Promise<RehearsalPlace> {
  const { env, packageRoot, host } = context;
  const tell = (text: string) => host.tell({ level: 'info', text });
  await ensureEngine({ env, packageRoot, home: env.HOME ?? homedir(), tell });
  const emulator =
    wish.endpoint === undefined
      ? await ensureEmulator({ env, packageRoot, cacheRoot: cacheRootOf(env), tell })
      : undefined;
  const pluginFolder = join(wish.home, 'plug-in');
  await writePluginFolder(pluginFolder, {
    node: process.execPath,
    script: join(packageRoot, 'dist', 'provider.js'),
  });
  const rehearsal = await openRehearsal({
    ...wish,
    pluginFolder,
    now: context.now,
    tell,
    ...(emulator === undefined ? {} : { emulatorPython: emulator.python }),
  });
  return {
    target: rehearsal.target,
    changingCalls: () => rehearsal.front?.counters().changing,
    close: rehearsal.close,
  };
}
