import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';

/** Which first passwords were begun and which were handed out; never the passwords. */
export interface HandOverLog {
  readonly begin: (person: string) => Promise<void>;
  readonly finish: (person: string, way: string) => Promise<void>;
  /** Handed out to this user: one that was made later under the same name is another. @param madeAt ISO time */
  readonly isFinished: (person: string, madeAt: string) => boolean;
  /** Begun, and not finished: nobody has seen that password. */
  readonly isUnfinished: (person: string) => boolean;
  /** ISO time of what was begun and not finished. */
  readonly unfinishedSince: (person: string) => string | undefined;
}

interface Line {
  readonly person: string;
  readonly stage: 'begun' | 'finished';
  /** ISO time. */
  readonly at: string;
}

/**
 * Opens the log in the account's state folder. A torn last line, from a power loss, counts as not written.
 * @throws EngineError `HandOverLogFailed` when it cannot be read or written
 */
export async function openHandOverLog(folder: string, now: () => Date): Promise<HandOverLog> {
  const file = join(folder, 'handed-over.jsonl');
  const last = new Map<string, Line>();
  for (const line of (await readLog(file)).split('\n')) {
    const entry = parseLine(line);
    if (entry !== undefined) last.set(entry.person, entry);
  }
  const append = async (said: Omit<Line, 'at'>, more: Readonly<Record<string, string>>): Promise<void> => {
    const entry = { ...said, at: now().toISOString() };
    last.set(entry.person, entry);
    try {
      const handle = await open(
        file,
        constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW,
        0o600,
      );
      try {
        await handle.write(`${JSON.stringify({ ...entry, ...more })}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (cause) {
      throw new EngineError('HandOverLogFailed', `${file} cannot be written.`, {
        fix: 'Make room on the disk and check the folder, then run apply again.',
        cause,
      });
    }
  };
  return {
    begin: (person) => append({ person, stage: 'begun' }, {}),
    finish: (person, way) => append({ person, stage: 'finished' }, { way }),
    isFinished: (person, madeAt) => {
      const line = last.get(person);
      return line?.stage === 'finished' && !(Date.parse(line.at) < Date.parse(madeAt));
    },
    isUnfinished: (person) => last.get(person)?.stage === 'begun',
    unfinishedSince: (person) => {
      const line = last.get(person);
      return line?.stage === 'begun' ? line.at : undefined;
    },
  };
}

async function readLog(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new EngineError('HandOverLogFailed', `${file} cannot be read.`, { cause });
  }
}

function parseLine(line: string): Line | undefined {
  try {
    const { person, stage, at } = JSON.parse(line) as Line;
    return stage === 'begun' || stage === 'finished' ? { person, stage, at } : undefined;
  } catch {
    return undefined;
  }
}
