import type { Report, ReportGroup, ReportRole } from '../model/report.ts';
import type { Line, Picture, PictureNode } from './block.ts';
import { mostNodes } from './picture.ts';

/** Names in a sentence; the rest is counted. */
const mostNames = 8;

/** People and programs, the groups they are in, the policies that these carry. */
export function drawPeople({ people, machines, groups }: Report): Picture {
  const members = new Map<string, PictureNode>();
  const single = people.length + machines.length <= mostNodes;
  if (single) {
    for (const { name, mfa } of people) {
      const on = mfa === 'on';
      members.set(name, {
        id: `member/${name}`,
        label: name,
        note: on ? 'MFA on' : 'no MFA yet',
        open: !on,
      });
    }
    for (const { name } of machines)
      members.set(name, { id: `member/${name}`, label: name, note: 'a program with a key' });
  }
  const waiting = new Set(people.filter(({ mfa }) => mfa === 'not yet').map(({ name }) => name));
  const counted = groups.filter((group) => group.members.length > 0).map((group) => countOf(group, waiting));
  return {
    title: 'People, groups, policies',
    columns: [
      { title: 'People and programs', nodes: single ? [...members.values()] : counted },
      {
        title: 'Groups',
        nodes: groups.map(({ name, kind }) => ({
          id: `group/${name}`,
          label: name,
          note: kind === 'human' ? 'for people' : 'for programs',
        })),
      },
      {
        title: 'Policies',
        nodes: [...new Set(groups.flatMap(({ policies }) => policies))].map((name) => ({
          id: `policy/${name}`,
          label: name,
        })),
      },
    ],
    arrows: groups.flatMap(({ name, policies, members: inside }) => [
      ...(single ? inside : inside.slice(0, 1)).map(
        (member) => [single ? `member/${member}` : `members/${name}`, `group/${name}`] as const,
      ),
      ...policies.map((policy) => [`group/${name}`, `policy/${policy}`] as const),
    ]),
    words: [
      ...(single
        ? []
        : [
            ['Too many people to be drawn one by one: they are counted group by group, each in every group.'],
          ]),
      ...groups.map(sayGroup),
    ],
  };
}

function countOf({ name, kind, members }: ReportGroup, waiting: ReadonlySet<string>): PictureNode {
  const open = kind === 'human' ? members.filter((member) => waiting.has(member)).length : 0;
  const [one, many] = kind === 'human' ? ['person', 'people'] : ['program', 'programs'];
  return {
    id: `members/${name}`,
    label: `${members.length} ${members.length === 1 ? one : many}`,
    ...(kind === 'human'
      ? { note: open === 0 ? 'all with MFA' : `${open} without MFA yet`, open: open > 0 }
      : {}),
  };
}

function sayGroup({ name, members, policies }: ReportGroup): Line {
  const who = members.length === 0 ? 'nobody is in it' : nameSome(members);
  const what = policies.length === 0 ? 'it carries no policy' : `it carries ${nameSome(policies)}`;
  return [{ kind: 'strong', text: name }, `: ${who}; ${what}.`];
}

/** Instances, the role each carries, and what that role reaches. */
export function drawRoles({ roles }: Report): Picture | undefined {
  if (roles.length === 0) return undefined;
  const instances = roles.flatMap((role) => role.instances);
  const uses = roles.flatMap((role) => role.uses);
  return {
    title: 'Instances, roles, buckets',
    columns: [
      {
        title: 'Instances',
        nodes: [...new Map(instances.map((each) => [each.id, each])).values()].map((each) => ({
          id: `instance/${each.id}`,
          label: each.name ?? each.id,
          note: [...(each.name === undefined ? [] : [each.id]), each.region, each.state].join(', '),
        })),
      },
      {
        title: 'Roles',
        nodes: roles.map((role) => ({
          id: `role/${role.name}`,
          label: role.name,
          ...(role.instances.length === 0 ? { note: 'no instance carries it', open: true } : {}),
        })),
      },
      {
        title: 'Buckets and further things',
        nodes: [...new Map(uses.map((each) => [useId(each), each])).values()].map((use) => ({
          id: useId(use),
          label: use.name,
          note: use.kind,
        })),
      },
    ],
    arrows: roles.flatMap((role) => [
      ...role.instances.map(({ id }) => [`instance/${id}`, `role/${role.name}`] as const),
      ...role.uses.map((use) => [`role/${role.name}`, useId(use)] as const),
    ]),
    words: roles.map(sayRole),
  };
}

