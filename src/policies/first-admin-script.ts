import { awsManagedPolicyArn } from '../lib/arn.ts';
import type { Partition } from '../model/target.ts';
import { requireMfa } from './documents/require-mfa.ts';

export interface FirstAdminWish {
  readonly partition: Partition;
  /** Absent: the script asks AWS for it. */
  readonly accountId?: string;
  readonly user: string;
  readonly group: string;
  readonly region: string;
}

const tags = '--tags Key=ManagedBy,Value=bootstrap-account Key=Origin,Value=made';
const quiet = '>/dev/null 2>&1';

/**
 * The script itself: the deny is attached before the rights, the membership comes last, and a second run finds
 * everything there. In brackets, so that a shell that it is pasted into reads it whole before it does
 * anything, and survives its end. No name in it needs quoting: they were checked.
 * @param signInHost host of the console's sign-in page, without the account
 */
export function firstAdminScript(p: FirstAdminWish, signInHost: string): string {
  const lines = [
    `# Makes the administrator ${p.user} in the group ${p.group}, under the policy RequireMFA.`,
    '# Read it, then paste all of it into CloudShell, signed in as root. Running it twice does no harm.',
    '(',
    'set -eu',
    `export AWS_DEFAULT_REGION=${p.region} AWS_PAGER=''`,
    'account=$(aws sts get-caller-identity --query Account --output text)',
    ...(p.accountId === undefined
      ? []
      : stopUnless(
          `[ "$account" = ${p.accountId} ]`,
          `This is account $account, not ${p.accountId}. Nothing was changed.`,
        )),
    ...guards(p),
    '',
    ...policyLines(p),
    '',
    ...groupLines(p),
    '',
    ...userLines(p),
    '',
    `echo "Sign in at https://$account.${signInHost}/console as ${p.user}, change the password, then set up MFA."`,
    ')',
  ];
  return `${lines.join('\n')}\n`;
}

function stopUnless(test: string, message: string): readonly string[] {
  return [`${test} || { echo "${message}" >&2; exit 1; }`];
}

/** Somebody else's group or user of that name must not become powerful by accident. */
function guards(p: FirstAdminWish): readonly string[] {
  return [
    '',
    "# Stop where somebody else's things have these names.",
    `others=$(aws iam get-group --group-name ${p.group} --query 'Users[?UserName!=\`${p.user}\`].UserName' --output text 2>/dev/null || true)`,
    ...stopUnless(
      '[ -z "$others" ]',
      `The group ${p.group} has members already: $others. Choose another name. Nothing was changed.`,
    ),
    `if aws iam get-user --user-name ${p.user} ${quiet}; then`,
    `  owner=$(aws iam list-user-tags --user-name ${p.user} --query 'Tags[?Key==\`ManagedBy\`].Value' --output text)`,
    ...stopUnless(
      '  [ "$owner" = bootstrap-account ]',
      `The user ${p.user} is there already, and not from here. Choose another name. Nothing was changed.`,
    ),
    'fi',
  ];
}

function policyLines(p: FirstAdminWish): readonly string[] {
  const document = JSON.stringify(requireMfa({ partition: p.partition, accountId: 'ACCOUNT_ID' }), null, 1);
  return [
    '# 1. The MFA policy: while a session has no MFA, it denies everything but setting MFA up.',
    `document='${document}'`,
    `policy=arn:${p.partition}:iam::$account:policy/bootstrap-account/RequireMFA`,
    `aws iam get-policy --policy-arn "$policy" ${quiet} ||`,
    '  aws iam create-policy --policy-name RequireMFA --path /bootstrap-account/ \\',
    "    --description 'Denies everything but enrolling an MFA device while a session has no MFA.' \\",
    `    --policy-document "\${document//ACCOUNT_ID/$account}" ${tags} >/dev/null`,
  ];
}

function groupLines(p: FirstAdminWish): readonly string[] {
  return [
    '# 2. The group: first the deny, then the rights.',
    `aws iam get-group --group-name ${p.group} ${quiet} ||`,
    `  aws iam create-group --path / --group-name ${p.group} >/dev/null`,
    `aws iam attach-group-policy --group-name ${p.group} --policy-arn "$policy"`,
    `aws iam attach-group-policy --group-name ${p.group} --policy-arn ${awsManagedPolicyArn(p.partition, 'AdministratorAccess')}`,
  ];
}

function userLines(p: FirstAdminWish): readonly string[] {
  return [
    '# 3. The user, with a password that is made here, shown once, and changed at the first sign-in.',
    `aws iam get-user --user-name ${p.user} ${quiet} ||`,
    `  aws iam create-user --path / --user-name ${p.user} ${tags} >/dev/null`,
    `if aws iam get-login-profile --user-name ${p.user} ${quiet}; then`,
    `  echo "${p.user} has a password already; it was left as it is. If nobody knows it:"`,
    `  echo "  aws iam delete-login-profile --user-name ${p.user}   and paste this script again."`,
    'else',
    "  password=$(LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 24)-aA1",
    // By a file of its own, so that it stands in no list of processes; printf is part of the shell. (A pipe will
    // not do: the AWS CLI reads the text twice.)
    '  file=$(mktemp)',
    '  trap \'rm -f "$file"\' EXIT',
    `  printf '{"UserName":"${p.user}","Password":"%s","PasswordResetRequired":true}' "$password" >"$file"`,
    '  aws iam create-login-profile --cli-input-json "file://$file" >/dev/null',
    '  rm -f "$file"',
    `  echo "Password of ${p.user}, shown only now: $password"`,
    'fi',
    '# 4. Last of all the membership: only now is the user powerful, and only with MFA.',
    `aws iam add-user-to-group --group-name ${p.group} --user-name ${p.user}`,
  ];
}
