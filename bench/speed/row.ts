import type { Spread } from './measure.ts';

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** What it is held against; absent for a number that stands for itself. */
  readonly against?: string;
  readonly ours: Spread;
  readonly other?: Spread;
  /** @default s */
  readonly unit?: string;
  /** Ours by the other, turn by turn. */
  readonly ratio?: Spread;
  /** In words; absent where none was set. */
  readonly aim?: string;
  readonly met?: boolean;
  readonly note?: string;
}

export function renderTable(rows: readonly Row[]): string {
  const head = ['what', 'ours', 'against', 'the other', 'ours / other', 'aim', ''];
  const lines = rows.map((row) => [
    row.what,
    say(row.ours, row.unit ?? 's'),
    row.against ?? '–',
    row.other === undefined ? '–' : say(row.other, row.unit ?? 's'),
    row.ratio === undefined ? '–' : say(row.ratio, '×'),
    row.aim ?? '–',
    [row.met === undefined ? '' : row.met ? 'met' : '**missed**', row.note ?? ''].filter(Boolean).join('; '),
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `1.3 s (1.2–1.5)`; alone where it was measured once. */
function say({ median, min, max, count }: Spread, unit: string): string {
  const digits = unit === 's' || unit === '×' ? (Math.abs(median) < 10 ? 2 : 1) : 0;
  const range = count < 2 || min === max ? '' : ` (${min.toFixed(digits)}–${max.toFixed(digits)})`;
  return `${median.toFixed(digits)} ${unit}${range}`;
}
