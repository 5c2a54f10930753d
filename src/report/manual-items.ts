import { contactTypes } from '../model/contact.ts';
import type { Plan } from '../model/plan.ts';
import type { ReportAlarms, ReportManualItem, ReportTrail } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { sayTime } from './check-words.ts';
import { notSeenYet } from './report-trail.ts';

/** Things that only a person can do or say, by a stable key. */
export type ManualKey =
  | 'root-mfa'
  | 'root-keys'
  | 'billing-access'
  | 'contacts'
  | 'mfa-delete'
  | 'delivery'
  | 'alarm-mail'
  | 'purposes';
/** Who said so, and when (ISO date). What the API can verify is never taken from here. */
export type Confirmations = Readonly<
  Partial<Record<ManualKey, { readonly by: string; readonly on: string }>>
>;

interface Item {
  readonly key: ManualKey;
  readonly title: string;
  /** True, false, or unknown to the API. */
  readonly verified: boolean | undefined;
  readonly detail: string;
  readonly steps: readonly string[];
}

/** What is left to people, each verified by the API, confirmed by somebody, or open, with the clicks. */
export function describeManualItems(
  plan: Plan,
  snapshot: Snapshot | undefined,
  trail: ReportTrail | undefined,
  confirmations: Confirmations = {},
  alarms?: ReportAlarms,
): readonly ReportManualItem[] {
  return [
    ...rootItems(snapshot),
    ...clickItems(),
    contactsItem(snapshot),
    ...(trail === undefined ? [] : trailItems(plan, trail, snapshot)),
    ...(alarms === undefined ? [] : [alarmItem(alarms)]),
    ...purposeItems(plan),
  ].map((item) => settle(item, confirmations));
}

function settle(
  { key, title, verified, detail, steps }: Item,
  confirmations: Confirmations,
): ReportManualItem {
  if (verified === true) return { title, state: 'verified by API', detail, steps: [] };
  const said = verified === undefined ? confirmations[key] : undefined;
  if (said === undefined) return { title, state: 'open', detail, steps };
  return { title, state: 'confirmed', detail: `Confirmed by ${said.by} on ${said.on}. ${detail}`, steps };
}

// Clicks: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
function rootItems(snapshot: Snapshot | undefined): readonly Item[] {
  const root = snapshot?.root;
  return [
    {
      key: 'root-mfa',
      title: 'MFA on the root user',
      verified: root?.hasMfa,
      detail:
        root === undefined
          ? 'The account was not read.'
          : root.hasMfa
            ? 'The root user has an MFA device. MFA rules of groups do not bind root: this device is its only lock.'
            : 'The root user has no MFA device: whoever knows its password owns the account.',
      steps: [
        'Sign in to the console as the root user.',
        'Click the account name at the top right, then Security credentials.',
        'Under Multi-factor authentication choose Assign MFA device; take a security key, and add a second one.',
      ],
    },
    {
      key: 'root-keys',
      title: 'No access key of the root user',
      verified: root === undefined ? undefined : !root.hasAccessKeys,
      detail:
        root === undefined
          ? 'The account was not read.'
          : root.hasAccessKeys
            ? 'The root user has an access key: it opens everything and cannot be limited.'
            : 'The root user has no access key.',
      steps: [
        'Sign in to the console as the root user.',
        'Click the account name at the top right, then Security credentials.',
        'Under Access keys, look at Last used; deactivate the key, wait until nothing misses it, then delete it.',
      ],
    },
  ];
}

function clickItems(): readonly Item[] {
  return [
    {
      key: 'billing-access',
      title: 'Billing access for IAM users',
      verified: undefined,
      detail:
        'Without this switch nobody but root sees a bill, whatever the policies say. AWS offers no API to read or set it.',
      steps: [
        'Sign in to the console as the root user.',
        'Click the account name at the top right, then Account.',
        'Beside IAM user and role access to Billing information choose Edit, tick Activate IAM Access, then Update.',
        'Write the day as rootClosedAt into bootstrap-account.yaml: then it stands here as confirmed, and any later use of root is a finding.',
      ],
    },
  ];
}

