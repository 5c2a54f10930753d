import type { Report } from '../model/report.ts';
import { type Section, text } from './block.ts';
import { drawPeople, drawRoles, drawTrail } from './draw-account.ts';

/** The account at a glance, drawn; every drawing has its sentences below it. */
export function pictureSection(report: Report): Section {
  const drawn = [drawPeople(report), drawRoles(report), drawTrail(report)];
  const missing = [
    ...(report.roles.length === 0 ? ['no EC2 roles'] : []),
    ...(report.trail === undefined ? ['no trail of this file'] : []),
  ];
  return {
    id: 'a-picture',
    title: 'A picture',
    blocks: [
      text('Read each from left to right: an arrow gives rights, or passes something on.'),
      ...drawn.flatMap((picture) => (picture === undefined ? [] : [{ kind: 'picture' as const, picture }])),
      ...(missing.length === 0 ? [] : [text(`Nothing to draw: ${missing.join(', ')}.`)]),
    ],
  };
}
