import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplateVersionsCommand,
  type LaunchTemplateVersion,
  ModifyLaunchTemplateCommand,
} from '@aws-sdk/client-ec2';
import { EngineError } from '../../errors.ts';
import type { TemplateChange, TemplateNote } from '../../model/keys.ts';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { findKeyIds } from '../read/launch-data/find-key-ids.ts';
import { unpackUserData } from '../read/launch-data/unpack.ts';
import { withoutKey } from '../read/launch-data/without-key.ts';

/** A launch template, and what is to be changed in it. */
export interface TemplateWish {
  readonly id: string;
  readonly region: string;
  /** The whole id of the key: never kept, never shown. */
  readonly keyId: string;
  /** Name of the profile, which is the role's. */
  readonly profile: string;
}

/** The change, or why a person has to make it. Texts of user data stay in here. */
export type TemplateDraft =
  | { readonly kind: 'change'; readonly change: TemplateChange }
  | { readonly kind: 'by-hand'; readonly why: string }
  /** Neither the default nor the newest version holds the key. */
  | { readonly kind: 'nothing' };

export interface VersionWish extends TemplateWish {
  readonly agreed: TemplateChange;
  /** Session tokens required of the machines, answers living that many hops. */
  readonly hopLimit?: number;
  /** Another one for each call: a call that is sent again because its answer was lost makes no second version. */
  readonly clientToken: string;
}

/** Reads only. */
export async function draftTemplate(clients: Clients, wish: TemplateWish): Promise<TemplateDraft> {
  const { draft } = await prepare(clients, wish);
  return draft;
}

/**
 * Makes the version and then the default one of it. The version is told before it becomes the default, so that a
 * run that is killed in between can be gone on from and undone.
 * @param agreed what the draft said; something else there by now is not changed
 * @returns number of the version
 * @throws EngineError `TemplateChanged`, `AccessDenied`, `AwsCallFailed`
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
 */
export async function makeTemplateVersion(
  clients: Clients,
  wish: VersionWish,
  onMade: (version: string) => Promise<void>,
): Promise<string> {
  const { id, region, agreed } = wish;
  const { draft, userData } = await prepare(clients, wish);
  if (draft.kind !== 'change' || !isSame(draft.change, agreed)) {
    throw new EngineError(
      'TemplateChanged',
      `The launch template ${id} was changed since it was looked at.`,
      {
        fix: 'Run the same command again: it shows what is there now. The template was not touched.',
      },
    );
  }
  const version = agreed.made ?? (await create(clients, wish, userData ?? ''));
  await onMade(version);
  await setDefault(clients, { id, region }, version);
  return version;
}

/**
 * The default version of before, and ours gone. A template that was given another default since, or is gone, is
 * left alone.
 * @returns false where it was left alone
 */
export async function putTemplateBack(
  clients: Clients,
  { template: id, region, version, previousDefault }: TemplateNote,
): Promise<boolean> {
  const there = await describe(clients, { id, region }, ['$Default']).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  const [now] = there;
  const number = String(now?.VersionNumber ?? '');
  // A run that was killed after the first of the two steps is gone on with.
  if (number !== version && number !== previousDefault) return false;
  if (number === version) await setDefault(clients, { id, region }, previousDefault);
  await remove(clients, { id, region }, version);
  return true;
}

interface Prepared {
  readonly draft: TemplateDraft;
  /** In base64, with every secret but the key's. */
  readonly userData?: string;
}

