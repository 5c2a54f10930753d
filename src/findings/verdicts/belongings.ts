import type { PolicyHolder, Removal, RemovalStep } from '../../model/removal.ts';
import type { AccessKeyFact, AttachedPolicy, InlinePolicy, UserFact } from '../../model/snapshot.ts';

const dayOf = (iso: string) => iso.slice(0, 10);
const lastUse = (iso: string | undefined) => (iso === undefined ? 'never used' : `last used ${dayOf(iso)}`);

/** What was read of one user beyond the snapshot. */
export interface Belongings {
  readonly rarer: {
    readonly found: readonly { readonly kind: string; readonly idEnd: string; readonly active: boolean }[];
    /** Kinds that could not be listed. */
    readonly unknown: readonly string[];
  };
  /** Serial numbers of device objects of that name that nobody uses. */
  readonly devices: readonly string[];
}

/** The same with the rarer credentials by name, and when they were last active. */
export function describeBelongings(user: UserFact, { rarer, devices }: Belongings): readonly string[] {
  return [
    `last active: ${lastActivity(user)}`,
    ...everydayOf(user),
    ...rarer.found.map(
      ({ kind, idEnd, active }) => `${kind} …${idEnd}, ${active ? 'active' : 'switched off'}`,
    ),
    ...devices.map((device) => `MFA device ${device}, never assigned`),
    ...rarer.unknown.map(
      (kind) => `${kind}s could not be listed; if there is one, AWS refuses to delete the user`,
    ),
  ];
}

function lastActivity({ passwordLastUsedAt, accessKeys }: UserFact): string {
  const [newest] = [
    ...(passwordLastUsedAt === undefined ? [] : [{ at: passwordLastUsedAt, by: 'signed in' }]),
    ...accessKeys.flatMap(({ idEnd, lastUsedAt }) =>
      lastUsedAt === undefined ? [] : [{ at: lastUsedAt, by: `key …${idEnd}` }],
    ),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  return newest === undefined ? 'never, as far as AWS tells' : `${dayOf(newest.at)} (${newest.by})`;
}

/** Everything that goes with a user, a line each. */
export function belongingsOf(user: UserFact): readonly string[] {
  return [
    ...everydayOf(user),
    'SSH keys, signing certificates and service-specific passwords, where there are any',
  ];
}

function everydayOf(user: UserFact): readonly string[] {
  return [
    `user ${user.arn}, made ${dayOf(user.createdAt)}`,
    ...(user.loginProfile === undefined ? [] : [`console password, ${lastUse(user.passwordLastUsedAt)}`]),
    ...user.accessKeys.map(describeKey),
    ...user.mfaDevices.map((device) => `MFA device ${device}`),
    ...user.groups.map((group) => `membership in ${group}`),
    ...user.attached.map((policy) => `attachment of ${policy.name}; the policy itself stays`),
    ...user.inline.map((policy) => `inline policy ${policy.name}`),
  ];
}

export function describeKey({ idEnd, active, lastUsedAt }: AccessKeyFact): string {
  return `access key …${idEnd}, ${active ? 'active' : 'switched off'}, ${lastUse(lastUsedAt)}`;
}

/** Attachments and inline policies taken off a holder. */
export function takeOff(
  holder: PolicyHolder,
  attached: readonly AttachedPolicy[],
  inline: readonly InlinePolicy[],
): Pick<Removal, 'goes' | 'steps'> {
  const steps: readonly RemovalStep[] = [
    ...attached.map(({ arn }) => ({ kind: 'detach-policy' as const, holder, arn })),
    ...inline.map(({ name }) => ({ kind: 'delete-inline-policy' as const, holder, policy: name })),
  ];
  const from = `${holder.kind} ${holder.name}`;
  const goes = [
    ...attached.map((policy) => `attachment of ${policy.name} to the ${from}; the policy itself stays`),
    ...inline.map((policy) => `inline policy ${policy.name} of the ${from}, for good`),
  ];
  return { steps, goes };
}
