/** Milliseconds. */
const day = 86_400_000;

/** Whole days between an ISO time and now; `Infinity` for a time that cannot be read. */
export function daysSince(time: string, now: Date): number {
  const at = Date.parse(time);
  return Number.isNaN(at) ? Infinity : Math.floor((now.getTime() - at) / day);
}

/** The ISO day a number of days after a time. */
export function dayAfter(time: string, days: number): string {
  return new Date(Date.parse(time) + days * day).toISOString().slice(0, 10);
}

/** An ISO time as a day, for people. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** True when the last day, taken in UTC and to its end, is over. */
export function isOver(lastDay: string, now: Date): boolean {
  return now.toISOString().slice(0, 10) > lastDay;
}