function contactsItem(snapshot: Snapshot | undefined): Item {
  const live = snapshot?.contacts;
  const missing = contactTypes.filter((type) => live?.[type] === undefined);
  const why = 'AWS writes to them when something is wrong with the account';
  return {
    key: 'contacts',
    title: 'Alternate contacts: security, billing, operations',
    verified: live === undefined ? undefined : missing.length === 0,
    detail:
      live === undefined
        ? `${why}. They could not be read.`
        : missing.length === 0
          ? `${why}. All three are set.`
          : `${why}. Not set: ${missing.join(', ')}.`,
    steps: [
      'Write account.contacts into bootstrap-account.yaml, shared mailboxes rather than persons, then run: bootstrap-account apply',
    ],
  };
}

function alarmItem({ subscription }: ReportAlarms): Item {
  const said = {
    confirmed: 'Whoever reads the mailbox has confirmed: alarms arrive there.',
    pending:
      'AWS has mailed a link; until somebody clicks it no alarm reaches anybody. It ends after some days.',
    missing: 'Nobody is subscribed: never, or not confirmed in time. Apply subscribes again.',
  } as const;
  return {
    key: 'alarm-mail',
    title: 'Confirm the mails of the alarms',
    verified: subscription === 'confirmed',
    detail: said[subscription],
    steps: [
      'Open the mailbox of alarms.email and look for the mail AWS Notification - Subscription Confirmation, also among spam.',
      'Click Confirm subscription in it. Its unsubscribe link ends the alarms for everybody: do not click that.',
      'No mail there: run bootstrap-account apply, or in the console SNS, Subscriptions, choose it, Request confirmation.',
    ],
  };
}

/** Nobody can judge whether a right is still needed that nobody can say the reason of. */
function purposeItems({ parts }: Plan): readonly Item[] {
  const things = [
    ...parts.groups.groups.map((group) => ({ ...group, label: `group ${group.name}` })),
    ...parts.machines.map((machine) => ({ ...machine, label: `machine ${machine.name}` })),
    ...parts.roles.map((role) => ({ ...role, label: `role ${role.name}` })),
  ];
  const unknown = things.filter(({ purpose }) => purpose === undefined).map(({ label }) => label);
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, 10).join(', ');
  const more = unknown.length > 10 ? ` and ${unknown.length - 10} more` : '';
  return [
    {
      key: 'purposes',
      title: 'Purpose unknown',
      verified: undefined,
      detail: `Nothing in the file says what these are for: ${shown}${more}.`,
      steps: [
        'Ask whoever asked for them, and write one line as purpose into bootstrap-account.yaml; what nobody misses can go.',
        'Run: bootstrap-account apply',
      ],
    },
  ];
}

function trailItems(plan: Plan, trail: ReportTrail, snapshot: Snapshot | undefined): readonly Item[] {
  const live = snapshot?.buckets[trail.bucket];
  const mfaDelete = live?.kind === 'own' && live.mfaDelete === true;
  const locked = plan.parts['audit-trail']?.bucket.lockDays;
  const delivered = trail.lastDelivery !== notSeenYet && !trail.lastDelivery.startsWith('failed');
  return [
    {
      key: 'mfa-delete',
      title: 'MFA delete on the audit bucket',
      // Off is a choice here, not a mistake: it stays open until somebody says so.
      verified: mfaDelete ? true : undefined,
      detail: mfaDelete
        ? 'It is on: only root with its MFA device deletes a version of a log file.'
        : locked === undefined
          ? 'Only root can switch it on, with the AWS CLI. Without it an administrator could delete log files; Object Lock is the other way. S3 does not let a bucket have it together with lifecycle rules: log files would then be kept for ever.'
          : `Only root can switch it on, with the AWS CLI. Object Lock (governance, ${locked} days) stands in for it here.`,
      steps: [
        'Decide whether it is worth a root session with the AWS CLI; many accounts leave it off and use Object Lock (trail.objectLock in the file).',
        `If it is: take the lifecycle rules off first, as S3 refuses both together: aws s3api delete-bucket-lifecycle --bucket ${trail.bucket}`,
        `aws s3api put-bucket-versioning --bucket ${trail.bucket} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "<serial> <code>"`,
      ],
    },
    {
      key: 'delivery',
      title: 'First log file of the trail',
      verified: delivered,
      detail: delivered
        ? `Last delivery: ${sayTime(trail.lastDelivery)}.`
        : `Last delivery: ${trail.lastDelivery}. The first file arrives within about 15 minutes.`,
      steps: ['Wait 15 minutes, then run: bootstrap-account report'],
    },
  ];
}
