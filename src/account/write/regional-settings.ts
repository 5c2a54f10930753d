import { DeleteAlternateContactCommand, PutAlternateContactCommand } from '@aws-sdk/client-account';
import {
  type DefaultInstanceMetadataEndpointState,
  type DefaultInstanceMetadataTagsState,
  DisableEbsEncryptionByDefaultCommand,
  type MetadataDefaultHttpTokensState,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import { awsContactType, contactTypes } from '../../model/contact.ts';
import type { MetadataDefaultsFact, Snapshot } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';

type Wanted = Pick<Snapshot, 'ebsEncryptionByDefault'> & Partial<Pick<Snapshot, 'regions' | 'contacts'>>;
type Present = Pick<Snapshot, 'ebsEncryptionByDefault' | 'regions' | 'contacts'>;

/**
 * Puts each region's own settings back as they were, only where they were read then and now and differ.
 * @param wanted of an older record without regions: then the home region's EBS encryption alone
 * @returns what was put back, in words
 */
export async function putRegions(
  clients: Clients,
  wanted: Wanted,
  present: Present,
): Promise<readonly string[]> {
  const done: string[] = [];
  const before = wanted.regions ?? [
    {
      name: clients.region,
      ...(wanted.ebsEncryptionByDefault === undefined
        ? {}
        : { ebsEncryptionByDefault: wanted.ebsEncryptionByDefault }),
    },
  ];
  for (const fact of before) {
    const now = present.regions.find((each) => each.name === fact.name);
    const ec2 = await clients.forRegion(fact.name).ec2();
    if (fact.ebsEncryptionByDefault === false && now?.ebsEncryptionByDefault === true) {
      await ec2.send(new DisableEbsEncryptionByDefaultCommand({}));
      done.push(`EBS encryption by default in ${fact.name}`);
    }
    const [old, live] = [
      'metadataDefaults' in fact ? fact.metadataDefaults : undefined,
      now?.metadataDefaults,
    ];
    if (old === undefined || live === undefined || isSame(old, live)) continue;
    await ec2.send(modifyAll(old));
    done.push(`instance metadata defaults in ${fact.name}`);
  }
  return done;
}

function isSame(a: MetadataDefaultsFact, b: MetadataDefaultsFact): boolean {
  const keys = ['httpTokens', 'httpEndpoint', 'httpPutResponseHopLimit', 'instanceMetadataTags'] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** What had no default gets none: AWS calls that «no-preference», and -1 for the hops. */
function modifyAll(old: MetadataDefaultsFact): ModifyInstanceMetadataDefaultsCommand {
  const none = 'no-preference';
  return new ModifyInstanceMetadataDefaultsCommand({
    HttpTokens: (old.httpTokens ?? none) as MetadataDefaultHttpTokensState,
    HttpEndpoint: (old.httpEndpoint ?? none) as DefaultInstanceMetadataEndpointState,
    HttpPutResponseHopLimit: old.httpPutResponseHopLimit ?? -1,
    InstanceMetadataTags: (old.instanceMetadataTags ?? none) as DefaultInstanceMetadataTagsState,
  });
}

/** Puts the alternate contacts back; one that was not there then is taken away. */
export async function putContacts(
  clients: Clients,
  { contacts: wanted }: Wanted,
  { contacts: present }: Present,
): Promise<readonly string[]> {
  if (wanted === undefined || present === undefined) return [];
  const done: string[] = [];
  const client = await clients.account();
  for (const type of contactTypes) {
    const [old, live] = [wanted[type], present[type]];
    if (JSON.stringify(old) === JSON.stringify(live)) continue;
    const AlternateContactType = awsContactType(type);
    if (old === undefined) {
      await client.send(new DeleteAlternateContactCommand({ AlternateContactType }));
    } else {
      const { name: Name, title: Title, email: EmailAddress, phone: PhoneNumber } = old;
      const contact = { AlternateContactType, Name, Title, EmailAddress, PhoneNumber };
      await client.send(new PutAlternateContactCommand(contact));
    }
    done.push(`${type} contact`);
  }
  return done;
}
