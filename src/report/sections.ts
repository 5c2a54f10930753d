import type { Report } from '../model/report.ts';
import {
  type Block,
  badge,
  code,
  facts,
  heading,
  type Line,
  list,
  note,
  type Section,
  type Tone,
  table,
  text,
} from './block.ts';
import { alarmsSection } from './section-alarms.ts';
import { cisSection } from './section-cis.ts';
import { goOnSection } from './section-go-on.ts';
import { keysSection } from './section-keys.ts';
import { peopleSection } from './section-people.ts';
import { manualSection, trailSection } from './section-trail.ts';

export const stateWords: Readonly<
  Record<Report['state']['kind'], { readonly tone: Tone; readonly text: string }>
> = {
  'in-sync': { tone: 'good', text: '✔ In sync' },
  findings: { tone: 'warn', text: '⚠ Findings' },
  incomplete: { tone: 'bad', text: '✖ Incomplete run' },
};

/** The whole handover document, in reading order. */
export function describeSections(report: Report): readonly Section[] {
  return [
    firstPage(report),
    peopleSection(report),
    permissionsSection(report),
    ...keysSection(report),
    ...(report.trail === undefined ? [] : [trailSection(report.trail)]),
    ...alarmsSection(report),
    manualSection(report),
    findingsSection(report),
    ...cisSection(report.cis),
    costSection(report),
    goOnSection(report),
    resourcesSection(report),
  ];
}

function firstPage(report: Report): Section {
  const { account, state } = report;
  const { tone, text: word } = stateWords[state.kind];
  return {
    id: 'on-one-page',
    title: 'On one page',
    blocks: [
      facts(
        ['State', [badge(tone, word), ` ${state.sentence}`]],
        ['Account', [code(account.id), account.alias === undefined ? '' : `, alias ${account.alias}`]],
        [
          'Home region',
          [code(account.region), account.partition === 'aws' ? '' : `, partition ${account.partition}`],
        ],
        ['Regions', [describeRegions(report)]],
        [
          'Responsible',
          [
            report.responsible.length === 0
              ? 'Nobody: the file names no administrator.'
              : report.responsible.join(', '),
          ],
        ],
        ['In it', [countThings(report)]],
      ),
      heading('Three things to do next'),
      list(
        report.nextSteps.map((step) => [step]),
        true,
      ),
    ],
  };
}

function describeRegions({ regions, regionsLeftOut }: Report): string {
  const set =
    regions.length === 1
      ? 'Settings that each region has for itself are made in the home region only.'
      : `Settings that each region has for itself are made in ${regions.length} regions: ${regions.join(', ')}.`;
  return [set, ...gatherLeftOut(regionsLeftOut)].join(' ');
}

/** `us-east-1 (not switched on)` and its like, each reason once. */
export function gatherLeftOut(leftOut: readonly string[]): readonly string[] {
  const parts = leftOut.map((each) => /^(\S+) \((.*)\)$/.exec(each)?.slice(1) ?? [each, '']);
  const reasons = [...new Set(parts.map(([, why = '']) => why))];
  return reasons.map((why) => {
    const names = parts.flatMap(([name = '', other]) => (other === why ? [name] : []));
    return `Left out${why === '' ? '' : `, as ${why}`}: ${names.join(', ')}.`;
  });
}

function countThings({ people, groups, machines, roles, resources }: Report): string {
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  const counts = [
    count(people.length, 'person', 'people'),
    count(groups.length, 'group', 'groups'),
    count(machines.length, 'machine', 'machines'),
    count(roles.length, 'EC2 role', 'EC2 roles'),
    count(resources.length, 'managed resource', 'managed resources'),
  ];
  return counts.join(', ');
}

// Plain: a denial is mostly what was wanted.
const decisionTones = { allowed: 'good', denied: 'plain', unknown: 'warn' } as const;
const decisionWords = { allowed: '✔ allowed', denied: '✖ denied', unknown: '? unknown' } as const;

