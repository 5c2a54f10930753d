import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One profile of AWS's shared files: its settings by key, secrets left out. */
export type Profile = Readonly<Record<string, string>>;

type Environment = Readonly<Record<string, string | undefined>>;

const secretKeys = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token']);

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

function parseSections(text: string): ReadonlyMap<string, Profile> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    if (heading !== undefined) {
      current = sections.get(heading) ?? {};
      sections.set(heading, current);
      continue;
    }
    const setting = /^([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line);
    const [, key, value] = setting ?? [];
    if (current !== undefined && key !== undefined && value !== undefined && !secretKeys.has(key))
      current[key] = value;
  }
  return sections;
}

function unquote(name: string): string {
  return name.replace(/^(['"])(.*)\1$/, '$2');
}
