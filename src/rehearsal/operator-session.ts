import { AttachRolePolicyCommand, CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { EngineError } from '../errors.ts';
import type { AwsCredentials } from '../model/target.ts';
import { managementAccount, managementKeyId } from './caller-book.ts';

/** The role AWS Organizations makes in each account it creates. */
export const operatorRole = 'OrganizationAccountAccessRole';
const sessionName = 'rehearsal';
/** A session is renewed when less than this is left of it. */
const renewBeforeMs = 5 * 60_000;

export interface RehearsalPlace {
  readonly url: string;
  readonly accountId: string;
  readonly region: string;
}

const managementKey: AwsCredentials = { accessKeyId: managementKeyId, secretAccessKey: 'rehearsal' };

/**
 * Makes the role in an account that does not have it, as AWS Organizations does.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
export async function seedOperatorRole(place: RehearsalPlace): Promise<void> {
  const iam = new IAMClient({ endpoint: place.url, region: place.region, credentials: managementKey });
  try {
    await iam.send(new GetRoleCommand({ RoleName: operatorRole }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchEntityException') throw error;
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${managementAccount}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    };
    await iam.send(
      new CreateRoleCommand({ RoleName: operatorRole, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachRolePolicyCommand({ RoleName: operatorRole, PolicyArn }));
  } finally {
    iam.destroy();
  }
}

/** Gives sessions of the operator's role: the same one until it is about to end. */
export function openOperatorSession(place: RehearsalPlace, now: () => Date): () => Promise<AwsCredentials> {
  let session: Promise<AwsCredentials> | undefined;
  return async () => {
    const current = await session?.catch(() => undefined);
    const isFresh = (current?.expiration?.getTime() ?? 0) - now().getTime() > renewBeforeMs;
    if (current !== undefined && isFresh) return current;
    session = assumeOperatorRole(place);
    return session;
  };
}

async function assumeOperatorRole(place: RehearsalPlace): Promise<AwsCredentials> {
  const sts = new STSClient({ endpoint: place.url, region: place.region, credentials: managementKey });
  try {
    const RoleArn = `arn:aws:iam::${place.accountId}:role/${operatorRole}`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName }));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
      throw new EngineError(
        'RehearsalSession',
        `The emulator at ${place.url} gave no session for ${RoleArn}.`,
        {
          fix: 'Run the command again; with --endpoint, check that the emulator there speaks sts:AssumeRole.',
        },
      );
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  } finally {
    sts.destroy();
  }
}
