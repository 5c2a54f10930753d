import { join } from 'node:path';
import { type Clients, makeClients } from '../../src/account/clients.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import type { AwsCredentials } from '../../src/model/target.ts';
import { ensureEmulator } from '../../src/rehearsal/emulator.ts';
import { startEmulator } from '../../src/rehearsal/emulator-process.ts';

export const accountId = '123456789012';
export const region = 'eu-west-1';

export interface EmulatedAccount {
  readonly url: string;
  readonly clients: Clients;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly stop: () => Promise<void>;
}

/** An empty account in an emulator of its own. */
export async function startAccount(): Promise<EmulatedAccount> {
  const packageRoot = join(import.meta.dirname, '..', '..');
  const cacheRoot = cacheRootOf(process.env);
  const { python } = await ensureEmulator({
    packageRoot,
    cacheRoot,
    env: process.env,
    tell: () => undefined,
  });
  const emulator = await startEmulator({ accountId, python });
  const credentials = async (): Promise<AwsCredentials> => ({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'only-for-tests',
  });
  const clients = makeClients({ region, endpoint: emulator.url, credentials });
  const stop = async (): Promise<void> => {
    clients.close();
    await emulator.stop();
  };
  return { url: emulator.url, clients, credentials, stop };
}
