import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';

/** Since when a key is off: AWS does not tell. By the last four characters of its id; never a whole id. */
export interface KeyLog {
  readonly switchedOff: (machine: string, idEnd: string) => Promise<void>;
  readonly switchedOn: (machine: string, idEnd: string) => Promise<void>;
  /** ISO time; undefined where this machine does not know. */
  readonly offSince: (machine: string, idEnd: string) => string | undefined;
}

/**
 * Opens the log in the account's state folder. A torn last line counts as not written.
 * @throws EngineError `KeyLogFailed`
 */
export async function openKeyLog(folder: string, now: () => Date): Promise<KeyLog> {
  const file = join(folder, 'machine-keys.jsonl');
  const off = new Map<string, string>();
  for (const line of (await read(file)).split('\n')) {
    const entry = parse(line);
    if (entry === undefined) continue;
    if (entry.stage === 'off') off.set(`${entry.machine}/${entry.idEnd}`, entry.at);
    else off.delete(`${entry.machine}/${entry.idEnd}`);
  }
  const append = async (machine: string, idEnd: string, stage: 'off' | 'on'): Promise<void> => {
    const at = now().toISOString();
    if (stage === 'off') off.set(`${machine}/${idEnd}`, at);
    else off.delete(`${machine}/${idEnd}`);
    try {
      await appendFile(file, `${JSON.stringify({ machine, idEnd, stage, at })}\n`, {
        mode: 0o600,
        flush: true,
      });
    } catch (cause) {
      throw new EngineError('KeyLogFailed', `${file} cannot be written.`, { cause });
    }
  };
  return {
    switchedOff: (machine, idEnd) => append(machine, idEnd, 'off'),
    switchedOn: (machine, idEnd) => append(machine, idEnd, 'on'),
    offSince: (machine, idEnd) => off.get(`${machine}/${idEnd}`),
  };
}

interface Line {
  readonly machine: string;
  readonly idEnd: string;
  readonly stage: 'off' | 'on';
  readonly at: string;
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new EngineError('KeyLogFailed', `${file} cannot be read.`, { cause });
  }
}
