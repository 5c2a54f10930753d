import { scrubSecrets } from '../lib/scrub-secrets.ts';

/** Raised with every change of shape that a reader of `--json` could notice. */
const documentVersion = 1;

/** Writes the one JSON document of a run, `schemaVersion` first; secrets are scrubbed in every text of it. */
export function writeJsonDocument(
  write: (text: string) => unknown,
  document: Readonly<Record<string, unknown>>,
): void {
  const scrubbed = (_: string, value: unknown) => (typeof value === 'string' ? scrubSecrets(value) : value);
  write(`${JSON.stringify({ schemaVersion: documentVersion, ...document }, scrubbed, 2)}\n`);
}
