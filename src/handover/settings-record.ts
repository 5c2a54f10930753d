import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import type { Snapshot } from '../model/snapshot.ts';

type Settings = Pick<
  Snapshot,
  'aliases' | 'passwordPolicy' | 's3PublicAccessBlock' | 'ebsEncryptionByDefault' | 'regions' | 'contacts'
>;

const fileOf = (folder: string): string => join(folder, 'settings-before.json');

/** Remembers the account's settings as they were before the first apply; later calls change nothing. */
export async function recordSettings(folder: string, snapshot: Settings): Promise<void> {
  const { aliases, passwordPolicy, s3PublicAccessBlock, ebsEncryptionByDefault } = snapshot;
  const { regions, contacts } = snapshot;
  try {
    const handle = await open(fileOf(folder), 'wx', 0o600);
    try {
      await handle.writeFile(
        JSON.stringify(
          { aliases, passwordPolicy, s3PublicAccessBlock, ebsEncryptionByDefault, regions, contacts },
          undefined,
          2,
        ),
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new EngineError('SettingsRecordFailed', `${fileOf(folder)} cannot be written.`, {
      fix: 'Make room on the disk and check the folder.',
      cause,
    });
  }
}

/** @returns the recorded settings, or undefined where no first apply of this machine recorded any */
export async function readRecordedSettings(folder: string): Promise<Settings | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(folder), 'utf8')) as Settings;
  } catch {
    return undefined;
  }
}