const useId = ({ kind, name }: ReportRole['uses'][number]): string => `${kind}/${name}`;

function sayRole({ name, instances, buckets }: ReportRole): Line {
  const carried =
    instances.length === 0
      ? 'no instance carries it'
      : `carried by ${nameSome(instances.map((each) => (each.name === undefined ? each.id : `${each.name} (${each.id})`)))}`;
  const reach = buckets.length === 0 ? 'it reaches nothing' : `it reaches ${nameSome(buckets)}`;
  return [{ kind: 'strong', text: name }, `: ${carried}; ${reach}.`];
}

/** Where a call is recorded, with what it is locked, and who is told. */
export function drawTrail({ trail, alarms }: Report): Picture | undefined {
  if (trail === undefined) return undefined;
  const on = alarms?.alarms.filter((alarm) => alarm.isOn).length ?? 0;
  return {
    title: 'API calls, trail, bucket and key, alarms',
    columns: [
      {
        title: 'What happens',
        nodes: [{ id: 'calls', label: 'API calls', note: 'management, all regions' }],
      },
      {
        title: 'Trail',
        nodes: [
          {
            id: 'trail',
            label: trail.name,
            note: trail.logging ? 'recording' : 'not seen to record',
            open: !trail.logging,
          },
        ],
      },
      {
        title: 'Where it is kept',
        nodes: [
          { id: 'bucket', label: trail.bucket, note: `bucket, ${trail.retentionDays} days` },
          ...(trail.key === undefined ? [] : [{ id: 'key', label: trail.key, note: 'key that encrypts it' }]),
          ...(alarms === undefined ? [] : [{ id: 'logs', label: alarms.logGroup, note: 'log group' }]),
        ],
      },
      {
        title: 'Who is told',
        nodes:
          alarms === undefined
            ? [{ id: 'nobody', label: 'Nobody', note: 'no alarms are set up', open: true }]
            : [
                {
                  id: 'alarms',
                  label: `${alarms.alarms.length} alarms`,
                  note: `${on} on`,
                  open: on < alarms.alarms.length,
                },
                {
                  id: 'topic',
                  label: alarms.topic,
                  note: `mail ${alarms.subscription}`,
                  open: alarms.subscription !== 'confirmed',
                },
              ],
      },
    ],
    arrows: [
      ['calls', 'trail'],
      ['trail', 'bucket'],
      ...(trail.key === undefined ? [] : [['trail', 'key'] as const]),
      ...(alarms === undefined
        ? []
        : [['trail', 'logs'] as const, ['logs', 'alarms'] as const, ['logs', 'topic'] as const]),
    ],
    words: sayTrail(trail, alarms),
  };
}

function sayTrail(trail: NonNullable<Report['trail']>, alarms: Report['alarms']): readonly Line[] {
  const key = trail.key === undefined ? '' : `, encrypted with the key ${trail.key}`;
  return [
    [
      `Every management call in every region goes to the trail ${trail.name}, which writes it to the bucket ${trail.bucket}${key}.`,
    ],
    [
      alarms === undefined
        ? 'No alarm watches it: nobody is told by itself.'
        : `It also writes to the log group ${alarms.logGroup}; ${alarms.alarms.length} alarms read that and mail by the topic ${alarms.topic} (subscription ${alarms.subscription}).`,
    ],
  ];
}

function nameSome(names: readonly string[]): string {
  return names.length <= mostNames
    ? names.join(', ')
    : `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`;
}
