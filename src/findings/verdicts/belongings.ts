import type { PolicyHolder, Removal, RemovalStep } from '../../model/removal.ts';
import type { AccessKeyFact, AttachedPolicy, InlinePolicy, UserFact } from '../../model/snapshot.ts';

const dayOf = (iso: string) => iso.slice(0, 10);
const lastUse = (iso: string | undefined) => (iso === undefined ? 'never used' : `last used ${dayOf(iso)}`);

/** Everything that goes with a user, a line each. */
export function belongingsOf(user: UserFact): readonly string[] {
  return [
    `user ${user.arn}, made ${dayOf(user.createdAt)}`,
    ...(user.loginProfile === undefined ? [] : [`console password, ${lastUse(user.passwordLastUsedAt)}`]),
    ...user.accessKeys.map(describeKey),
    ...user.mfaDevices.map((device) => `MFA device ${device}`),
    ...user.groups.map((group) => `membership in ${group}`),
    ...user.attached.map((policy) => `attachment of ${policy.name}; the policy itself stays`),
    ...user.inline.map((policy) => `inline policy ${policy.name}`),
    'SSH keys, signing certificates and service-specific passwords, where there are any',
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
