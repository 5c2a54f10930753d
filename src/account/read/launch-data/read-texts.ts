import type { LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import type { LaunchHolder } from '../../../model/keys.ts';
import type { InstanceFact } from '../../../model/snapshot.ts';
import { mapBounded } from '../../bounded.ts';
import type { Clients } from '../../clients.ts';
import type { Gather } from '../gather.ts';

/** User data of one holder, as bytes: what EC2 hands to the machine. */
export interface LaunchText {
  readonly holder: LaunchHolder;
  readonly bytes: Uint8Array;
}

export interface TextWish {
  /** Every version of a launch template, instead of the newest and the default one. */
  readonly allVersions: boolean;
}

/** Instances asked at a time: one call each. */
const instanceConcurrency = 4;

/**
 * User data of a region's instances, launch templates and launch configurations. Texts may hold secrets: they are
 * looked into at once, and never handed on.
 */
export async function readLaunchTexts(
  clients: Clients,
  gather: Gather,
  instances: readonly InstanceFact[],
  wish: TextWish,
): Promise<readonly LaunchText[]> {
  const [ofInstances, ofTemplates, ofConfigurations] = await Promise.all([
    readInstanceTexts(clients, gather, instances),
    readTemplateTexts(clients, gather, wish),
    readConfigurationTexts(clients, gather),
  ]);
  return [...ofInstances, ...ofTemplates, ...ofConfigurations];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
async function readInstanceTexts(
  clients: Clients,
  gather: Gather,
  instances: readonly InstanceFact[],
): Promise<readonly LaunchText[]> {
  if (instances.length === 0) return [];
  const client = await clients.ec2();
  const { DescribeInstanceAttributeCommand } = await import('../../late/ec2.ts');
  const found = await mapBounded(instances, instanceConcurrency, async ({ id, name, region }) => {
    const answer = await gather.attempt(
      'ec2:DescribeInstanceAttribute',
      () => client.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' })),
      { subject: id, absent: ['InvalidInstanceID.NotFound'] },
    );
    const holder = { kind: 'instance', id, region, ...(name === undefined ? {} : { name }) } as const;
    return textOf(holder, answer?.UserData?.Value);
  });
  return found.flat();
}

async function readTemplateTexts(
  clients: Clients,
  gather: Gather,
  { allVersions }: TextWish,
): Promise<readonly LaunchText[]> {
  const client = await clients.ec2();
  const { paginateDescribeLaunchTemplates, paginateDescribeLaunchTemplateVersions } = await import(
    '../../late/ec2.ts'
  );
  const versions = async (input: { LaunchTemplateId?: string; Versions?: string[] }) => {
    const found: LaunchTemplateVersion[] = [];
    await gather.attempt(
      'ec2:DescribeLaunchTemplateVersions',
      async () => {
        for await (const page of paginateDescribeLaunchTemplateVersions({ client, pageSize: 200 }, input))
          found.push(...(page.LaunchTemplateVersions ?? []));
      },
      { subject: input.LaunchTemplateId ?? clients.region, absent: ['InvalidLaunchTemplateId.NotFound'] },
    );
    return found;
  };
  // Without a template's id EC2 tells the newest and the default version of all of them at once.
  if (!allVersions)
    return templateTexts(await versions({ Versions: ['$Latest', '$Default'] }), clients.region);
  const ids: string[] = [];
  await gather.attempt(
    'ec2:DescribeLaunchTemplates',
    async () => {
      for await (const page of paginateDescribeLaunchTemplates({ client, pageSize: 200 }, {}))
        ids.push(...(page.LaunchTemplates ?? []).flatMap((each) => each.LaunchTemplateId ?? []));
    },
    { subject: clients.region },
  );
  const found = await mapBounded(ids, instanceConcurrency, (id) => versions({ LaunchTemplateId: id }));
  return templateTexts(found.flat(), clients.region);
}

function templateTexts(versions: readonly LaunchTemplateVersion[], region: string): readonly LaunchText[] {
  const texts = versions.flatMap((version) => {
    const { LaunchTemplateId: id = '', LaunchTemplateName: name, VersionNumber: number } = version;
    const holder = {
      kind: 'launch-template',
      id,
      region,
      version: String(number ?? ''),
      isDefault: version.DefaultVersion === true,
      ...(name === undefined ? {} : { name }),
    } as const;
    return textOf(holder, version.LaunchTemplateData?.UserData);
  });
  // The newest may be the default one too, and is then told twice.
  return [...new Map(texts.map((text) => [`${text.holder.id}/${text.holder.version}`, text])).values()];
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLaunchConfigurations.html */
async function readConfigurationTexts(clients: Clients, gather: Gather): Promise<readonly LaunchText[]> {
  const client = await clients.autoScaling();
  const { paginateDescribeLaunchConfigurations } = await import('../../late/auto-scaling.ts');
  const texts: LaunchText[] = [];
  await gather.attempt(
    'autoscaling:DescribeLaunchConfigurations',
    async () => {
      for await (const page of paginateDescribeLaunchConfigurations({ client, pageSize: 100 }, {})) {
        for (const each of page.LaunchConfigurations ?? []) {
          const id = each.LaunchConfigurationName ?? '';
          texts.push(...textOf({ kind: 'launch-configuration', id, region: clients.region }, each.UserData));
        }
      }
    },
    { subject: clients.region },
  );
  return texts;
}

/** AWS hands user data out in base64, whatever it is. */
function textOf(holder: LaunchHolder, userData: string | undefined): readonly LaunchText[] {
  if (userData === undefined || userData === '') return [];
  return [{ holder, bytes: Buffer.from(userData, 'base64') }];
}
