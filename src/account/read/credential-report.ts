import { setTimeout as wait } from 'node:timers/promises';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/** One line of the credential report: columns by AWS's own names. */
export type ReportRow = Readonly<Record<string, string>>;

/** Milliseconds between two looks, and how often at most: AWS takes a few seconds. */
const pause = 1_000;
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
  const complete = await gather.attempt('iam:GenerateCredentialReport', async () => {
    for (let look = 0; look < looks; look += 1) {
      const { State: state } = await clients.iam.send(new GenerateCredentialReportCommand({}));
      if (state === 'COMPLETE') return true;
      await wait(pause);
    }
    return false;
  });
  if (complete !== true) return undefined;
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
