import { setTimeout as wait } from 'node:timers/promises';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/** One line of the credential report: columns by AWS's own names. */
export type ReportRow = Readonly<Record<string, string>>;

/** Milliseconds between two looks, the first ones sooner, and how often at most: AWS takes a few seconds. */
const pauses = [200, 400, 1_000] as const;
const looks = 60;

/**
 * The account's credential report by user name; up to four hours old.
 * Undefined when it may not be read or is not ready in time.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function readCredentialReport(
  clients: Clients,
  gather: Gather,
): Promise<ReadonlyMap<string, ReportRow> | undefined> {
  if (!(await generate(clients, gather))) return undefined;
  const answer = await gather.attempt(
    'iam:GetCredentialReport',
    () => clients.iam.send(new GetCredentialReportCommand({})),
    {
      absent: ['CredentialReportNotPresent', 'CredentialReportExpired', 'CredentialReportNotReady'],
    },
  );
  return answer?.Content === undefined
    ? undefined
    : parseCredentialReport(new TextDecoder().decode(answer.Content));
}

/** One read a look, so that an interruption ends the waiting. */
async function generate(clients: Clients, gather: Gather): Promise<boolean> {
  for (let look = 0; look < looks; look += 1) {
    const answer = await gather.attempt('iam:GenerateCredentialReport', () =>
      clients.iam.send(new GenerateCredentialReportCommand({})),
    );
    if (answer === undefined) return false;
    if (answer.State === 'COMPLETE') return true;
    await wait(pauses[Math.min(look, pauses.length - 1)]);
  }
  return false;
}

/** Columns that tell when somebody was last seen. */
const uses = ['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'] as const;

/** When root last signed in or used a key, as an ISO time; undefined where the report tells of none. */
export function rootLastUsed(report: ReadonlyMap<string, ReportRow> | undefined): string | undefined {
  const root = report?.get('<root_account>');
  const times = uses.map((column) => Date.parse(root?.[column] ?? '')).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
}

/** The report is CSV without quotes: IAM names and ARNs hold no line ends, and commas are checked by column count. */
export function parseCredentialReport(text: string): ReadonlyMap<string, ReportRow> {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const columns = head.split(',');
  const rows = new Map<string, ReportRow>();
  for (const line of lines) {
    const cells = line.split(',');
    // An IAM name may hold commas; such a line cannot be told apart, so its user is read live.
    if (cells.length !== columns.length) continue;
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
    rows.set(row.user ?? '', row);
  }
  return rows;
}
