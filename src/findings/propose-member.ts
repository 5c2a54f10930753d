import { parseArn } from '../lib/arn.ts';
import type { AccountFile, GroupEntry } from '../model/account-file.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { findGrantWay } from '../policies/administrator.ts';
import { effectivePolicies } from '../policies/effective.ts';
import { daysSince } from './perimeter/days.ts';

/** What a user that the file does not know most likely is; a person decides. */
export type Proposal =
  /** `group`: the human group of the file that gives most of what they have. */
  | { readonly kind: 'person'; readonly group: string; readonly because: string }
  | { readonly kind: 'program'; readonly because: string }
  /** Nobody comes in with it, or nobody has for long. */
  | { readonly kind: 'unused'; readonly because: string };

/** Days after which a user nobody has come in with is taken to be left over. */
const forgottenAfter = 180;

/** Words in a name that no person has. A hint for a proposal, never a judgement. */
const programWords =
  /(^|[-_.+])(api|app|backup|bot|cd|ci|cron|deploy|deployer|deployment|github|gitlab|jenkins|mailer|pipeline|robot|service|ses|smtp|svc|sync|terraform|worker)([-_.+\d]|$)/i;

/**
 * Where somebody who is in the account and not in the file belongs, judged by what they have today. Pure.
 * @param groups Of the file, templates included.
 */
export function proposeMember(
  user: UserFact,
  snapshot: Snapshot,
  groups: NonNullable<AccountFile['groups']>,
): Proposal {
  const active = user.accessKeys.filter((key) => key.active);
  const seen = lastSeen(user);
  if (user.loginProfile === undefined && active.length === 0)
    return { kind: 'unused', because: 'no password and no active key' };
  const quiet = daysSince(seen ?? user.createdAt, new Date(snapshot.takenAt));
  if (quiet > forgottenAfter && user.loginProfile !== undefined)
    return {
      kind: 'unused',
      because: seen === undefined ? `never seen in ${quiet} days` : `last seen ${seen.slice(0, 10)}`,
    };
  if (user.mfaDevices.length === 0 && (user.loginProfile === undefined || programWords.test(user.name)))
    return {
      kind: 'program',
      because:
        user.loginProfile === undefined
          ? `${countKeys(active.length)}, no password`
          : `${countKeys(active.length)}, and a name like a program's`,
    };
  const human = Object.entries(groups).flatMap(([name, group]) =>
    group === null || group.kind === 'machine' ? [] : [[name, group] as const],
  );
  const found = chooseGroup(user, snapshot, human);
  return found ?? { kind: 'program', because: 'the file has no group for people' };
}

/** Last sign-in or use of a key, as far as AWS tells. */
function lastSeen({ passwordLastUsedAt, accessKeys }: UserFact): string | undefined {
  return [passwordLastUsedAt, ...accessKeys.map((key) => key.lastUsedAt)]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
}

const countKeys = (count: number) =>
  count === 0 ? 'no active key' : count === 1 ? 'an active key' : `${count} active keys`;

type HumanGroup = readonly [string, GroupEntry];

function chooseGroup(user: UserFact, snapshot: Snapshot, human: readonly HumanGroup[]): Proposal | undefined {
  const fitting = (fits: (access: GroupEntry['access']) => boolean) =>
    human.find(([, { access }]) => fits(access))?.[0];
  const propose = (group: string | undefined, because: string): Proposal | undefined =>
    group === undefined ? undefined : { kind: 'person', group, because };
  const member = human.find(([name]) =>
    user.groups.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
  if (isAdministrator(user, snapshot)) {
    const found = propose(
      fitting((access) => access === 'administrator'),
      'an administrator today',
    );
    if (found !== undefined) return found;
  }
  if (member !== undefined) return { kind: 'person', group: member[0], because: `in ${member[0]} today` };
  const names = [...user.attached, ...user.inline].map((policy) => policy.name);
  if (names.length > 0 && names.every((name) => /billing|cost|budget/i.test(name))) {
    const found = propose(
      fitting((access) => access === 'billing-read-only' || access === 'billing-manager'),
      'sees the bills today',
    );
    if (found !== undefined) return found;
  }
  return (
    propose(
      fitting((access) => typeof access === 'object'),
      'works in the account today',
    ) ?? propose(human.find(([, { access }]) => access !== 'administrator')?.[0], 'the only group left')
  );
}

/** By own policies and those of groups; ways through roles and programs are `check`'s to find. */
export function isAdministrator(user: UserFact, snapshot: Snapshot): boolean {
  const { accountId, partition } = snapshot.caller;
  return (
    findGrantWay(
      {
        principal: { arn: user.arn, accountId: parseArn(user.arn)?.accountId ?? accountId, kind: 'user' },
        arn: user.arn,
        policies: effectivePolicies(snapshot, user.name),
      },
      { scope: { partition, accountId }, region: snapshot.region },
    ) !== undefined
  );
}
