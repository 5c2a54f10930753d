import { styleText } from 'node:util';

export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string;

/** Colour only ever repeats what a symbol or a word says already. */
export function makePaint(colored: boolean): Paint {
  return (style, text) => (colored && text !== '' ? styleText(style, text, { validateStream: false }) : text);
}

/**
 * `--no-color` over FORCE_COLOR over NO_COLOR (https://no-color.org: any text but the empty one) over
 * TERM=dumb over whether it is a terminal; as Node itself orders them.
 */
export function wantsColor(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color: boolean;
  readonly isTerminal: boolean;
}): boolean {
  const { env, color, isTerminal } = options;
  if (!color) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return false;
  return isTerminal;
}
