import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { type AccessCase, account, allowAll, scope, sessions, user } from './case.ts';

const mfaOnly = { identity: [{ name: 'RequireMFA', document: requireMfa(scope) }] };
const admin = { identity: [...mfaOnly.identity, allowAll] };
const iam = `arn:aws:iam::${account}`;
const bucket = 'arn:aws:s3:::testbucket';
type Row = readonly [
  title: string,
  session: keyof typeof sessions,
  action: string,
  resource: string,
  expected: AccessCase['expected'],
  sid?: string,
];

const denyAll = 'DenyAllExceptListedIfNoMFA';
const denyOthers = 'DenyMFASetupForOthersIfNoMFA';

const newUser: readonly Row[] = [
  [
    'first sign-in: change the own password',
    'noMfa',
    'iam:ChangePassword',
    `${iam}:user/ann`,
    'allow',
    'ManageOwnPassword',
  ],
  [
    'first sign-in: read the password rules',
    'noMfa',
    'iam:GetAccountPasswordPolicy',
    '*',
    'allow',
    'ViewAccountInfo',
  ],
  [
    "first sign-in: another one's password",
    'noMfa',
    'iam:ChangePassword',
    `${iam}:user/bob`,
    'explicit-deny',
    denyOthers,
  ],
  [
    'enrol: a device of any name',
    'noMfa',
    'iam:CreateVirtualMFADevice',
    `${iam}:mfa/my-new-phone`,
    'allow',
    'CreateVirtualMFA',
  ],
  [
    'enrol: enable it for oneself',
    'noMfa',
    'iam:EnableMFADevice',
    `${iam}:user/ann`,
    'allow',
    'ManageOwnMFA',
  ],
  [
    'enrol: look at the own devices',
    'noMfa',
    'iam:ListMFADevices',
    `${iam}:user/ann`,
    'allow',
    'ManageOwnMFA',
  ],
  ['enrol: resync', 'noMfa', 'iam:ResyncMFADevice', `${iam}:user/ann`, 'allow', 'ManageOwnMFA'],
  ['enrol: list virtual devices', 'noMfa', 'iam:ListVirtualMFADevices', '*', 'allow', 'ViewAccountInfo'],
  [
    'remove the own device without MFA',
    'noMfa',
    'iam:DeactivateMFADevice',
    `${iam}:user/ann`,
    'explicit-deny',
    denyAll,
  ],
  [
    'remove the own device with a bare key',
    'key',
    'iam:DeactivateMFADevice',
    `${iam}:user/ann`,
    'explicit-deny',
    denyAll,
  ],
  [
    'remove the own device with MFA',
    'mfa',
    'iam:DeactivateMFADevice',
    `${iam}:user/ann`,
    'allow',
    'DeactivateOwnMFAOnlyWithMFA',
  ],
  [
    "remove another one's device with MFA",
    'mfa',
    'iam:DeactivateMFADevice',
    `${iam}:user/bob`,
    'implicit-deny',
  ],
  [
    'delete the own leftover device',
    'mfa',
    'iam:DeleteVirtualMFADevice',
    `${iam}:mfa/ann`,
    'allow',
    'DeleteOwnVirtualMFA',
  ],
  [
    'delete the own second device',
    'mfa',
    'iam:DeleteVirtualMFADevice',
    `${iam}:mfa/ann-phone`,
    'allow',
    'DeleteOwnVirtualMFA',
  ],
  ['ann deletes the device of anna', 'mfa', 'iam:DeleteVirtualMFADevice', `${iam}:mfa/anna`, 'implicit-deny'],
  [
    'ann deletes the second device of anna',
    'mfa',
    'iam:DeleteVirtualMFADevice',
    `${iam}:mfa/anna-phone`,
    'implicit-deny',
  ],
  [
    'delete the own leftover device without MFA',
    'noMfa',
    'iam:DeleteVirtualMFADevice',
    `${iam}:mfa/ann`,
    'explicit-deny',
    denyAll,
  ],
  ['an own access key, with MFA', 'mfa', 'iam:CreateAccessKey', `${iam}:user/ann`, 'implicit-deny'],
];
const administrator: readonly Row[] = [
  ['lists buckets with MFA', 'mfa', 's3:ListAllMyBuckets', '*', 'allow', ''],
  ['lists buckets without MFA', 'noMfa', 's3:ListAllMyBuckets', '*', 'explicit-deny', denyAll],
  ['lists buckets with a bare key', 'key', 's3:ListAllMyBuckets', '*', 'explicit-deny', denyAll],
  ['reads an object with a bare key', 'key', 's3:GetObject', `${bucket}/a`, 'explicit-deny', denyAll],
  [
    'enrols for somebody else without MFA',
    'noMfa',
    'iam:EnableMFADevice',
    `${iam}:user/bob`,
    'explicit-deny',
    denyOthers,
  ],
  [
    'enrols for somebody else with a bare key',
    'key',
    'iam:EnableMFADevice',
    `${iam}:user/bob`,
    'explicit-deny',
    denyOthers,
  ],
  [
    'resyncs somebody else without MFA',
    'noMfa',
    'iam:ResyncMFADevice',
    `${iam}:user/bob`,
    'explicit-deny',
    denyOthers,
  ],
  ['enrols for somebody else with MFA', 'mfa', 'iam:EnableMFADevice', `${iam}:user/bob`, 'allow', ''],
  ['makes a key without MFA', 'noMfa', 'iam:CreateAccessKey', `${iam}:user/ann`, 'explicit-deny', denyAll],
  [
    'sets a password without MFA',
    'noMfa',
    'iam:UpdateLoginProfile',
    `${iam}:user/bob`,
    'explicit-deny',
    denyAll,
  ],
  ['takes a role without MFA', 'noMfa', 'sts:AssumeRole', `${iam}:role/admin`, 'explicit-deny', denyAll],
];

const toCase =
  (policies: AccessCase['policies'], name: string, path = '/') =>
  ([title, session, action, resource, expected, sid]: Row): AccessCase => ({
    title: `${name}: ${title}`,
    request: { principal: user(name, path), action, resource, context: sessions[session] },
    policies,
    expected,
    ...(sid === undefined ? {} : { sid }),
  });

/** Users under a path have it in their ARN, and the variable holds the bare name. */
const withPath: readonly Row[] = [
  [
    'changes the password',
    'noMfa',
    'iam:ChangePassword',
    `${iam}:user/staff/eu/ann`,
    'allow',
    'ManageOwnPassword',
  ],
  ['enables a device', 'noMfa', 'iam:EnableMFADevice', `${iam}:user/staff/eu/ann`, 'allow', 'ManageOwnMFA'],
  [
    'enables a device for anna',
    'noMfa',
    'iam:EnableMFADevice',
    `${iam}:user/staff/eu/anna`,
    'explicit-deny',
    denyOthers,
  ],
];

export const requireMfaCases: readonly AccessCase[] = [
  ...newUser.map(toCase(mfaOnly, 'ann')),
  ...administrator.map(toCase(admin, 'ann')),
  ...withPath.map(toCase(admin, 'ann', '/staff/eu/')),
];
