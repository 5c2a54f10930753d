import {
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  paginateListVirtualMFADevices,
} from '@aws-sdk/client-iam';
import { awsErrorCode, awsStatus, explainAwsError, isAccessDenied } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

/** A credential that hardly anybody has: an SSH key, a signing certificate, a password for one service. */
export interface RarerCredential {
  readonly kind: 'SSH public key' | 'signing certificate' | 'service-specific credential';
  /** Last four characters of its id. */
  readonly idEnd: string;
  readonly active: boolean;
}
export interface RarerCredentials {
  readonly found: readonly RarerCredential[];
  /** Kinds that could not be listed. */
  readonly unknown: readonly RarerCredential['kind'][];
}

/**
 * The three rarer kinds of credential of one user. What may not be listed is named, not taken for none.
 * @throws ToolError with a next step
 */
export async function readRarerCredentials(
  { iam, region }: Pick<Clients, 'iam' | 'region'>,
  user: string,
): Promise<RarerCredentials> {
  const lists = await Promise.all(
    (['SSH public key', 'signing certificate', 'service-specific credential'] as const).map(async (kind) => ({
      kind,
      rows: await listed(() => readers[kind](iam, user), user, region),
    })),
  );
  return {
    found: lists.flatMap(({ kind, rows }) =>
      (rows ?? []).map(({ id, active }) => ({ kind, idEnd: id.slice(-4), active })),
    ),
    unknown: lists.filter(({ rows }) => rows === undefined).map(({ kind }) => kind),
  };
}

interface Row {
  readonly id: string;
  readonly active: boolean;
}
const isOn = (status: string | undefined) => status !== 'Inactive';

const readers: Readonly<Record<RarerCredential['kind'], (iam: IAMClient, user: string) => Promise<Row[]>>> = {
  'SSH public key': async (iam, UserName) => {
    const { SSHPublicKeys = [] } = await iam.send(new ListSSHPublicKeysCommand({ UserName }));
    return SSHPublicKeys.map((each) => ({ id: each.SSHPublicKeyId ?? '', active: isOn(each.Status) }));
  },
  'signing certificate': async (iam, UserName) => {
    const { Certificates = [] } = await iam.send(new ListSigningCertificatesCommand({ UserName }));
    return Certificates.map((each) => ({ id: each.CertificateId ?? '', active: isOn(each.Status) }));
  },
  'service-specific credential': async (iam, UserName) => {
    const { ServiceSpecificCredentials = [] } = await iam.send(
      new ListServiceSpecificCredentialsCommand({ UserName }),
    );
    return ServiceSpecificCredentials.map((each) => ({
      id: each.ServiceSpecificCredentialId ?? '',
      active: isOn(each.Status),
    }));
  },
};

async function listed(
  call: () => Promise<Row[]>,
  user: string,
  region: string,
): Promise<readonly Row[] | undefined> {
  try {
    return await call();
  } catch (error) {
    if (awsErrorCode(error) === 'NoSuchEntity') return [];
    if (isAccessDenied(error) || (awsStatus(error) ?? 0) >= 500) return undefined;
    throw explainAwsError(error, `listing the rarer credentials of ${user}`, region);
  }
}

/**
 * Serial numbers of device objects that are assigned to nobody: what a cancelled enrolment leaves behind. None where
 * they may not be listed.
 */
export async function readUnassignedDevices({
  iam,
  region,
}: Pick<Clients, 'iam' | 'region'>): Promise<readonly string[]> {
  const serials: string[] = [];
  try {
    const pages = paginateListVirtualMFADevices(
      { client: iam, pageSize: 1000 },
      { AssignmentStatus: 'Unassigned' },
    );
    for await (const page of pages)
      serials.push(...(page.VirtualMFADevices ?? []).flatMap(({ SerialNumber }) => SerialNumber ?? []));
    return serials;
  } catch (error) {
    if (isAccessDenied(error)) return [];
    throw explainAwsError(error, 'listing the MFA devices of nobody', region);
  }
}
