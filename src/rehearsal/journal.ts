import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import { describeIssue } from './describe-issue.ts';

/** One call that changed the account, as it is sent again when the account is built anew. */
const entrySchema = z.strictObject({
  /** Seed of the emulator's random numbers: the same seed gives the same ids. */
  n: z.int().min(1),
  /** Milliseconds; the replayed call gets this time. */
  at: z.number(),
  service: z.string(),
  action: z.string(),
  region: z.string(),
  keyId: z.string().optional(),
  /** ARN of the caller. */
  caller: z.string(),
  /** Who is told as the caller when it is not an ARN of this account. */
  account: z.string().optional(),
  method: z.string(),
  path: z.string(),
  headers: z.array(z.string()),
  /** Base64. */
  body: z.string(),
  /** The first call of a service in a region, mutating or not: the emulator makes default things then. */
  touch: z.boolean().optional(),
  /** Answered by the front itself: remembered, not sent again. */
  local: z.boolean().optional(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

const headSchema = z.strictObject({
  format: z.literal(1),
  emulator: z.literal('moto 5.2.5'),
  accountId: z.string(),
});

/** The rehearsal account as the calls that made it. */
export interface Journal {
  /** What was in it when it was opened. */
  readonly entries: readonly JournalEntry[];
  /** Returns once the entry is on the disk. */
  readonly append: (entry: JournalEntry) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens or begins the journal of an account: a file with mode 0600, one JSON document a line. A last line
 * that was cut off by a crash is dropped: its call was never answered.
 * @throws UserError when it is of another format or account, or damaged before its end.
 */
export async function openJournal(options: {
  readonly file: string;
  readonly accountId: string;
}): Promise<Journal> {
  const { file, accountId } = options;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
  const handle = await open(file, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    await handle.chmod(0o600);
    const text = await handle.readFile('utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const entries = parseJournal(whole, options);
    await handle.truncate(Buffer.byteLength(whole));
    let end = Buffer.byteLength(whole);
    const write = async (line: string) => {
      const bytes = Buffer.from(`${line}\n`);
      await handle.write(bytes, 0, bytes.length, end);
      await handle.datasync();
      end += bytes.length;
    };
    if (whole === '') await write(JSON.stringify({ format: 1, emulator: 'moto 5.2.5', accountId }));
    return {
      entries,
      append: (entry) => write(JSON.stringify(entry)),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function parseJournal(
  text: string,
  { file, accountId }: { readonly file: string; readonly accountId: string },
): JournalEntry[] {
  const lines = text.split('\n').slice(0, -1);
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const head = parseLine(headSchema, first, file, 1);
  if (head.accountId !== accountId) {
    throw damaged(file, `it belongs to account ${head.accountId}, not ${accountId}`);
  }
  return rest.map((line, index) => parseLine(entrySchema, line, file, index + 2));
}

function parseLine<T>(schema: z.ZodType<T>, line: string, file: string, number: number): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw damaged(file, `line ${number} is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(file, `line ${number}: ${describeIssue(parsed.error)}`);
  return parsed.data;
}

function damaged(file: string, why: string): UserError {
  return new UserError(
    'RehearsalJournalUnreadable',
    `The rehearsal account cannot be read from ${file}: ${why}.`,
    {
      fix: 'Start over with `bootstrap-account rehearse --fresh`, which empties the rehearsal account.',
    },
  );
}
