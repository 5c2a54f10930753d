import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import type { AttachmentNote, KeyNote, TemplateNote } from '../model/keys.ts';
import { writeWhole } from './write-whole.ts';

/** What lies beside the state about keys on their way out and profiles on instances; no secret, no whole id. */
export interface AccountNotes {
  readonly version: 1;
  readonly keys: readonly KeyNote[];
  readonly attachments: readonly AttachmentNote[];
  /** Absent in notes of an older version. */
  readonly templates?: readonly TemplateNote[];
  /** Reasons that lifted the root gate for roles and keys. */
  readonly lifts?: readonly { readonly reason: string; readonly until: string; readonly at: string }[];
}

const fileOf = (folder: string): string => join(folder, 'keys-and-instances.json');
const none: AccountNotes = { version: 1, keys: [], attachments: [] };

/**
 * The notes of an account; empty where there are none. A lost file costs dates only: the rest is seen in the
 * account.
 * @throws EngineError `NotesUnreadable`
 */
export async function readNotes(folder: string): Promise<AccountNotes> {
  try {
    const read = JSON.parse(await readFile(fileOf(folder), 'utf8')) as AccountNotes;
    if (read.version === 1 && Array.isArray(read.keys) && Array.isArray(read.attachments)) return read;
    throw new Error('another shape');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return none;
    throw new EngineError('NotesUnreadable', `${fileOf(folder)} cannot be read.`, {
      fix: 'Move it away: what it says is looked up in the account again, but for dates.',
      cause,
    });
  }
}

/** Changes the notes, whole or not at all, on disk when this returns. The caller holds the account's lock. */
export async function changeNotes(
  folder: string,
  change: (notes: AccountNotes) => AccountNotes,
): Promise<AccountNotes> {
  const next = change(await readNotes(folder));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(fileOf(folder), `${JSON.stringify(next, undefined, 2)}\n`);
  return next;
}

/** Adds to what is noted of a key; `undefined` takes a field away. */
export function noteKey(
  notes: AccountNotes,
  of: Pick<KeyNote, 'user' | 'idEnd'>,
  more: { readonly [K in keyof KeyNote]?: KeyNote[K] | undefined },
): AccountNotes {
  const isIt = (each: KeyNote) => each.user === of.user && each.idEnd === of.idEnd;
  const before = notes.keys.find(isIt) ?? of;
  const merged = Object.fromEntries(
    Object.entries({ ...before, ...more }).filter(([, value]) => value !== undefined),
  ) as unknown as KeyNote;
  return { ...notes, keys: [...notes.keys.filter((each) => !isIt(each)), merged] };
}

/** One note an instance; what was there before the first of our changes stays noted. */
export function noteAttachment(notes: AccountNotes, note: AttachmentNote): AccountNotes {
  const before = notes.attachments.find((each) => each.instance === note.instance);
  const { previousProfileArn: __, previousMetadata: _, ...now } = note;
  const first = before ?? note;
  const metadata = before?.previousMetadata ?? note.previousMetadata;
  return {
    ...notes,
    attachments: [
      ...notes.attachments.filter((each) => each.instance !== note.instance),
      {
        ...now,
        ...(first.previousProfileArn === undefined ? {} : { previousProfileArn: first.previousProfileArn }),
        ...(metadata === undefined ? {} : { previousMetadata: metadata }),
      },
    ],
  };
}

export function forgetAttachment(notes: AccountNotes, instance: string): AccountNotes {
  return { ...notes, attachments: notes.attachments.filter((each) => each.instance !== instance) };
}

/** One note a launch template; what was the default before the first of our versions stays noted. */
export function noteTemplate(notes: AccountNotes, note: TemplateNote): AccountNotes {
  const before = notes.templates?.find((each) => each.template === note.template);
  const { previousDefault } = before ?? note;
  return {
    ...notes,
    templates: [...otherTemplates(notes, note.template), { ...note, previousDefault }],
  };
}

export function forgetTemplate(notes: AccountNotes, template: string): AccountNotes {
  return { ...notes, templates: otherTemplates(notes, template) };
}

function otherTemplates({ templates = [] }: AccountNotes, template: string): readonly TemplateNote[] {
  return templates.filter((each) => each.template !== template);
}
