import { type Block, code, facts, type Line, list, type Section, text } from './block.ts';
import type { WelcomeSheet } from './welcome.ts';

/** The sheet in reading order. */
export function describeWelcome(sheet: WelcomeSheet): readonly Section[] {
  return [
    { id: 'sign-in', title: 'Where you sign in', blocks: [signInFacts(sheet)] },
    {
      id: 'first-time',
      title: 'The first time, in this order',
      blocks: [list(firstSignIn(), true), text(whyThisOrder)],
    },
    { id: 'rights', title: 'What you may do', blocks: rights(sheet) },
    { id: 'command-line', title: 'On the command line', blocks: commandLine(sheet) },
  ];
}

const passwordWords = {
  terminal:
    'Your administrator has it, and tells you in person or on the phone. It works once: you choose your own right away.',
  age: 'It is in a file that only your age key opens: `age --decrypt -i key.txt <file>`. It works once: you choose your own right away.',
  file: 'It is in a file of its own that your administrator gives you by a safe way. It works once: you choose your own right away.',
} as const;

function signInFacts({ signInUrl, person, email, password, account }: WelcomeSheet): Block {
  const href = signInUrl.startsWith('https://') ? (signInUrl as `https://${string}`) : undefined;
  const name = account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
  return facts(
    ['Address', [href === undefined ? signInUrl : { kind: 'link', text: signInUrl, href }]],
    ['Account', [name]],
    ['User name', [code(person)]],
    ...(email === undefined ? [] : [['E-mail', [email]] as const]),
    [
      'First password',
      [
        password === undefined
          ? 'None was made in this run. Use the one you have, or ask an administrator.'
          : passwordWords[password],
      ],
    ],
  );
}

// Simulated with the shipped MFA policy: any other order ends in «access denied».
function firstSignIn(): readonly Line[] {
  return [
    ['Sign in with the user name above and the first password.'],
    [
      'Choose your own password when you are asked to. A long sentence is good; a password manager is better.',
    ],
    [
      'Stay signed in. Nearly everything says «access denied» now, and that is right: nothing works without MFA.',
    ],
    [
      'Click your name at the top right, then Security credentials, then Assign MFA device. Give it any name. Take a security key, a passkey or an authenticator app.',
    ],
    ['Assign a second device in the same way and keep it elsewhere: then a lost phone is no lost day.'],
    ['Sign out.'],
    ['Sign in again, this time with MFA. Now your rights are there.'],
  ];
}

const whyThisOrder =
  'If you sign out before the device is assigned, just sign in again and go on at step 4. Who has lost every device asks an administrator to remove the old ones.';

function rights({ groups, allowed, denied }: WelcomeSheet): readonly Block[] {
  const named = groups.map(
    ({ name, purpose }): Line => [
      { kind: 'strong', text: name },
      purpose === undefined ? '' : `: ${purpose}`,
    ],
  );
  return [
    named.length === 0
      ? text('You are in no group yet, so you may do nothing but manage your own sign-in.')
      : list(named),
    ...(allowed.length === 0
      ? []
      : [text('Once signed in with MFA, you may for example:'), list(allowed.map((what) => [what]))]),
    ...(denied.length === 0 ? [] : [text('You may not:'), list(denied.map((what) => [what]))]),
  ];
}

const authenticatorToo =
  'Security keys and passkeys do not work for sessions of the AWS CLI: also assign an authenticator app.';

function commandLine({ commandLine: way, account, person }: WelcomeSheet): readonly Block[] {
  switch (way) {
    case 'none':
      return [
        text(
          'Your groups do not use it: work in the console. CloudShell, the prompt icon at the top of the console, has a command line without any key. If you need more, ask for a group with one.',
        ),
      ];
    case 'login':
      return [
        text('Without any key: your browser signs you in, with whatever MFA device you chose.'),
        {
          kind: 'code',
          label: 'Each day',
          text: `aws login --region ${account.region}\naws sts get-caller-identity`,
        },
      ];
    case 'keys':
      return [
        text(
          'With an access key of your own, which works only in a session opened with MFA. Make it after the first sign-in: your name, Security credentials, Create access key. ',
          authenticatorToo,
        ),
        {
          kind: 'code',
          label: 'Each day; the serial number is on the Security credentials page',
          text: `aws configure --profile ${person}\naws sts get-session-token --profile ${person} --duration-seconds 43200 \\\n  --serial-number arn:${account.partition}:iam::${account.id}:mfa/<device name> --token-code <six digits>`,
        },
        text(
          'Put the three values that come back into the environment as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
        ),
      ];
  }
}
