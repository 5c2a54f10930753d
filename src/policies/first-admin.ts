import { UserError } from '../errors.ts';
import type { Partition } from '../model/target.ts';
import { requireMfa } from './documents/require-mfa.ts';
import { type FirstAdminWish, firstAdminScript } from './first-admin-script.ts';

export interface FirstAdminText {
  /** Bash for the AWS CLI, to read and paste into a root CloudShell session. */
  readonly script: string;
  /** The same as clicks. */
  readonly consoleSteps: readonly string[];
  /** How to go on without a long-lived root or administrator key. */
  readonly next: readonly string[];
}

const consoleHosts: Readonly<Record<Partition, { readonly console: string; readonly signIn: string }>> = {
  aws: { console: 'console.aws.amazon.com', signIn: 'signin.aws.amazon.com' },
  'aws-cn': { console: 'console.amazonaws.cn', signIn: 'signin.amazonaws.cn' },
  'aws-us-gov': { console: 'console.amazonaws-us-gov.com', signIn: 'signin.amazonaws-us-gov.com' },
};

/**
 * For an account that has only root: text that makes one administrator under the MFA deny. No code of ours,
 * nor of any package, runs as root; what it makes, `apply` adopts.
 * @throws UserError `FirstAdminName`, `FirstAdminAccount`, `FirstAdminRegion`
 */
export function firstAdmin(p: FirstAdminWish): FirstAdminText {
  validate(p);
  const hosts = consoleHosts[p.partition];
  const signIn = `https://${p.accountId ?? '<account id>'}.${hosts.signIn}/console`;
  const shell = `https://${p.region}.${hosts.console}/cloudshell`;
  return {
    script: firstAdminScript(p, hosts.signIn),
    consoleSteps: consoleSteps(p),
    next: nextSteps(p, signIn, shell),
  };
}

/** The names go into a shell script: only what IAM allows, and nothing a shell could read. */
function validate(p: FirstAdminWish): void {
  checkName('user', p.user, 64);
  checkName('group', p.group, 128);
  if (p.accountId !== undefined && !/^\d{12}$/.test(p.accountId)) {
    throw new UserError('FirstAdminAccount', `"${p.accountId}" is not an account id.`, {
      fix: 'Give the 12 digits of the account.',
    });
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(p.region)) {
    throw new UserError('FirstAdminRegion', `"${p.region}" is not a region.`, {
      fix: 'Give a region name, like eu-west-1.',
    });
  }
}

function checkName(what: 'user' | 'group', name: string, max: number): void {
  // A leading hyphen would be read as an option.
  if (new RegExp(`^[A-Za-z0-9_+=,.@][A-Za-z0-9_+=,.@-]{0,${max - 1}}$`).test(name)) return;
  throw new UserError('FirstAdminName', `"${name}" is no name for a ${what}.`, {
    fix: `Use 1 to ${max} of the characters A-Z a-z 0-9 _ + = , . @ -, not beginning with a hyphen.`,
  });
}

function consoleSteps(p: FirstAdminWish): readonly string[] {
  const document = JSON.stringify(
    requireMfa({ partition: p.partition, accountId: p.accountId ?? 'ACCOUNT_ID' }),
  );
  const replace =
    p.accountId === undefined
      ? ', after putting the 12 digits of your account in the place of ACCOUNT_ID'
      : '';
  return [
    'Sign in as root. Under «Security credentials», set up MFA for root if it has none, and delete its access keys if it has any.',
    `IAM → Policies → Create policy → JSON: paste the following${replace}. Name it RequireMFA.\n${document}`,
    `IAM → User groups → Create group: name it ${p.group}. Attach RequireMFA first and save; then AdministratorAccess.`,
    `IAM → Users → Create user: name it ${p.user}. Tick console access, «I want to create an IAM user», a generated password, and «must create a new password at next sign-in».`,
    `Add the user to the group ${p.group}. Add the tags ManagedBy = bootstrap-account and Origin = made. Note the password and the sign-in address; they are shown once.`,
    `Open the user ${p.user} → Permissions: if the console attached IAMUserChangePassword to the user itself, remove it. RequireMFA lets the password be changed.`,
  ];
}

function nextSteps(p: FirstAdminWish, signIn: string, shell: string): readonly string[] {
  return [
    'Sign out of root. Root needs MFA and no access key; from here on it is for the few things only root can do.',
    `Sign in at ${signIn} as ${p.user} and change the password. Everything else is denied until MFA is on.`,
    `Top right → Security credentials → Assign MFA device: name it ${p.user} or ${p.user}-something. The command line needs an authenticator app; a passkey works in the console only.`,
    'Sign out and in again, now with the code.',
    `Without any key: open CloudShell (${shell}) as ${p.user} and run bootstrap-account there.`,
    `Or from a laptop: with MFA on, make one access key for ${p.user}, open a session with it (aws sts get-session-token --serial-number <ARN of the device> --token-code <code>), run bootstrap-account with that session, and delete the key afterwards.`,
    `Put ${p.user} into the file under people, in the group ${p.group}: apply adopts the user, the group and the policy.`,
  ];
}
