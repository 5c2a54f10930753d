import type { Report, ReportPermission } from '../model/report.ts';
import { type Block, badge, type Line, note, type Section, table, text } from './block.ts';

// Plain: a denial is mostly what was wanted.
const decisionTones = { allowed: 'good', denied: 'plain', unknown: 'warn' } as const;
const decisionWords = { allowed: '✔ allowed', denied: '✖ denied', unknown: '? unknown' } as const;

/** What each may do: the cases that matter first, then everything that was asked, with the statement that decided. */
export function permissionsSection({ permissions, secondOpinion }: Report): Section {
  const people = [...new Set(permissions.map((permission) => permission.who))];
  const tables = people.map((who) =>
    tableOf(
      who,
      permissions.filter((row) => row.who === who),
    ),
  );
  return {
    id: 'what-each-may-do',
    title: 'What each may do',
    blocks:
      tables.length === 0
        ? [text('No permission was evaluated for this report.')]
        : [
            text(introOf(permissions)),
            ...(secondOpinion === undefined ? [] : [text(phraseOpinion(secondOpinion))]),
            casesTable(permissions),
            ...tables,
          ],
  };
}

function introOf(permissions: readonly ReportPermission[]): string {
  const differing = permissions.filter((row) => row.planned !== undefined).length;
  const marked =
    differing === 0
      ? ''
      : ` ${differing === 1 ? 'One answer is' : `${differing} answers are`} not what the file would have: marked with ⚠.`;
  return `Every answer was evaluated on the policy documents as they are in the account; the last column names the statement that decided. «Denied» is not bad in itself: it is what keeps a broken-in login small. People stand here by themselves where they are in several groups, or may do something else than their group.${marked}`;
}

function tableOf(who: string, rows: readonly ReportPermission[]): Block {
  const asked = rows.some((row) => row.withoutMfa !== undefined);
  const head = ['May they…', asked ? 'With MFA' : 'Answer', ...(asked ? ['Without MFA'] : []), 'Because'];
  const cells = rows.map((row): readonly Line[] => [
    [row.what, note(row.action)],
    [badge(decisionTones[row.decision], decisionWords[row.decision], row.reason), ...unlikePlan(row)],
    ...(asked
      ? [
          row.withoutMfa === undefined
            ? ['–']
            : [badge(decisionTones[row.withoutMfa], decisionWords[row.withoutMfa])],
        ]
      : []),
    [row.reason, note(`on ${row.resource}`)],
  ]);
  return { kind: 'table', caption: who.charAt(0).toUpperCase() + who.slice(1), head, rows: cells };
}

/** Questions that whoever takes over asks first, each with everybody for whom the answer is yes. */
const cases: readonly (readonly [question: string, action: string, what?: string])[] = [
  ['Who sees the bills?', 'ce:GetCostAndUsage'],
  ['Who sees payment methods?', 'payments:GetPaymentInstrument'],
  ['Who sees tax documents?', 'tax:GetTaxRegistrationDocument'],
  ['Who can change how bills are paid?', 'payments:CreatePaymentInstrument'],
  ['Who can make users?', 'iam:CreateUser'],
  ['Who can stop the trail?', 'cloudtrail:StopLogging'],
  [
    'Who can delete a log file of the audit bucket?',
    's3:DeleteObject',
    'delete a log file of the audit bucket',
  ],
  ['Which roles reach a bucket that is not theirs?', 's3:GetObject', 'read an object of another bucket'],
];

function casesTable(permissions: readonly ReportPermission[]): Block {
  const rows = cases.flatMap(([question, action, what]): readonly (readonly Line[])[] => {
    const asked = permissions.filter(
      (row) => row.action === action && (what === undefined || row.what === what),
    );
    if (asked.length === 0) return [];
    const named = (decision: ReportPermission['decision']) => [
      ...new Set(asked.filter((row) => row.decision === decision).map(({ who }) => who)),
    ];
    const [yes, open] = [named('allowed'), named('unknown')];
    const unclear = open.length === 0 ? [] : [note(`cannot be judged: ${nameSome(open)}`)];
    return [[[question], [yes.length === 0 ? 'nobody' : nameSome(yes), ...unclear]]];
  });
  return table(
    'The cases that matter',
    ['Question', 'Answer'],
    [...rows, ...roleRows(permissions), ...withoutMfa(permissions)],
    'None of them was asked.',
  );
}

/** What each role may, of reading and writing objects, in one line. */
function roleRows(permissions: readonly ReportPermission[]): readonly (readonly Line[])[] {
  const roles = [...new Set(permissions.map(({ who }) => who))].filter((who) => who.startsWith('role '));
  return roles.flatMap((who): readonly (readonly Line[])[] => {
    const asked = permissions.filter((row) => row.who === who && /^s3:(?:Get|Put)Object$/.test(row.action));
    const may = asked.filter(({ decision }) => decision === 'allowed').map(({ what }) => what);
    if (asked.length === 0) return [];
    return [[[`What does the ${who} do in buckets?`], [may.length === 0 ? 'nothing' : nameSome(may)]]];
  });
}

function withoutMfa(permissions: readonly ReportPermission[]): readonly (readonly Line[])[] {
  const asked = permissions.filter((row) => row.withoutMfa !== undefined);
  if (asked.length === 0) return [];
  const may = [...new Set(asked.filter((row) => row.withoutMfa === 'allowed').map(({ what }) => what))];
  return [
    [
      ['What can people do without MFA?'],
      [may.length === 0 ? 'nothing of what was asked' : `${nameSome(may)}; nothing else of what was asked`],
    ],
  ];
}

const most = 12;
function nameSome(names: readonly string[]): string {
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

function phraseOpinion({ asked, differing, notAsked }: NonNullable<Report['secondOpinion']>): string {
  if (asked === 0) return `AWS’s own policy simulator was not asked (${notAsked ?? 'nothing to ask'}).`;
  const part = notAsked === undefined ? '' : ` It was not asked about the rest (${notAsked}).`;
  const agreed =
    differing === 0 ? 'and gives the same answers' : `and answers ${differing} otherwise: see Findings`;
  return `AWS’s own policy simulator was asked ${asked} of these questions, ${agreed}.${part}`;
}

const plannedWords = {
  allowed: 'allowed',
  'with-mfa': 'allowed only with MFA',
  denied: 'denied',
  unknown: 'open: it cannot be judged',
} as const;

/** The account has something else than the file. */
function unlikePlan({ planned }: ReportPermission): Line {
  return planned === undefined ? [] : [' ', badge('warn', `⚠ planned: ${plannedWords[planned]}`)];
}
