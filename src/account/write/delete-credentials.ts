import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteVirtualMFADeviceCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from '@aws-sdk/client-iam';
import { awsStatus, explainAwsError, isAccessDenied, unlessGone } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { type OwnKeyClients, refuseOwnKeyIds } from '../own-keys.ts';

/**
 * Removes everything of one user that opens a door or blocks `DeleteUser`: console password, access keys, MFA
 * devices with their device objects, SSH keys, signing certificates, service-specific credentials. Doors first:
 * a run that breaks off leaves less power, never more. What is gone already is fine.
 * @param options.keepKeys access keys stay: they are switched off already, and tell what they were used for
 * @throws RefusedError `OwnKey`, before anything is changed; ToolError with a next step
 */
export async function deleteCredentials(
  clients: OwnKeyClients & Pick<Clients, 'iam' | 'region'>,
  user: string,
  options: { readonly keepKeys?: boolean } = {},
): Promise<void> {
  try {
    const { iam } = clients;
    const keys = options.keepKeys === true ? [] : await listKeyIds(iam, user);
    await refuseOwnKeyIds(clients, keys);

    await unlessGone(() => iam.send(new DeleteLoginProfileCommand({ UserName: user })));
    for (const AccessKeyId of keys)
      await unlessGone(() => iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId })));
    await deleteRarer(iam, user);
    await deleteMfaDevices(iam, user);
  } catch (error) {
    throw explainAwsError(error, `removing the credentials of ${user}`, clients.region);
  }
}

async function listKeyIds(iam: IAMClient, user: string): Promise<readonly string[]> {
  const answer = await unlessGone(() => iam.send(new ListAccessKeysCommand({ UserName: user })));
  return (answer?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
}

async function deleteRarer(iam: IAMClient, user: string): Promise<void> {
  const input = { UserName: user };
  const ssh = await listRarer(() => iam.send(new ListSSHPublicKeysCommand(input)));
  for (const { SSHPublicKeyId: id } of ssh?.SSHPublicKeys ?? []) {
    await unlessGone(() => iam.send(new DeleteSSHPublicKeyCommand({ ...input, SSHPublicKeyId: id })));
  }
  const certificates = await listRarer(() => iam.send(new ListSigningCertificatesCommand(input)));
  for (const { CertificateId: id } of certificates?.Certificates ?? []) {
    await unlessGone(() => iam.send(new DeleteSigningCertificateCommand({ ...input, CertificateId: id })));
  }
  const specific = await listRarer(() => iam.send(new ListServiceSpecificCredentialsCommand(input)));
  for (const { ServiceSpecificCredentialId: id } of specific?.ServiceSpecificCredentials ?? []) {
    await unlessGone(() =>
      iam.send(new DeleteServiceSpecificCredentialCommand({ ...input, ServiceSpecificCredentialId: id })),
    );
  }
}

/**
 * Hardly anybody has these: a list that is denied, or that a service does not offer, is passed over. Should
 * one of them be there after all, `DeleteUser` refuses, so nothing is left behind unseen.
 */
async function listRarer<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await unlessGone(call);
  } catch (error) {
    if (isAccessDenied(error) || (awsStatus(error) ?? 0) >= 500) return undefined;
    throw error;
  }
}

/** The device object goes as well: left behind, it keeps its name from a later user of the same name. */
async function deleteMfaDevices(iam: IAMClient, user: string): Promise<void> {
  const answer = await unlessGone(() => iam.send(new ListMFADevicesCommand({ UserName: user })));
  for (const { SerialNumber: serial } of answer?.MFADevices ?? []) {
    await unlessGone(() =>
      iam.send(new DeactivateMFADeviceCommand({ UserName: user, SerialNumber: serial })),
    );
    // Only virtual devices have an object; the serial of a hardware token is no ARN, a security key's is `u2f/…`.
    if (serial?.includes(':mfa/') === true) {
      await unlessGone(() => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber: serial })));
    }
  }
}
