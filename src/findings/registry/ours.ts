import type { rules } from '../rules.ts';
import type { RegistryEntry } from './entry.ts';
import { verdicts } from './verdicts.ts';

type Entry = Omit<RegistryEntry, 'severity' | 'title'>;
const entry = (
  group: Entry['group'],
  which: Entry['verdicts'],
  why: string,
  help: string,
  more: Pick<Entry, 'detaches'> = {},
): Entry => ({ group, verdicts: which, why, help, ...more });

const { repair, repairOrAdopt, remove, removeOrAdopt, byHand } = verdicts;
const reapply = 'Let apply make it again.';
const putBack = 'Let apply put it back.';
const silent = 'Nobody would see what happens in the account.';
const logs = 'The log files are the proof of what happened.';
const detaches = { detaches: true } as const;

/** What is planned and differs: severity and title are in `rules.ts`, beside those of the preflight. */
export const oursEntries = {
  'root-key': entry(
    'keys',
    byHand,
    'Whoever finds that key owns the account, past every rule.',
    'Sign in as root and delete the key.',
  ),
  'root-without-mfa': entry(
    'identity',
    byHand,
    'A password alone opens everything.',
    'Sign in as root and assign an MFA device, better two.',
  ),
  'second-trail': entry(
    'trail',
    removeOrAdopt,
    'Every copy of management events but the first is paid by the event.',
    'Delete the trail that nobody needs, or leave the other one as the only one with trail.enabled: false.',
  ),

  'group-missing': entry('identity', repairOrAdopt, 'Its members get their rights from it.', reapply),
  'group-policy-detached': entry('identity', repair, 'Its members lack rights they need.', putBack),
  'mfa-policy-detached': entry('second factor', repair, 'A password alone is enough then.', putBack),
  'mfa-staged': entry(
    'second factor',
    byHand,
    'Until all have enrolled, members of the group work without a second factor.',
    'Let the person enrol a device, then run apply.',
  ),
  'mfa-staged-ready': entry(
    'second factor',
    byHand,
    'Everybody has enrolled, and a password alone is still enough.',
    'Run apply: it attaches the MFA policy.',
  ),
  'member-waits': entry(
    'identity',
    byHand,
    'Joining a group with rights before its MFA policy would be power without a second factor.',
    'The members that the group waits for have to enrol.',
  ),
  'group-foreign-policy': entry(
    'identity',
    repair,
    'Every member has what it grants.',
    'Write what is needed into the file, and detach the policy.',
    detaches,
  ),
  'policy-missing': entry('identity', repair, 'Its holders lack what it grants, or what it denies.', reapply),
  'policy-changed': entry('identity', repairOrAdopt, 'It decides what its holders may do.', putBack),
  'mfa-policy-changed': entry('second factor', repair, 'It is what makes MFA a must.', putBack),
  'user-missing': entry(
    'identity',
    repairOrAdopt,
    'The file names the user; perhaps the person has left.',
    'Take the person out of the file, or make the user again.',
  ),
  'user-path-changed': entry('identity', repair, 'The path is part of the ARN that policies name.', putBack),
  'user-tags-changed': entry('identity', repair, 'They tell what was made and what was adopted.', putBack),
  'user-direct-policy': entry(
    'identity',
    repair,
    'Rights come from groups only; what hangs on one user is forgotten in every review.',
    'Move what is needed to a group, and detach it.',
    detaches,
  ),
  'boundary-removed': entry('identity', repair, 'The boundary is the most that anybody can do.', putBack),
  'user-kept': entry(
    'identity',
    byHand,
    'The person has left; a user who is kept for ever is forgotten.',
    'Delete the user with person remove when the day is over.',
  ),
  'user-kept-open': entry(
    'identity',
    byHand,
    'Nobody is meant to sign in as somebody who has left.',
    'Close the way in with person remove.',
  ),
  'member-missing': entry('identity', repairOrAdopt, 'Rights are missing, or the MFA rule.', putBack),
  'member-extra': entry(
    'identity',
    repairOrAdopt,
    'Who is in a group has everything it grants.',
    'Write the membership into the file, or take the user out.',
    detaches,
  ),
  'role-missing': entry('machines', repairOrAdopt, 'Programs on its instances have no access.', reapply),
  'role-trust-changed': entry('identity', repair, 'It decides who may become this role.', putBack),
  'role-foreign-trust': entry(
    'identity',
    remove,
    'Whoever takes the role on has everything it may do.',
    'Remove the statement if nobody of yours wrote it.',
  ),
  'role-policy-missing': entry('machines', repair, 'Programs cannot reach their buckets.', reapply),
  'role-policy-changed': entry('identity', repair, 'It decides which buckets programs may use.', putBack),
  'role-foreign-policy': entry(
    'identity',
    repair,
    'Every program on its instances has what it grants.',
    'Give that task a role of its own, and detach the policy.',
    detaches,
  ),
  'role-settings-changed': entry('machines', repair, 'They say how long a session lasts.', putBack),
  'role-tags-changed': entry('machines', repair, 'They tell what was made and what was adopted.', putBack),
  'profile-missing': entry('machines', repair, 'An instance gets its role through it only.', reapply),
  'profile-role-changed': entry('machines', repair, 'Its instances act as somebody else.', putBack),

  'role-bucket-missing': entry('machines', repair, 'Programs keep their objects there.', reapply),
  'role-bucket-open': entry('machines', repair, 'One wrong policy would show its objects.', putBack),
  'role-bucket-policy-changed': entry('machines', repair, 'Objects are to travel with TLS only.', putBack),
  'role-bucket-unencrypted': entry('machines', repair, 'New objects are to be encrypted.', putBack),

  'password-policy-missing': entry('account', repair, 'Passwords are as good as this policy.', reapply),
  'password-policy-weaker': entry('account', repairOrAdopt, 'Passwords are as good as this policy.', putBack),
  'alias-missing': entry('account', repairOrAdopt, 'People sign in under that name.', putBack),
  's3-block-off': entry('account', repairOrAdopt, 'One wrong policy would show data to the world.', putBack),
  'ebs-encryption-off': entry(
    'account',
    repairOrAdopt,
    'A volume that leaves the account is readable.',
    putBack,
  ),
  'imdsv2-not-required': entry(
    'account',
    repairOrAdopt,
    'A program that can be made to fetch an address gives its role away.',
    putBack,
  ),
  'analyzer-missing': entry(
    'account',
    repairOrAdopt,
    'Nobody would notice what is shared with the outside.',
    reapply,
  ),
  'contact-missing': entry('account', repairOrAdopt, 'AWS has nobody to write to.', reapply),
  'contact-changed': entry('account', repairOrAdopt, 'AWS writes to somebody else.', putBack),

  'trail-missing': entry('trail', repair, silent, reapply),
  'trail-stopped': entry('trail', repair, silent, putBack),
  'trail-not-multi-region': entry('trail', repair, 'An attacker works where nobody looks.', putBack),
  'trail-no-global-events': entry('trail', repair, 'IAM is one of the global services.', putBack),
  'trail-validation-off': entry('trail', repair, 'A forged log file could not be told.', putBack),
  'trail-selectors-changed': entry('trail', repair, silent, putBack),
  'trail-bucket-changed': entry('trail', repair, 'The log files are not where they are protected.', putBack),
  'trail-key-changed': entry('trail', repair, 'The key decides who can read the log files.', putBack),
  'trail-delivery-failed': entry(
    'trail',
    byHand,
    'Events are kept for a short time only and are lost then.',
    'Settle the findings of bucket and key; delivery goes on by itself.',
  ),
  'audit-bucket-missing': entry('trail', repair, logs, reapply),
  'audit-bucket-open': entry('trail', repair, 'The world could read the log files.', putBack),
  'audit-foreign-statement': entry(
    'trail',
    remove,
    'Whoever reads or writes log files learns what happens, or hides it.',
    'Remove the statement if nobody of yours wrote it.',
  ),
  'audit-bucket-policy-changed': entry('trail', repair, 'The trail cannot deliver without it.', putBack),
  'audit-bucket-policy-public': entry(
    'trail',
    remove,
    'Anybody could read, forge or delete log files.',
    'Remove the statement in the console.',
  ),
  'audit-bucket-ownership-changed': entry('trail', repair, 'An object may belong to somebody else.', putBack),
  'audit-bucket-versioning-off': entry('trail', repair, 'A deleted log file could not come back.', putBack),
  'audit-bucket-encryption-changed': entry('trail', repair, 'The key decides who can read.', putBack),
  'audit-bucket-retention-shorter': entry(
    'trail',
    repairOrAdopt,
    'Incidents are often found months later.',
    putBack,
  ),
  'audit-bucket-retention-missing': entry('trail', repair, 'Storage costs more every month.', putBack),
  'audit-bucket-lock-weaker': entry('trail', repair, 'An administrator could delete log files.', putBack),
  'audit-key-missing': entry('trail', repair, 'Log files may be unreadable, new ones are lost.', reapply),
  'audit-key-pending-deletion': entry(
    'trail',
    byHand,
    'Once it is gone nobody can read the log files.',
    'Cancel the deletion at once and enable the key.',
  ),
  'audit-key-disabled': entry('trail', repair, 'Delivery stops without a word.', putBack),
  'audit-key-rotation-off': entry('trail', repair, 'New key material limits what one leak opens.', putBack),
  'audit-key-policy-changed': entry(
    'trail',
    repair,
    'The trail cannot encrypt and delivers nothing.',
    putBack,
  ),
} as const satisfies Partial<Readonly<Record<keyof typeof rules, Entry>>>;
