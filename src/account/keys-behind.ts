import type { AwsCredentials, KeysBehind } from '../model/target.ts';
import type { Profile } from './profiles.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Ground {
  readonly env: Environment;
  readonly profiles: ReadonlyMap<string, Profile>;
  /** As it was named; absent: the SDK's chain chose. */
  readonly profile: string | undefined;
  /** What that chain opened. */
  readonly opened: Pick<AwsCredentials, 'accessKeyId' | 'sessionToken'>;
}

const none: KeysBehind = { ids: [], isComplete: true };
const unseen: KeysBehind = { ids: [], isComplete: false };

/**
 * Which long-lived keys the credentials stand on, read from profiles and environment in the order of the SDK's
 * chain: `source_profile` after `source_profile` down to a key. Single sign-on, `aws login`, web identity and
 * machines have none; a session that somebody else opened, or a program, has none that can be seen.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function findKeysBehind({ env, profiles, profile, opened }: Ground): KeysBehind {
  if (opened.sessionToken === undefined || opened.sessionToken === '') return key(opened.accessKeyId);
  const isInEnvironment = env.AWS_ACCESS_KEY_ID !== undefined && env.AWS_SECRET_ACCESS_KEY !== undefined;
  if (profile === undefined && isInEnvironment) return inEnvironment(env);
  return behindProfile(profile ?? 'default', { env, profiles }, []) ?? none;
}

/** Undefined where the profile says nothing: then the chain goes on to machines and containers. */
function behindProfile(
  name: string,
  ground: Pick<Ground, 'env' | 'profiles'>,
  before: readonly string[],
): KeysBehind | undefined {
  const settings = ground.profiles.get(name);
  if (settings === undefined) return undefined;
  // In a chain the key of a profile comes first, at its beginning the role does: so one may name itself as source.
  if (before.length > 0 && hasKey(settings)) return inProfile(settings);
  if (settings.role_arn !== undefined) return behindRole(settings, ground, [...before, name]);
  if (hasKey(settings)) return inProfile(settings);
  if (settings.web_identity_token_file !== undefined) return none;
  if (settings.credential_process !== undefined) return unseen;
  if (settings.sso_session ?? settings.sso_start_url ?? settings.login_session) return none;
  return undefined;
}

function behindRole(
  settings: Profile,
  ground: Pick<Ground, 'env' | 'profiles'>,
  before: readonly string[],
): KeysBehind {
  const { source_profile: source, credential_source: place } = settings;
  if (settings.web_identity_token_file !== undefined) return none;
  if (place !== undefined) return place === 'Environment' ? inEnvironment(ground.env) : none;
  if (source === undefined) return unseen;
  const isCircle = before.includes(source) && !hasKey(ground.profiles.get(source) ?? {});
  return (isCircle ? undefined : behindProfile(source, ground, before)) ?? unseen;
}

function hasKey(settings: Profile): boolean {
  return settings.aws_access_key_id !== undefined && settings.aws_secret_access_key !== undefined;
}

function inProfile(settings: Profile): KeysBehind {
  return settings.aws_session_token === undefined ? key(settings.aws_access_key_id) : unseen;
}

function inEnvironment(env: Environment): KeysBehind {
  return (env.AWS_SESSION_TOKEN ?? '') === '' ? key(env.AWS_ACCESS_KEY_ID) : unseen;
}

function key(id: string | undefined): KeysBehind {
  return id === undefined ? unseen : { ids: [id], isComplete: true };
}
