import type { Report, ReportPerson } from '../model/report.ts';
import { badge, code, day, type Inline, type Line, note, type Section, table } from './block.ts';

const passwordWords: Readonly<Record<ReportPerson['password'], string>> = {
  none: 'none',
  'must change': 'first one, must be changed',
  set: 'set',
  'never used': 'set, never used',
};
const unknownPurpose = badge('warn', '⚠ purpose unknown');

/** Who has what, and why. */
export function peopleSection(report: Report): Section {
  return {
    id: 'who-has-what',
    title: 'Who has what, and why',
    blocks: [
      table(
        'Groups: rights come from here only',
        ['Group', 'Purpose and owner', 'Policies', 'Members'],
        groupRows(report),
        'No groups.',
      ),
      table(
        'People',
        ['Person', 'Groups', 'MFA', 'Console password', 'Access keys', 'Last seen'],
        report.people.map(personRow),
        'No people.',
      ),
      table(
        'Machines: programs outside AWS, with a key',
        ['Machine', 'Purpose and owner', 'Groups', 'Access keys'],
        machineRows(report),
        'No machines: no program outside AWS has a key from here.',
      ),
      table(
        'Roles: programs inside EC2, without a key',
        ['Role', 'Purpose and owner', 'Instances', 'Instance profile', 'Buckets, further calls'],
        roleRows(report),
        'No EC2 roles.',
      ),
    ],
  };
}

function groupRows({ groups }: Report): readonly (readonly Line[])[] {
  return groups.map((group) => [
    [{ kind: 'strong', text: group.name }, note(group.kind === 'human' ? 'people' : 'programs')],
    purposeOf(group),
    [group.policies.length === 0 ? 'none' : group.policies.join(', ')],
    [group.members.length === 0 ? 'nobody' : group.members.join(', ')],
  ]);
}

function personRow(person: ReportPerson): readonly Line[] {
  const mail: Line = person.email === undefined ? [] : [note(person.email)];
  const stranger: Line = person.planned ? [] : [' ', badge('warn', '⚠ not in the file')];
  return [
    [{ kind: 'strong', text: person.name }, ...mail, ...stranger],
    [person.groups.join(', ')],
    mfaOf(person),
    [passwordWords[person.password]],
    person.keys === 0 ? ['none'] : [String(person.keys), ...(person.keyDetails ?? []).map(note)],
    [person.lastSeen === undefined ? 'never' : day(person.lastSeen)],
  ];
}

function mfaOf({ mfa, mfaKind, mfaSince }: ReportPerson): Line {
  if (mfa === 'not yet') return [badge('warn', '⚠ not yet')];
  return [
    badge('good', '✔ on'),
    ...[mfaKind, mfaSince === undefined ? undefined : `since ${mfaSince}`].flatMap((each) =>
      each === undefined ? [] : [note(each)],
    ),
  ];
}

function machineRows({ machines }: Report): readonly (readonly Line[])[] {
  return machines.map((machine) => [
    [{ kind: 'strong', text: machine.name }],
    purposeOf(machine),
    [machine.groups.join(', ')],
    [machine.keys],
  ]);
}

function roleRows({ roles }: Report): readonly (readonly Line[])[] {
  return roles.map((role) => [
    [{ kind: 'strong', text: role.name }],
    purposeOf(role),
    carriersOf(role),
    [code(role.profile)],
    [role.buckets.join(', ')],
  ]);
}

/** Named as far as a cell can be read. */
const mostCarriers = 6;

function carriersOf({ instances }: Report['roles'][number]): Line {
  if (instances.length === 0) return ['none seen'];
  const more = instances.length - mostCarriers;
  return [
    ...instances
      .slice(0, mostCarriers)
      .map(({ id, name, region, state }) =>
        note(`${name === undefined ? id : `${name} (${id})`}, ${region}, ${state}`),
      ),
    ...(more > 0 ? [note(`${more} more`)] : []),
  ];
}

function purposeOf({
  purpose,
  owner,
}: {
  readonly purpose?: string;
  readonly owner?: string;
}): readonly Inline[] {
  return [purpose ?? unknownPurpose, note(owner === undefined ? 'no owner named' : `owner: ${owner}`)];
}
