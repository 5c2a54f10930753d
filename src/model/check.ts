/** One thing that `doctor` looked at. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix?: string;
}
