import { InternalError } from '../errors.ts';
import { cleanText } from '../lib/clean-text.ts';
import { wrapText } from '../lib/wrap-text.ts';
import type { Host, Telling } from '../model/host.ts';
import { type HostOptions, isContinuousIntegration } from './host-options.ts';
import { type LiveProgress, startLiveProgress } from './live-progress.ts';
import { makePaint, type Paint, wantsColor } from './paint.ts';
import { startPlainProgress } from './plain-progress.ts';
import { makeRedactor } from './redact.ts';

/** A list is redrawn only where it has this many columns. */
const leastLiveColumns = 40;
const defaultColumns = 80;

const signs: Readonly<Record<Telling['level'], string>> = {
  debug: '',
  info: '',
  success: '✔ ',
  warning: '⚠ ',
  error: '✖ ',
};

/** The part of a host that only speaks: both hosts share it. */
export interface Voice extends Pick<Host, 'tell' | 'show' | 'shows' | 'write' | 'progress'> {
  readonly paint: Paint;
  readonly width: () => number;
  /** True while a list is on the screen. */
  readonly busy: () => boolean;
}

/** Data goes to stdout by `write` alone; everything else to stderr, redacted and cleaned. */
export function makeVoice(options: HostOptions): Voice {
  const { stdout, stderr, env, flags } = options;
  const redactor = options.redactor ?? makeRedactor();
  const paint = makePaint(wantsColor({ env, color: flags.color, isTerminal: stderr.isTTY === true }));
  const width = () => (stderr.columns > 0 ? stderr.columns : defaultColumns);
  const safe = (text: string) => redactor.scrub(cleanText(text));
  const screen: { live?: LiveProgress; held: string[] } = { held: [] };
  const say = (lines: readonly string[]) => {
    if (screen.live === undefined) stderr.write(`${lines.join('\n')}\n`);
    else screen.live.notice(lines);
  };
  const paintOut = makePaint(wantsColor({ env, color: flags.color, isTerminal: stdout.isTTY === true }));
  const print = (text: string) =>
    void stdout.write(paintSigns(text.endsWith('\n') ? text : `${text}\n`, paintOut));
  return {
    paint,
    width,
    busy: () => screen.live !== undefined,
    tell: (telling) => {
      if (isHeard(telling.level, flags)) say(layOut(telling.level, safe(telling.text), width(), paint));
    },
    shows: stderr.isTTY === true,
    show: (secret) => {
      if (stderr.isTTY !== true)
        throw new InternalError('NoTerminal', 'A secret was to be shown, and there is no terminal.');
      say([secret]);
    },
    write: (text) => {
      if (screen.live === undefined) print(safe(text));
      else screen.held.push(safe(text));
    },
    progress: (rows) => {
      if (!canRedraw(options)) {
        const line = (text: string) => say([redactor.scrub(text)]);
        return startPlainProgress(rows, {
          line,
          now: options.clock ?? monotonic,
          quiet: flags.quiet,
          debug: flags.debug,
        });
      }
      const live = startLiveProgress(rows, { stderr, paint, now: options.clock ?? monotonic });
      screen.live = live;
      return {
        ...live,
        close: async () => {
          await live.close();
          if (screen.live === live) delete screen.live;
          for (const text of screen.held.splice(0)) print(text);
        },
      };
    },
  };
}

const monotonic = () => performance.now();

/** Data on stdout gets its colour here alone: on the sign at the beginning of a line, which says it already. */
function paintSigns(text: string, paint: Paint): string {
  return text.replace(/^( *)([✔⚠✖])(?= )/gmu, (_, indent: string, sign: string) => {
    const style = sign === '✔' ? 'green' : sign === '⚠' ? 'yellow' : 'red';
    return indent + paint(style, sign);
  });
}

function isHeard(level: Telling['level'], flags: HostOptions['flags']): boolean {
  if (level === 'debug') return flags.debug;
  return !flags.quiet || level === 'warning' || level === 'error';
}

function layOut(level: Telling['level'], text: string, width: number, paint: Paint): readonly string[] {
  const sign = signs[level];
  const signed = sign === '' || text.startsWith(sign) ? text : sign + text;
  const lines = wrapText(signed, { width, indent: sign.length });
  if (level === 'debug') return lines.map((line) => paint('dim', line));
  const style =
    level === 'success' ? 'green' : level === 'warning' ? 'yellow' : level === 'error' ? 'red' : undefined;
  const [first = '', ...rest] = lines;
  return style === undefined ? lines : [paint(style, first.slice(0, 1)) + first.slice(1), ...rest];
}

/** Without a wide enough, obedient terminal a list is told line by line. */
function canRedraw({ stderr, env, flags }: HostOptions): boolean {
  if (stderr.isTTY !== true || flags.json || flags.quiet || flags.debug) return false;
  return stderr.columns >= leastLiveColumns && env.TERM !== 'dumb' && !isContinuousIntegration(env);
}
