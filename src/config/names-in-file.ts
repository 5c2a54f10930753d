import { readTextFile } from './read-file.ts';
import { readYaml } from './read-yaml.ts';

/** Names that stand in an account file, by the kind of thing they name. */
export type NamesInFile = Readonly<Record<'person' | 'group' | 'machine' | 'role', readonly string[]>>;

/** For completion: whatever can be read, in a file that need not be right. Never throws. */
export async function readNamesInFile(path: string): Promise<NamesInFile> {
  const text = await readTextFile(path).catch(() => undefined);
  const { value } = readYaml(text ?? '', path);
  const top = isRecord(value) ? value : {};
  return {
    person: namesOf(top.people),
    group: namesOf(top.groups),
    machine: namesOf(top.machines),
    role: namesOf(top.roles),
  };
}

function namesOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) {
    return part.flatMap((each) => (isRecord(each) && typeof each.name === 'string' ? [each.name] : []));
  }
  return isRecord(part) ? Object.keys(part) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
