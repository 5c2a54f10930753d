import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * One profile of AWS's shared files: its settings by key. Of secrets only that they are there: their value is empty.
 */
export type Profile = Readonly<Record<string, string>>;

type Environment = Readonly<Record<string, string | undefined>>;

const secretKeys = new Set(['aws_secret_access_key', 'aws_session_token']);

/**
 * Profiles by name from `~/.aws/config` and `~/.aws/credentials` (or where `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` point). Missing files are empty.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function readProfiles(env: Environment): Promise<ReadonlyMap<string, Profile>> {
  const home = env.HOME ?? '';
  const config = await readText(env.AWS_CONFIG_FILE ?? join(home, '.aws', 'config'));
  const credentials = await readText(env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, '.aws', 'credentials'));
  const profiles = new Map<string, Profile>();
  for (const [heading, settings] of parseSections(config)) {
    const name = heading === 'default' ? heading : /^profile\s+(.+)$/.exec(heading)?.[1];
    if (name !== undefined) profiles.set(unquote(name), settings);
  }
  for (const [name, settings] of parseSections(credentials)) {
    profiles.set(name, { ...profiles.get(name), ...settings });
  }
  return profiles;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // Absent and unreadable are the same here: the credential chain tells its own reason later.
    return '';
  }
}

/** Comments, indented lines and nested settings are read as the SDK reads them: what it finds has to be found here. */
function parseSections(text: string): ReadonlyMap<string, Profile> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  let isNesting = false;
  for (const line of text.split(/\r?\n/)) {
    const bare = (line.split(/(?:^|\s)[;#]/)[0] ?? '').trimEnd();
    const heading = /^\s*\[\s*([^\]]+?)\s*\]/.exec(bare)?.[1];
    if (heading !== undefined) {
      current = sections.get(heading) ?? {};
      sections.set(heading, current);
      isNesting = false;
      continue;
    }
    const [, indent, key, value] = /^(\s*)([A-Za-z0-9_]+)\s*=\s*(.*)$/.exec(bare) ?? [];
    if (current === undefined || key === undefined || value === undefined) continue;
    if (isNesting && indent !== '') continue;
    isNesting = value === '';
    current[key] = secretKeys.has(key) ? '' : value;
  }
  return sections;
}

function unquote(name: string): string {
  return name.replace(/^(['"])(.*)\1$/, '$2');
}
