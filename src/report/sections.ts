import type { Report } from '../model/report.ts';
import {
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
} from './block.ts';
import { alarmsSection } from './section-alarms.ts';
import { breakGlassSection } from './section-break-glass.ts';
import { cisSection } from './section-cis.ts';
import { costSection } from './section-cost.ts';
import { findingsSection } from './section-findings.ts';
import { goOnSection } from './section-go-on.ts';
import { keysSection } from './section-keys.ts';
import { peopleSection } from './section-people.ts';
import { permissionsSection } from './section-permissions.ts';
import { pictureSection } from './section-picture.ts';
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
    pictureSection(report),
    ...keysSection(report),
    ...(report.trail === undefined ? [] : [trailSection(report.trail)]),
    ...alarmsSection(report),
    manualSection(report),
    breakGlassSection(report),
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
        ['Home region', [code(account.region), `, partition ${account.partition}`]],
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
