import type { Context, TargetWish } from '../context.ts';
import { RefusedError, UserError } from '../errors.ts';
import { stateRootOf } from '../lib/folders.ts';
import { regionName } from '../model/name-schemas.ts';
import type { Target } from '../model/target.ts';
import { openCredentials } from './credentials.ts';
import { type OpenSession, openSession } from './mfa-session.ts';
import { type Profile, readProfiles } from './profiles.ts';

type Environment = Context['env'];

/**
 * Opens a real account: finds profile, region and credentials. Nothing is written, no AWS call of ours is made
 * (a profile may need one to get its credentials).
 * @throws UserError `UnknownProfile`, `RegionMissing`, `RegionInvalid`, and those of `openCredentials`
 * @throws RefusedError `EndpointRedirected` when the environment or the profile sends AWS calls elsewhere
 */
export async function openAccountTarget(
  ctx: Context,
  wish: TargetWish,
  open: OpenSession = openSession,
): Promise<Target> {
  const { env, flags } = ctx;
  const profiles = await readProfiles(env);
  const profileName = flags.profile ?? env.BOOTSTRAP_ACCOUNT_PROFILE ?? wish.profile ?? env.AWS_PROFILE;
  if (profileName !== undefined && !profiles.has(profileName)) throw unknownProfile(profileName, profiles);
  const profile = profiles.get(profileName ?? 'default') ?? {};
  refuseRedirection(env, profile, profileName ?? 'default');
  const region = chooseRegion(ctx, wish, profile);
  const opened = await openCredentials(ctx, { profile: profileName, region, profiles }, open);
  const { credentials, source, signIn, keysBehind } = opened;
  const stateRoot = stateRootOf(env);
  return { kind: 'account', region, stateRoot, credentialSource: source, signIn, keysBehind, credentials };
}

function chooseRegion(ctx: Context, wish: TargetWish, profile: Profile): string {
  const { env, flags } = ctx;
  const region =
    flags.region ??
    env.BOOTSTRAP_ACCOUNT_REGION ??
    wish.region ??
    env.AWS_REGION ??
    env.AWS_DEFAULT_REGION ??
    profile.region;
  if (region === undefined || region === '') {
    throw new UserError(
      'RegionMissing',
      'No region is chosen: the trail and its bucket need a home region.',
      {
        fix: 'Give --region (like --region eu-west-1), or account.region in bootstrap-account.yaml, or set AWS_REGION.',
      },
    );
  }
  if (!regionName.safeParse(region).success) {
    throw new UserError('RegionInvalid', `"${region}" is not an AWS region name.`, {
      fix: 'Write it like eu-west-1 or us-east-1.',
    });
  }
  return region;
}

/** Signed admin calls that go to a stranger's address are worth more than the keys themselves. */
function refuseRedirection(env: Environment, profile: Profile, profileName: string): void {
  const inEnvironment = Object.keys(env).filter(
    (name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name] !== '',
  );
  const inProfile = ['endpoint_url', 'services'].filter((key) => profile[key] !== undefined);
  const fix = 'Remove it for this run. To try things on an emulator, use `bootstrap-account rehearse`.';
  if (inEnvironment.length > 0) {
    const names = inEnvironment.sort().join(', ');
    throw new RefusedError(
      'EndpointRedirected',
      `The environment variable ${names} sends AWS calls to another address.`,
      { fix },
    );
  }
  if (inProfile.length > 0) {
    throw new RefusedError(
      'EndpointRedirected',
      `The profile "${profileName}" sends AWS calls to another address (${inProfile.join(', ')}).`,
      { fix },
    );
  }
}

function unknownProfile(name: string, profiles: ReadonlyMap<string, Profile>): UserError {
  const known = [...profiles.keys()].sort();
  const list =
    known.length === 0
      ? 'There is no profile yet: run `aws configure sso` or `aws login`.'
      : `Known profiles: ${known.join(', ')}.`;
  return new UserError('UnknownProfile', `The profile "${name}" is not in the AWS config files.`, {
    fix: list,
  });
}
