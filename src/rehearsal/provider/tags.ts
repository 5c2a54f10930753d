import { tagMap } from './resource-type.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}
type Tags = Readonly<Record<string, string>>;

export function toTagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** `aws:` tags are AWS's own and are not read back. */
export function fromTagList(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Tags {
  const own = (tags ?? []).filter((tag) => tag.Key !== undefined && !tag.Key.startsWith('aws:'));
  return Object.fromEntries(own.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/**
 * Untag what went, then tag what came or changed: outside the type's own update, as upstream does it.
 * @param calls.all puts every tag again: the emulator drops the tags of a user who moves to another path
 */
export async function changeTags(
  old: { readonly tagsAll?: Tags },
  next: { readonly tagsAll?: Tags },
  calls: {
    readonly remove: (keys: string[]) => Promise<unknown>;
    readonly put: (tags: Tags) => Promise<unknown>;
    readonly all?: boolean;
  },
): Promise<void> {
  const [before, after] = [tagMap(old), tagMap(next)];
  const gone = Object.keys(before).filter((key) => !(key in after));
  const fresh = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => calls.all === true || before[key] !== value),
  );
  if (gone.length > 0) await calls.remove(gone);
  if (Object.keys(fresh).length > 0) await calls.put(fresh);
}
