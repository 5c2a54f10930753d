import { phrasePlace } from '../lib/phrase-place.ts';
import type { KeyRow, KeyStage } from '../model/keys.ts';
import type { Report } from '../model/report.ts';
import {
  type Block,
  badge,
  code,
  heading,
  type Line,
  note,
  type Section,
  type Tone,
  table,
  text,
} from './block.ts';

const stageWords: Readonly<Record<KeyStage, { readonly tone: Tone; readonly text: string }>> = {
  found: { tone: 'warn', text: '⚠ found' },
  'role-attached': { tone: 'warn', text: '1 role attached' },
  'role-in-use': { tone: 'plain', text: '2 role seen in use' },
  quiet: { tone: 'plain', text: '3 key quiet' },
  inactive: { tone: 'good', text: '4 key off' },
  deleted: { tone: 'good', text: '✔ deleted' },
};

/** Access keys on their way to roles; left out where there is no key at all. */
export function keysSection({ keys, rootLifts = [] }: Report): readonly Section[] {
  if (keys === undefined || (keys.length === 0 && rootLifts.length === 0)) return [];
  return [
    {
      id: 'keys-to-roles',
      title: 'From keys to roles',
      blocks: [
        text(
          'A key goes in five steps: a role is attached, the role is seen in use, the key is quiet for some days, it is switched off (and can be switched on again), it is deleted. AWS tells the use of keys and roles some hours late; what is inside a machine nobody can see from here.',
        ),
        table(
          'Keys',
          ['Key', 'Lies in', 'Last use', 'Stage', 'Next'],
          keys.map(rowOf),
          'There is no access key.',
        ),
        ...liftBlocks(rootLifts),
      ],
    },
  ];
}

function rowOf(key: KeyRow): readonly Line[] {
  const { tone, text: word } = stageWords[key.stage];
  const use = key.lastUse;
  return [
    [code(`…${key.idEnd}`), note(key.owner)],
    key.places.length === 0 ? ['–'] : key.places.map((place) => note(phrasePlace(place))),
    use === undefined
      ? ['never']
      : [
          use.at.slice(0, 10),
          ...(use.service === undefined
            ? []
            : [note([use.service, use.region].filter(Boolean).join(' in '))]),
        ],
    [badge(tone, word), note(key.detail)],
    key.next === undefined ? ['–'] : [code(key.next)],
  ];
}

function liftBlocks(lifts: NonNullable<Report['rootLifts']>): readonly Block[] {
  if (lifts.length === 0) return [];
  return [
    heading('Done while root had a key or no MFA'),
    table(
      'Reasons',
      ['Reason', 'Until', 'On'],
      lifts.map(({ reason, until, at }): readonly Line[] => [[reason], [until], [at.slice(0, 10)]]),
      'None.',
    ),
  ];
}
