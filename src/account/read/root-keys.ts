import { mainRegion } from '../../lib/partitions.ts';
import type { KeyUse, RootKeys } from '../../model/keys.ts';
import type { InstanceFact } from '../../model/snapshot.ts';
import type { Caller } from '../../model/target.ts';
import type { Clients } from '../clients.ts';
import { type ReportRow, readCredentialReport } from './credential-report.ts';
import type { Gather } from './gather.ts';
import { readKeyCallers } from './key-callers.ts';

/**
 * The root user's keys: nobody but root can list them, so the credential report tells how many there are and
 * when, where and for what they were last used, and the event history tells by whom.
 */
export async function readRootKeys(
  clients: Clients,
  gather: Gather,
  about: {
    readonly caller: Caller;
    readonly regions: readonly string[];
    readonly instances: readonly InstanceFact[];
    readonly signal?: AbortSignal;
  },
): Promise<RootKeys> {
  const report = await readCredentialReport(clients, gather);
  const row = report?.get('<root_account>');
  const { callers, keyEnds, incomplete } = await readKeyCallers(clients, {
    by: 'Username',
    value: 'root',
    regions: [...about.regions, mainRegion(about.caller.partition)],
    instances: about.instances,
    ...(about.signal === undefined ? {} : { signal: about.signal }),
  });
  return {
    keys: row === undefined ? [] : ([1, 2] as const).flatMap((number) => keyOf(row, number) ?? []),
    keyEnds,
    callers,
    incomplete: [
      ...(row === undefined ? ['the credential report does not tell of root'] : []),
      ...incomplete,
    ],
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
function keyOf(row: ReportRow, number: 1 | 2): RootKeys['keys'][number] | undefined {
  if (row[`access_key_${number}_active`] !== 'true') return undefined;
  const tell = (column: string) => {
    const cell = row[`access_key_${number}_${column}`] ?? '';
    return /^(N\/A|no_information|not_supported|)$/.test(cell) ? undefined : cell;
  };
  const at = tell('last_used_date');
  const rotatedAt = tell('last_rotated');
  const [region, service] = [tell('last_used_region'), tell('last_used_service')];
  const lastUse: KeyUse | undefined =
    at === undefined
      ? undefined
      : { at, ...(region === undefined ? {} : { region }), ...(service === undefined ? {} : { service }) };
  return {
    number,
    ...(lastUse === undefined ? {} : { lastUse }),
    ...(rotatedAt === undefined ? {} : { rotatedAt }),
  };
}
