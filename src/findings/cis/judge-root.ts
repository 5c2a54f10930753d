import { daysSince } from '../perimeter/days.ts';
import {
  type CisInput,
  deniedOf,
  done,
  type Judge,
  open,
  settle,
  unknown,
  unknownWithout,
} from './verdict.ts';

/** Days after a use of root that it counts as work. */
const lately = 30;
const summary = ['iam:GetAccountSummary'];

/**
 * A member account whose organization manages root has no password, key or device of root, and needs none. The
 * number is told since there is such a thing; where it is missing root has its password.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
 */
function isManagedByOrganization({ snapshot: { root, summary: counts } }: CisInput): boolean {
  return counts.AccountPasswordPresent === 0 && !root.hasAccessKeys && !root.hasMfa;
}
const managed = done('Root has no password, key or device here: the organization manages it.');

export const judgeRootKey: Judge = (input) =>
  settle(input, {
    needs: summary,
    wrong: input.snapshot.root.hasAccessKeys ? ['root'] : [],
    bad: 'Root has an access key or a signing certificate: sign in as root and delete it.',
    good: 'Root has no access key and no signing certificate.',
  });

export const judgeRootMfa: Judge = (input) => {
  const denied = deniedOf(input, summary);
  if (denied.length > 0) return unknownWithout(denied);
  if (isManagedByOrganization(input)) return managed;
  return input.snapshot.root.hasMfa
    ? done('Root has a device.')
    : open('Root signs in with a password alone: sign in as root and assign two devices.', ['root']);
};

/** The name of a device proves nothing, as anybody may take it: what counts is whose it is. */
export const judgeRootDevice: Judge = (input) => {
  const first = judgeRootMfa(input);
  if (first.status !== 'done' || isManagedByOrganization(input)) return first;
  const isVirtual = input.facts.rootHasVirtualMfa;
  if (isVirtual === undefined) return unknownWithout(['iam:ListVirtualMFADevices']);
  return isVirtual
    ? open('An authenticator app is assigned to root: put a security key in its place.', ['root'])
    : done('No authenticator app is assigned to root, and yet it has a device.');
};

export const judgeRootUse: Judge = (input) => {
  const used = input.facts.rootLastUse;
  if (used === undefined) {
    const denied = deniedOf(input, ['iam:GenerateCredentialReport', 'iam:GetCredentialReport']);
    return denied.length > 0
      ? unknownWithout(denied)
      : unknown('AWS had no credential report with root in it; try again in a minute.');
  }
  if (used === 'never') return done('The credential report knows of no use of root.');
  const days = daysSince(used, input.now);
  const day = used.slice(0, 10);
  return days > lately
    ? done(`Root was last used on ${day}.`)
    : open(`Root was used on ${day}. While an account is set up that has to be; from then on not.`, [day]);
};
