import type { Report } from '../../model/report.ts';

/** The report as JSON; what is written is safe wherever it is read. */
export function renderJson(report: Report): string {
  return escapeJson(report);
}

/**
 * Any data as JSON. Everything that could end a script element, or forge what a terminal shows, stands as an
 * escape: the data is the same.
 */
export function escapeJson(data: unknown): string {
  const risky = /[<>\u2028\u2029\u007F-\u009F]|\p{Bidi_Control}/gu;
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(risky, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
