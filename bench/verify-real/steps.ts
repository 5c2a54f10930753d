/** What is done by hand, past the tool, so that it has something to find. */
export type Plant = 'detach-mfa-policy';

/** One thing to do and what must come of it. */
export interface Step {
  readonly title: string;
  readonly act: { readonly words: readonly string[] } | { readonly plant: Plant };
  /** Exit codes that are right. A plant has none. */
  readonly codes: readonly number[];
  /** Texts that must stand in what it prints. */
  readonly says: readonly string[];
  /** When this goes wrong, what follows would only mislead. */
  readonly essential?: true;
}

/** The group whose MFA policy is taken off: nobody signs in as one of its members during the run. */
export const plantedGroup = 'finance';

/** From nothing to in sync, a planted drift and its repair, and down again. Order matters. */
export function stepsFor(account: string): readonly Step[] {
  const yes = ['--yes', '--account', account];
  const run = (
    title: string,
    words: readonly string[],
    codes: readonly number[],
    ...says: string[]
  ): Step => ({
    title,
    act: { words },
    codes,
    says,
  });
  const plant: Step = {
    title: `Take the MFA policy off the group ${plantedGroup}, as somebody in the console would`,
    act: { plant: 'detach-mfa-policy' },
    codes: [],
    says: [],
    essential: true,
  };
  return [
    run('Is this machine and this login ready', ['doctor'], [0]),
    run('What would be made', ['plan'], [2]),
    { ...run('The first apply', ['apply', ...yes, '--passwords', 'file'], [0]), essential: true },
    run('The second apply changes nothing', ['apply', ...yes], [0], 'In sync'),
    run('Nothing is left to plan', ['plan'], [0]),
    run('No finding on a fresh account', ['check'], [0]),
    plant,
    run('The drift is found', ['check', '--format', 'json'], [2], plantedGroup),
    run('And put right', ['check', '--repair-all', ...yes], [0]),
    run('The engine agrees', ['check', '--deep'], [0]),
    run('The handover pack', ['report', '--cis'], [0]),
    run('Where the state lies', ['state', 'where'], [0]),
    run('Down again; trail and account settings stay', ['destroy', '--keep-admins', ...yes], [0]),
  ];
}

/** What no program can see, for the person who runs this to tick and to write beside; more in docs/verify-real.md. */
export const byEye: readonly string[] = [
  'First sign-in of one person: password changed, an MFA device of any name enrolled, signed in again, the work allowed.',
  'A member without MFA can do nothing but enrol.',
  '`aws login` of a developer: does the session carry aws:MultiFactorAuthPresent (`aws sts get-caller-identity`, then a denied call)?',
  'The trail has delivered its first files (about 15 minutes; `check` says so).',
  '`check` names who took the MFA policy off, and when (the event history is about 15 minutes late).',
  'One test alarm published to the topic reaches its mailbox (`aws sns publish`), with the topic encrypted.',
  'The bill of the next day shows what the plan said it would cost.',
  'An EC2 instance with the role reads and writes its bucket and no other.',
];

/** The account file of the run; names begin with `verify-`, so that they meet nobody. */
export function accountFileFor(account: string, region: string): string {
  return `version: 1
extends: startup
account: { id: "${account}", region: ${region} }
regions: home
people:
  - { name: verify-ada, groups: [admins] }
  - { name: verify-finn, groups: [finance] }
machines:
  - { name: verify-ci, purpose: Proves machines, groups: [api] }
roles:
  verify-checkbot: { purpose: Proves roles, buckets: [{ name: verify-${account}-${region}, access: read-write, create: true }] }
`;
}
