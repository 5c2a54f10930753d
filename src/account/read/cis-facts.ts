import { paginateListServerCertificates, paginateListVirtualMFADevices } from '@aws-sdk/client-iam';
import type { CisFacts, ServerCertificateFact } from '../../model/cis.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import { readCisBuckets } from './cis-buckets.ts';
import { readCisRegion } from './cis-network.ts';
import { readObjectEvents } from './cis-object-events.ts';
import { readCredentialReport, rootLastUsed } from './credential-report.ts';
import { byName, isoTime } from './facts.ts';
import { type Gather, makeGather } from './gather.ts';
import { listRegions } from './regions.ts';

/** Regions read at a time; each makes a handful of calls. */
const regionConcurrency = 4;

/**
 * What the CIS report asks for beyond a snapshot, in the regions of that snapshot. Reads only. A read that is
 * denied stands in `notRead`; buckets and keys are looked at up to a number, and what is beyond it is counted.
 * @throws UserError, EngineError, InterruptedError as `readSnapshot` does
 */
export async function readCisFacts(
  clients: Clients,
  snapshot: Snapshot,
  signal?: AbortSignal,
): Promise<CisFacts> {
  const gather = makeGather(snapshot.region, signal);
  const names = snapshot.regions.map((region) => region.name);
  const trails = snapshot.trails.filter((trail) => !trail.organization);
  const [known, rootLastUse, rootHasVirtualMfa, serverCertificates, buckets, objectEvents, regions] =
    await Promise.all([
      listRegions(clients, gather),
      readRootUse(clients, gather),
      readRootDevice(clients, gather),
      readCertificates(clients, gather),
      readCisBuckets(
        clients,
        gather,
        snapshot.caller.accountId,
        trails.map((trail) => trail.bucket),
      ),
      readObjectEvents(clients, gather, snapshot.trails),
      mapBounded(names, regionConcurrency, (name) => readCisRegion(clients.forRegion(name), gather)),
    ]);
  const enabled =
    known === undefined ? undefined : [...known].flatMap(([name, isOn]) => (isOn ? [name] : []));
  return {
    ...(enabled === undefined ? {} : { enabledRegions: enabled.sort() }),
    ...(rootLastUse === undefined ? {} : { rootLastUse }),
    ...(rootHasVirtualMfa === undefined ? {} : { rootHasVirtualMfa }),
    ...(serverCertificates === undefined ? {} : { serverCertificates }),
    ...buckets,
    objectEvents,
    regions,
    notRead: [...gather.notRead].sort((a, b) => (`${a.action} ${a.why}` < `${b.action} ${b.why}` ? -1 : 1)),
  };
}

/** A report that is missing or not ready says nothing of root; the snapshot cannot tell that from «never». */
async function readRootUse(clients: Clients, gather: Gather): Promise<string | undefined> {
  const report = await readCredentialReport(clients, gather);
  return report?.has('<root_account>') === true ? (rootLastUsed(report) ?? 'never') : undefined;
}

/** Whether an authenticator app is assigned to root: by whose it is, as the name of a device is anybody's choice. */
async function readRootDevice(clients: Clients, gather: Gather): Promise<boolean | undefined> {
  return gather.attempt('iam:ListVirtualMFADevices', async () => {
    const pages = paginateListVirtualMFADevices({ client: clients.iam }, { AssignmentStatus: 'Assigned' });
    for await (const page of pages) {
      if ((page.VirtualMFADevices ?? []).some((device) => device.User?.Arn?.endsWith(':root') === true))
        return true;
    }
    return false;
  });
}

async function readCertificates(
  clients: Clients,
  gather: Gather,
): Promise<readonly ServerCertificateFact[] | undefined> {
  return gather.attempt('iam:ListServerCertificates', async () => {
    const found: ServerCertificateFact[] = [];
    for await (const page of paginateListServerCertificates({ client: clients.iam }, {})) {
      for (const { ServerCertificateName: name = '', Expiration } of page.ServerCertificateMetadataList ?? [])
        found.push({ name, expiresAt: isoTime(Expiration) ?? '' });
    }
    return byName(found);
  });
}
