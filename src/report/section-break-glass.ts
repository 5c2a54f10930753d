import { shellWord } from '../lib/shell-word.ts';
import type { Report } from '../model/report.ts';
import { type Block, code, facts, heading, type Line, list, type Section, text } from './block.ts';

const blank = '______________________________';
/** Groups whose commands are written out; beyond, they would only bury each other. */
const mostGroups = 12;

/** How to get back in when the administrators cannot: read before it is needed, printed, with blanks to fill in. */
export function breakGlassSection(report: Report): Section {
  return {
    id: 'break-glass',
    title: 'Break-glass: how to get back in',
    blocks: [
      text(
        'Print this section, fill the blanks in by hand, and keep it where the people named in it can reach it without this account. Try the first ways before the last.',
      ),
      ...blanks(report),
      ...byAdministrator(report),
      ...byOrganization(report),
      ...byRoot(report),
      ...byAws(),
      ...liftMfa(report),
    ],
  };
}

function blanks({ wayBack }: Report): readonly Block[] {
  const device =
    wayBack.rootHasMfa === undefined
      ? ['whether root has MFA was not read']
      : wayBack.rootHasMfa
        ? ['root has MFA: read from the account for this report']
        : ['root has no MFA: set it up first, see Manual items'];
  return [
    heading('Where things are'),
    facts(
      ['Root’s mailbox', [blank]],
      ['Who can read that mailbox', [blank]],
      ['Root’s password lies', [blank]],
      ['Root’s MFA devices lie', [blank, { kind: 'note', text: device.join('') }]],
      ['Who may fetch them', [blank]],
      [
        'Phone number of the account',
        [blank, { kind: 'note', text: 'AWS calls it when root’s MFA is lost' }],
      ],
    ),
  ];
}

function byAdministrator({ people, responsible }: Report): readonly Block[] {
  const names = responsible.map((name) => {
    const person = people.find((each) => each.name === name);
    return `${name} (${person?.mfa === 'on' ? 'MFA on' : 'no MFA yet'})`;
  });
  return [
    heading('1. Another administrator'),
    text(
      names.length === 0
        ? 'The file names no administrator, so only root is left.'
        : `Administrators: ${names.join(', ')}.${names.length === 1 ? ' There is only one: a second one makes the rest of this section unnecessary.' : ''}`,
    ),
    list([
      [
        'A lost MFA device, in the console: IAM, Users, the person, Security credentials, under Multi-factor authentication choose the device, Remove. The person then signs in with the password and enrols a new one.',
      ],
      ['A forgotten password: ', code('bootstrap-account person reset-password <person>'), '.'],
    ]),
    {
      kind: 'code',
      label: 'A lost MFA device, by command line',
      text: 'aws iam list-mfa-devices --user-name <person>\naws iam deactivate-mfa-device --user-name <person> --serial-number <serial>',
    },
  ];
}

function byOrganization({ wayBack }: Report): readonly Block[] {
  if (wayBack.organizationRole === undefined) return [];
  return [
    heading('From the management account of the organization'),
    text(
      'This account has the role that AWS Organizations makes. Whoever administers the management account takes it on; the MFA rule of groups does not bind a role.',
    ),
    {
      kind: 'code',
      label: 'With credentials of the management account',
      text: `aws sts assume-role --role-arn ${shellWord(wayBack.organizationRole)} --role-session-name break-glass`,
    },
  ];
}

function byRoot({ account }: Report): readonly Block[] {
  const where: Line =
    account.partition === 'aws'
      ? [
          'Open https://console.aws.amazon.com/ and choose to sign in as the root user, with the address of root’s mailbox; then root’s password and MFA.',
        ]
      : [
          `Sign in as the root user. In the partition ${account.partition} AWS handles it in its own way: read its page on that before you need it.`,
        ];
  return [
    heading('2. The root user'),
    list(
      [
        where,
        [
          'IAM, Users, the administrator, Security credentials: remove the lost MFA device; Manage console access, reset the password if it is lost too.',
        ],
        ['The administrator signs in and enrols a new device. From here on root is not needed: sign out.'],
        [
          'Nobody left: IAM, Users, Create user with console access, and add it to the group of the administrators; add it to the file afterwards, or check reports it.',
        ],
        [
          'Every use of root is recorded by the trail, and mailed where the alarms are on. Write down who did it and why.',
        ],
      ],
      true,
    ),
  ];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_lost-or-broken.html
function byAws(): readonly Block[] {
  return [
    heading('3. Root is lost too'),
    list([
      [
        'Password forgotten: «Forgot password?» on the sign-in page of root; the link comes to root’s mailbox.',
      ],
      [
        'MFA lost: after the password choose Troubleshoot MFA, then to sign in using alternative factors. AWS mails root’s mailbox and calls the phone number of the account; then remove the old device and enrol a new one at once.',
      ],
      [
        'Mailbox or phone lost too: only AWS Support can help, by its form for customers who cannot sign in (https://support.aws.amazon.com/#/contacts/aws-account-support). It takes days, and proofs of who you are.',
      ],
    ]),
  ];
}

/** The clicks and the commands, group by group: nobody should have to put a command together that night. */
function liftMfa({ wayBack: { mfaDeny } }: Report): readonly Block[] {
  if (mfaDeny === undefined) return [];
  const named = mfaDeny.groups.slice(0, mostGroups);
  const more = mfaDeny.groups.length - named.length;
  const command = (verb: 'attach' | 'detach') =>
    named
      .map(
        (group) =>
          `aws iam ${verb}-group-policy --group-name ${shellWord(group)} --policy-arn ${shellWord(mfaDeny.arn)}`,
      )
      .join('\n');
  const rest = more > 0 ? ` ${more} more groups carry it; the commands are the same.` : '';
  return [
    heading('Lifting the MFA rule in an emergency'),
    text(
      `The policy ${mfaDeny.policy} denies nearly everything to a session without MFA. Lift it only when many people lost their devices at once, for one group, and for hours: as long as it is off, a password or a key alone opens everything the group may do. For one person remove the device instead, as above.`,
    ),
    list(
      [
        [
          `In the console, as root or as an administrator with MFA: IAM, User groups, choose the group, Permissions, tick ${mfaDeny.policy}, Remove, confirm.`,
        ],
        [
          'Or by command line, one line a group. As root, use CloudShell (its sign is at the top of the console): it needs no key.',
        ],
        ['Let people sign in and enrol new devices.'],
        [
          'Put it back: ',
          code('bootstrap-account apply'),
          ', or the second block. Until then ',
          code('bootstrap-account check'),
          ' reports it.',
        ],
      ],
      true,
    ),
    {
      kind: 'code',
      label: `Lift it: only the line of the group that needs it.${rest}`,
      text: command('detach'),
    },
    { kind: 'code', label: 'Put it back', text: command('attach') },
  ];
}
