import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  paginateListVirtualMFADevices,
} from '@aws-sdk/client-iam';
import type { AccessKeyFact, UserFact } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import { type Clients, iamConcurrency } from '../clients.ts';
import { type ReportRow, readCredentialReport } from './credential-report.ts';
import { isoTime } from './facts.ts';
import type { Gather } from './gather.ts';

export type CredentialsOfUser = Pick<UserFact, 'mfaDevices' | 'mfaSince' | 'loginProfile' | 'accessKeys'>;

/** A user whose credentials are looked for. */
export interface UserName {
  readonly name: string;
  readonly passwordLastUsedAt?: string;
}

/** Up to this many users every read is live; above, the credential report answers what it can. */
const liveLimit = 50;

/**
 * Passwords, keys and MFA devices of all users, by user name.
 * @param named the users; their last sign-ins may still be on their way
 * @param ask the credential report, asked for where there are many users; one report serves a whole reading
 */
export async function readCredentialsOfUsers(
  clients: Clients,
  gather: Gather,
  named: readonly UserName[] | Promise<readonly UserName[]>,
  ask: () => ReturnType<typeof readCredentialReport> = () => readCredentialReport(clients, gather),
): Promise<ReadonlyMap<string, CredentialsOfUser>> {
  const [virtual, users] = await Promise.all([readVirtualDevices(clients, gather), named]);
  const report = users.length > liveLimit ? await ask() : undefined;
  const found = await mapBounded(users, iamConcurrency, async (user) => {
    const look = lookAt(report?.get(user.name), user);
    const known = virtual.get(user.name) ?? [];
    const [loginProfile, accessKeys, hardware] = await Promise.all([
      look.password === 'ask' ? readLoginProfile(clients, gather, user.name) : look.password,
      look.keys ? readAccessKeys(clients, gather, user.name) : [],
      known.length === 0 && look.devices ? readDevices(clients, gather, user.name) : [],
    ]);
    return [
      user.name,
      {
        ...devicesOf([...known, ...hardware]),
        accessKeys,
        ...(loginProfile === undefined ? {} : { loginProfile }),
      },
    ] as const;
  });
  return new Map(found);
}

/** A device as IAM tells it. */
interface Device {
  readonly serial: string;
  /** ISO time. */
  readonly since?: string;
}

function devicesOf(devices: readonly Device[]): Pick<UserFact, 'mfaDevices' | 'mfaSince'> {
  const [first] = devices.flatMap(({ since }) => since ?? []).sort();
  return {
    mfaDevices: [...new Set(devices.map(({ serial }) => serial))].sort(),
    ...(first === undefined ? {} : { mfaSince: first }),
  };
}

function deviceFact(device: { SerialNumber?: string; EnableDate?: Date }): readonly Device[] {
  if (device.SerialNumber === undefined) return [];
  const since = isoTime(device.EnableDate);
  return [{ serial: device.SerialNumber, ...(since === undefined ? {} : { since }) }];
}

interface Look {
  readonly password: 'ask' | UserFact['loginProfile'];
  readonly keys: boolean;
  readonly devices: boolean;
}

/**
 * What has to be asked live. The report is up to four hours old, so it is believed where it says «there is»
 * and asked again where it says «there is none» or where a password waits for its first use. It knows the last
 * change of a password, not when it was given: whoever has no device is asked about, as that time counts then.
 */
function lookAt(row: ReportRow | undefined, user: UserName): Look {
  if (row === undefined) return { password: 'ask', keys: true, devices: true };
  const hasPassword = row.password_enabled === 'true';
  const changed = Date.parse(row.password_last_changed ?? '');
  const settled =
    hasPassword &&
    row.mfa_active === 'true' &&
    user.passwordLastUsedAt !== undefined &&
    changed <= Date.parse(user.passwordLastUsedAt);
  const keys =
    row.access_key_1_active === 'true' || row.access_key_2_active === 'true' || hasInactiveKey(row);
  return {
    password: settled ? { createdAt: new Date(changed).toISOString(), resetRequired: false } : 'ask',
    keys,
    devices: hasPassword || keys || row.mfa_active === 'true',
  };
}

/** An inactive key still shows when it was made. */
function hasInactiveKey(row: ReportRow): boolean {
  return [row.access_key_1_last_rotated, row.access_key_2_last_rotated].some(
    (cell) => cell !== undefined && /^\d{4}-/.test(cell),
  );
}

async function readVirtualDevices(
  clients: Clients,
  gather: Gather,
): Promise<ReadonlyMap<string, readonly Device[]>> {
  const devices = new Map<string, readonly Device[]>();
  await gather.attempt('iam:ListVirtualMFADevices', async () => {
    const pages = paginateListVirtualMFADevices(
      { client: clients.iam, pageSize: 1000 },
      { AssignmentStatus: 'Assigned' },
    );
    for await (const page of pages) {
      for (const device of page.VirtualMFADevices ?? []) {
        const user = device.User?.UserName;
        if (user === undefined) continue;
        devices.set(user, [...(devices.get(user) ?? []), ...deviceFact(device)]);
      }
    }
  });
  return devices;
}

async function readLoginProfile(
  clients: Clients,
  gather: Gather,
  name: string,
): Promise<UserFact['loginProfile']> {
  const answer = await gather.attempt(
    'iam:GetLoginProfile',
    () => clients.iam.send(new GetLoginProfileCommand({ UserName: name })),
    { subject: name, absent: ['NoSuchEntity'] },
  );
  const profile = answer?.LoginProfile;
  if (profile === undefined) return undefined;
  return {
    createdAt: isoTime(profile.CreateDate) ?? '',
    resetRequired: profile.PasswordResetRequired === true,
  };
}

async function readAccessKeys(
  clients: Clients,
  gather: Gather,
  name: string,
): Promise<readonly AccessKeyFact[]> {
  const about = { subject: name, absent: ['NoSuchEntity'] };
  const answer = await gather.attempt(
    'iam:ListAccessKeys',
    () => clients.iam.send(new ListAccessKeysCommand({ UserName: name })),
    about,
  );
  return mapBounded(answer?.AccessKeyMetadata ?? [], 1, async (key) => {
    const used = await gather.attempt(
      'iam:GetAccessKeyLastUsed',
      () => clients.iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.AccessKeyId })),
      about,
    );
    const lastUsedAt = isoTime(used?.AccessKeyLastUsed?.LastUsedDate);
    const { Region: region, ServiceName: service } = used?.AccessKeyLastUsed ?? {};
    return {
      idEnd: (key.AccessKeyId ?? '').slice(-4),
      active: key.Status === 'Active',
      createdAt: isoTime(key.CreateDate) ?? '',
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      // «N/A» where AWS does not know, or there was none.
      ...(isKnown(region) ? { lastRegion: region } : {}),
      ...(isKnown(service) ? { lastService: service } : {}),
    };
  });
}

function isKnown(told: string | undefined): told is string {
  return told !== undefined && told !== '' && told !== 'N/A';
}

async function readDevices(clients: Clients, gather: Gather, name: string): Promise<readonly Device[]> {
  const answer = await gather.attempt(
    'iam:ListMFADevices',
    () => clients.iam.send(new ListMFADevicesCommand({ UserName: name })),
    {
      subject: name,
      absent: ['NoSuchEntity'],
    },
  );
  return (answer?.MFADevices ?? []).flatMap(deviceFact);
}
