import type { Finding } from '../model/finding.ts';
import { drawSource } from './draw-source.ts';

/**
 * What is so, for a person: where it is written, if anywhere, with the line drawn below and a caret. Several
 * lines then.
 */
export function describeFinding({ place, subject, what }: Finding): string {
  if (place === undefined) return what;
  const head = `${place.file}:${place.line}:${place.column} ${subject}: ${what}`;
  return place.source === '' ? head : `${head}\n${drawSource(place, place.source)}`;
}
