import { setTimeout as wait } from 'node:timers/promises';
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  type EC2Client,
  ModifyInstanceMetadataOptionsCommand,
  ReplaceIamInstanceProfileAssociationCommand,
} from '@aws-sdk/client-ec2';
import { EngineError, RefusedError } from '../../errors.ts';
import { awsErrorCode, explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import type { Timing } from '../pace.ts';

export interface AttachWish {
  readonly instance: string;
  readonly region: string;
  /** Name of the profile. */
  readonly profile: string;
  /** Puts it in the place of another one. */
  readonly replace: boolean;
  readonly timing?: Timing;
  readonly onWait?: () => void;
  /** Told the ARN of the profile that is on it, right before anything is changed. */
  readonly onFound?: (profileArn: string | undefined) => Promise<void>;
}
export type Attached =
  | { readonly kind: 'already' }
  | { readonly kind: 'attached'; readonly previousProfileArn?: string };

/** Milliseconds: a new profile is not visible to EC2 for seconds to two minutes. */
const patience = 120_000;
const pauses = [1_000, 2_000, 4_000, 8_000] as const;
const ownTiming: Timing = { clock: () => performance.now(), sleep: (ms) => wait(ms) };

/**
 * Gives a running instance its profile, without a restart. Never over another one without being told.
 * @throws RefusedError `ProfileTaken`; EngineError `ProfileNotSeen` after two minutes
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/attach-iam-role.html
 */
export async function attachProfile(clients: Clients, wish: AttachWish): Promise<Attached> {
  const ec2 = await clients.forRegion(wish.region).ec2();
  const { instance, profile, replace } = wish;
  const present = await readAssociation(clients, ec2, wish);
  const isThere = present?.name === profile;
  if (present !== undefined && !isThere && !replace) {
    throw new RefusedError(
      'ProfileTaken',
      `The instance ${instance} has the profile "${present.name}" already.`,
      {
        fix: `Add --replace to put "${profile}" in its place, or leave it. Nothing was changed.`,
      },
    );
  }
  await wish.onFound?.(present?.arn);
  if (isThere) return { kind: 'already' };
  const IamInstanceProfile = { Name: profile };
  await whileNotVisible(clients, wish, () =>
    present === undefined
      ? ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId: instance, IamInstanceProfile }))
      : ec2.send(
          new ReplaceIamInstanceProfileAssociationCommand({ AssociationId: present.id, IamInstanceProfile }),
        ),
  );
  return present === undefined ? { kind: 'attached' } : { kind: 'attached', previousProfileArn: present.arn };
}

/**
 * Takes a profile off again, and puts back the one before, where there was one. Another profile than ours on it
 * is left alone.
 * @param wish.first what is to be put back before the profile goes: a run that is killed in between finds the profile
 * there, and does both again
 * @returns false where somebody changed it since
 */
export async function detachProfile(
  clients: Clients,
  wish: Pick<AttachWish, 'instance' | 'region' | 'profile' | 'timing'> & {
    readonly previousProfileArn?: string;
    readonly first?: () => Promise<void>;
  },
): Promise<boolean> {
  const ec2 = await clients.forRegion(wish.region).ec2();
  const present = await readAssociation(clients, ec2, wish);
  if (present?.name !== wish.profile) return false;
  const { previousProfileArn, first } = wish;
  await first?.();
  await whileNotVisible(clients, wish, () =>
    previousProfileArn === undefined
      ? ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId: present.id }))
      : ec2.send(
          new ReplaceIamInstanceProfileAssociationCommand({
            AssociationId: present.id,
            IamInstanceProfile: { Arn: previousProfileArn },
          }),
        ),
  );
  return true;
}

export interface MetadataWish {
  readonly instance: string;
  readonly region: string;
  readonly httpTokens: 'required' | 'optional';
  readonly hopLimit: number;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html */
export async function setMetadataOptions(clients: Clients, wish: MetadataWish): Promise<void> {
  const ec2 = await clients.forRegion(wish.region).ec2();
  try {
    await ec2.send(
      new ModifyInstanceMetadataOptionsCommand({
        InstanceId: wish.instance,
        HttpTokens: wish.httpTokens,
        HttpPutResponseHopLimit: wish.hopLimit,
      }),
    );
  } catch (error) {
    throw explainAwsError(error, `setting the metadata options of ${wish.instance}`, wish.region);
  }
}

interface Association {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
}

async function readAssociation(
  clients: Clients,
  ec2: EC2Client,
  { instance, region }: Pick<AttachWish, 'instance' | 'region'>,
): Promise<Association | undefined> {
  try {
    const answer = await ec2.send(
      new DescribeIamInstanceProfileAssociationsCommand({
        Filters: [{ Name: 'instance-id', Values: [instance] }],
      }),
    );
    const found = (answer.IamInstanceProfileAssociations ?? []).find(
      (each) => each.InstanceId === instance && (each.State === undefined || /^associat/.test(each.State)),
    );
    const arn = found?.IamInstanceProfile?.Arn;
    if (found?.AssociationId === undefined || arn === undefined) return undefined;
    return { id: found.AssociationId, arn, name: arn.slice(arn.lastIndexOf('/') + 1) };
  } catch (error) {
    throw explainAwsError(error, `reading the profile of ${instance}`, region ?? clients.region);
  }
}

/** Tries again only for the one answer that means «not visible yet»; everything else is told at once. */
async function whileNotVisible(
  clients: Clients,
  {
    instance,
    region,
    profile,
    timing = ownTiming,
    onWait,
  }: Pick<AttachWish, 'instance' | 'region' | 'profile' | 'timing' | 'onWait'>,
  work: () => Promise<unknown>,
): Promise<void> {
  const began = timing.clock();
  for (let round = 0; ; round += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isNotVisible(error))
        throw explainAwsError(error, `changing the profile of ${instance}`, region ?? clients.region);
      const pause = pauses[Math.min(round, pauses.length - 1)] ?? 1_000;
      if (timing.clock() - began + pause > patience) {
        throw new EngineError(
          'ProfileNotSeen',
          `EC2 does not know the profile "${profile}" after two minutes.`,
          {
            fix: 'It may still come: run the same command again.',
            cause: error,
          },
        );
      }
      onWait?.();
      await timing.sleep(pause);
    }
  }
}

function isNotVisible(error: unknown): boolean {
  return (
    awsErrorCode(error) === 'InvalidParameterValue' &&
    error instanceof Error &&
    /Invalid IAM Instance Profile/i.test(error.message)
  );
}
