import { type Right, rights } from './right.ts';

/** Calls of `apply` that are ours and not the engine's, by file below `src/account/`. */
export const ownRights: Readonly<Record<string, readonly Right[]>> = {
  'write/login-profiles.ts': rights('iam:CreateLoginProfile user', 'iam:UpdateLoginProfile user'),
  // For people whom the file no longer names: a user with credentials cannot be deleted.
  'write/delete-credentials.ts': rights(
    'iam:DeleteLoginProfile user',
    'iam:ListAccessKeys user',
    'iam:DeleteAccessKey user',
    'iam:ListSSHPublicKeys user',
    'iam:DeleteSSHPublicKey user',
    'iam:ListSigningCertificates user',
    'iam:DeleteSigningCertificate user',
    'iam:ListServiceSpecificCredentials user',
    'iam:DeleteServiceSpecificCredential user',
    'iam:ListMFADevices user',
    'iam:DeactivateMFADevice user',
    'iam:DeleteVirtualMFADevice mfa',
  ),
  // Whether all of this is allowed is asked before anything is written.
  'read/simulate.ts': rights('iam:SimulatePrincipalPolicy user+role'),
};

/**
 * On a state that machines share, in the bucket that the account file names: whoever only looks fetches it.
 * Making that bucket (`state move`) needs more, once.
 */
export const sharedStateRights: Readonly<Record<'read' | 'write', readonly Right[]>> = {
  read: rights('s3:GetObject object', 'kms:Decrypt key'),
  write: rights('s3:PutObject object', 's3:DeleteObject object', 'kms:GenerateDataKey key'),
};
