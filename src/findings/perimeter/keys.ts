import type { AccessKeyFact, UserFact } from '../../model/snapshot.ts';
import { isUnread } from '../ours/drift.ts';
import { dayOf, daysSince } from './days.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';

/** Days; CIS AWS Foundations 7.0, 2.12 and 2.11. */
const oldAfter = 90;
const unusedAfter = 45;

/** Access keys of users, whoever they are: too old, not used, two at once. Inactive ones open nothing. */
export function findKeys(p: PerimeterInput): readonly Fact[] {
  return p.snapshot.users.flatMap((user) => {
    const active = user.accessKeys.filter((key) => key.active);
    return [...active.flatMap((key) => findKey(user, key, p)), ...findTwo(user, active)];
  });
}

/** An unused key is told as that alone: whether it is old makes no difference to what is to be done. */
function findKey(user: UserFact, key: AccessKeyFact, { snapshot, now }: PerimeterInput): readonly Fact[] {
  const subject = `${user.name}/${key.idEnd}`;
  const trace = { resources: [user.name] };
  const last = key.lastUsedAt ?? key.createdAt;
  if (daysSince(last, now) > unusedAfter && !isUnread(snapshot, 'iam:GetAccessKeyLastUsed')) {
    const since =
      key.lastUsedAt === undefined ? `never used since ${dayOf(last)}` : `last used on ${dayOf(last)}`;
    return [
      factOf('key-unused', subject, {
        what: `The access key …${key.idEnd} of ${user.name} was not used for ${daysSince(last, now)} days.`,
        expected: `used within ${unusedAfter} days, or gone`,
        actual: since,
        fix: switchOff(user.name, key),
        trace,
      }),
    ];
  }
  if (daysSince(key.createdAt, now) <= oldAfter) return [];
  return [
    factOf('key-old', subject, {
      what: `The access key …${key.idEnd} of ${user.name} is ${daysSince(key.createdAt, now)} days old.`,
      expected: `at most ${oldAfter} days`,
      actual: `made on ${dayOf(key.createdAt)}`,
      fix: `Make a new one, move the program to it, then: ${switchOff(user.name, key)}`,
      trace,
    }),
  ];
}

function findTwo(user: UserFact, active: readonly AccessKeyFact[]): readonly Fact[] {
  if (active.length < 2) return [];
  const ends = active.map((key) => `…${key.idEnd}`).join(' and ');
  return [
    factOf('keys-two-active', user.name, {
      what: `${user.name} has two active access keys, ${ends}.`,
      expected: 'one, but for the days of a rotation',
      actual: ends,
      fix: `See which one is used (aws iam list-access-keys --user-name ${user.name}), and switch the other off.`,
      trace: { resources: [user.name] },
    }),
  ];
}

function switchOff(name: string, { idEnd }: AccessKeyFact): string {
  return `aws iam update-access-key --user-name ${name} --status Inactive --access-key-id <id ending in ${idEnd}>`;
}