function permissionsSection({ permissions, secondOpinion }: Report): Section {
  const people = [...new Set(permissions.map((permission) => permission.who))];
  const tables = people.map((who): Block => {
    const rows = permissions.filter((permission) => permission.who === who);
    const asked = rows.some((row) => row.withoutMfa !== undefined);
    const head = ['May they…', asked ? 'With MFA' : 'Answer', ...(asked ? ['Without MFA'] : []), 'Because'];
    const cells = rows.map((row): readonly Line[] => [
      [row.what, note(row.action)],
      [badge(decisionTones[row.decision], decisionWords[row.decision]), ...unlikePlan(row)],
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
  });
  const differing = permissions.filter((row) => row.planned !== undefined).length;
  const intro = [
    'Every answer was evaluated on the policy documents as they are in the account; the last column names the statement that decided. «Denied» is not bad in itself: it is what keeps a broken-in login small. People stand here by themselves where they are in several groups, or may do something else than their group.',
    ...(differing === 0
      ? []
      : [
          ` ${differing === 1 ? 'One answer is' : `${differing} answers are`} not what the file would have: marked with ⚠.`,
        ]),
  ].join('');
  return {
    id: 'what-each-may-do',
    title: 'What each may do',
    blocks:
      tables.length === 0
        ? [text('No permission was evaluated for this report.')]
        : [
            text(intro),
            ...(secondOpinion === undefined ? [] : [text(phraseOpinion(secondOpinion))]),
            ...tables,
          ],
  };
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
function unlikePlan({ planned }: Report['permissions'][number]): Line {
  return planned === undefined ? [] : [' ', badge('warn', `⚠ planned: ${plannedWords[planned]}`)];
}

const severityTones = { critical: 'bad', high: 'bad', medium: 'warn', low: 'warn', info: 'plain' } as const;
const severityWords = {
  critical: '✖ critical',
  high: '✖ high',
  medium: '⚠ medium',
  low: '⚠ low',
  info: 'for information',
} as const;

function findingsSection({ findings }: Report): Section {
  const rows = findings.map((finding): readonly Line[] => [
    [badge(severityTones[finding.severity], severityWords[finding.severity])],
    [finding.what, note(finding.subject), ...compared(finding)],
    [finding.why],
    [finding.fix],
  ]);
  const block = table(
    'Findings, most severe first',
    ['Severity', 'What', 'Why it matters', 'What to do'],
    rows,
    'Nothing was found.',
  );
  return { id: 'findings', title: 'Findings', blocks: [block, text('Accepted exceptions: none recorded.')] };
}

function compared({ expected, actual }: Report['findings'][number]): Line {
  return expected === undefined ? [] : [note(`expected ${expected}, is ${actual ?? 'unknown'}`)];
}

function costSection({ costs, costsDated }: Report): Section {
  const sum = costs.reduce((total, cost) => total + cost.monthlyUsd, 0);
  const rows = [
    ...costs.map((cost): readonly Line[] => [[cost.item], [cost.monthlyUsd.toFixed(2)], [cost.note]]),
    [
      [{ kind: 'strong', text: 'Together, about' }],
      [{ kind: 'strong', text: sum.toFixed(2) }],
      [''],
    ] as const,
  ];
  return {
    id: 'cost',
    title: 'Cost',
    blocks: [
      text(`Estimates from list prices in USD, without tax, table of ${costsDated}.`),
      { kind: 'table', caption: 'A month, in USD', head: ['Item', 'USD', 'Note'], rows },
      text(
        'Not bought: AWS Config, GuardDuty, Security Hub, CloudTrail data events, VPC flow logs, a support plan. Each costs money by use; decide on them separately.',
      ),
    ],
  };
}

function resourcesSection({ resources }: Report): Section {
  const rows = resources.map(({ name, type, id, part, origin }): readonly Line[] => [
    [name, note(type)],
    [code(id)],
    [part],
    [origin],
  ]);
  return {
    id: 'every-resource',
    title: 'Every resource',
    blocks: [
      table(
        'Managed resources',
        ['What', 'Name, id or ARN', 'Part', 'Origin'],
        rows,
        'Nothing is managed yet.',
      ),
    ],
  };
}