async function prepare(clients: Clients, wish: TemplateWish): Promise<Prepared> {
  const byHand = (why: string): Prepared => ({ draft: { kind: 'by-hand', why } });
  const versions = await describe(clients, wish, ['$Default', '$Latest']);
  const standard = versions.find((each) => each.DefaultVersion === true);
  const newest = versions.reduce((a, b) => ((a?.VersionNumber ?? 0) > (b.VersionNumber ?? 0) ? a : b));
  if (standard === undefined || !versions.some((each) => holds(each, wish.keyId)))
    return { draft: { kind: 'nothing' } };
  const { LaunchTemplateName: name, LaunchTemplateData: data } = standard;
  const profile = data?.IamInstanceProfile?.Name ?? data?.IamInstanceProfile?.Arn?.split('/').at(-1);
  const found = {
    id: wish.id,
    region: wish.region,
    from: String(standard.VersionNumber),
    ...(name === undefined ? {} : { name }),
    ...(profile === undefined ? {} : { profile }),
  };
  if (newest.VersionNumber !== standard.VersionNumber) {
    if (newest.VersionDescription === describeVersion(wish.profile) && !holds(newest, wish.keyId))
      return {
        draft: { kind: 'change', change: { ...found, lines: [], made: String(newest.VersionNumber) } },
      };
    return byHand(
      `its default version is ${standard.VersionNumber} and its newest ${newest.VersionNumber}: which of them machines should be made of is yours to say`,
    );
  }
  const without = withoutKey(bytesOf(standard), wish.keyId);
  if (without.kind === 'by-hand') return byHand(without.why);
  return {
    draft: { kind: 'change', change: { ...found, lines: without.lines } },
    userData: Buffer.from(without.bytes).toString('base64'),
  };
}

function isSame(now: TemplateChange, agreed: TemplateChange): boolean {
  const told = ({ from, lines, made, profile }: TemplateChange) =>
    JSON.stringify([from, lines, made, profile]);
  return told(now) === told(agreed);
}

/** How a version of ours is known again. */
function describeVersion(profile: string): string {
  return `bootstrap-account: the role ${profile} in the place of an access key`;
}

const bytesOf = ({ LaunchTemplateData: data }: LaunchTemplateVersion): Uint8Array =>
  Buffer.from(data?.UserData ?? '', 'base64');

function holds(version: LaunchTemplateVersion, keyId: string): boolean {
  return findKeyIds(unpackUserData(bytesOf(version)).texts).some(({ id }) => id === keyId);
}

type Which = Pick<TemplateWish, 'id' | 'region'>;

async function describe(
  clients: Clients,
  { id, region }: Which,
  Versions: string[],
): Promise<readonly LaunchTemplateVersion[]> {
  const ec2 = await clients.forRegion(region).ec2();
  try {
    const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions });
    return (await ec2.send(command)).LaunchTemplateVersions ?? [];
  } catch (error) {
    throw explainAwsError(error, `reading the launch template ${id}`, region);
  }
}

async function create(clients: Clients, wish: VersionWish, userData: string): Promise<string> {
  const { id, region, profile, agreed, hopLimit, clientToken } = wish;
  const ec2 = await clients.forRegion(region).ec2();
  try {
    const answer = await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        ClientToken: clientToken,
        // Everything that is not named here is taken over from there.
        SourceVersion: agreed.from,
        VersionDescription: describeVersion(profile),
        LaunchTemplateData: {
          UserData: userData,
          IamInstanceProfile: { Name: profile },
          ...(hopLimit === undefined
            ? {}
            : { MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: hopLimit } }),
        },
      }),
    );
    return String(answer.LaunchTemplateVersion?.VersionNumber ?? '');
  } catch (error) {
    throw explainAwsError(error, `making a version of the launch template ${id}`, region);
  }
}

async function setDefault(clients: Clients, { id, region }: Which, version: string): Promise<void> {
  const ec2 = await clients.forRegion(region).ec2();
  try {
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: version }));
  } catch (error) {
    throw explainAwsError(error, `making version ${version} of ${id} its default`, region);
  }
}

async function remove(clients: Clients, { id, region }: Which, version: string): Promise<void> {
  const ec2 = await clients.forRegion(region).ec2();
  try {
    const answer = await ec2.send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
    );
    const refused = (answer.UnsuccessfullyDeletedLaunchTemplateVersions ?? []).find(
      ({ ResponseError: error }) => error?.Code !== 'launchTemplateVersionDoesNotExist',
    )?.ResponseError;
    if (refused !== undefined) throw new Error(`${refused.Code}: ${refused.Message}`);
  } catch (error) {
    throw explainAwsError(error, `deleting version ${version} of the launch template ${id}`, region);
  }
}

function isGone(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return /^InvalidLaunchTemplateId\.(NotFound|VersionNotFound)/.test(awsErrorCode(cause) ?? '');
}
