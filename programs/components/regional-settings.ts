import { Analyzer } from '@pulumi/aws/accessanalyzer/analyzer.js';
import { EncryptionByDefault } from '@pulumi/aws/ebs/encryptionByDefault.js';
import { InstanceMetadataDefaults } from '@pulumi/aws/ec2/instanceMetadataDefaults.js';
import type { ComponentResource, Resource } from '@pulumi/pulumi';
import { regionalNames } from '../../src/lib/logical-names.ts';
import type { Plan, RegionPlan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/**
 * Settings that each region has for itself. EBS encryption and metadata defaults outlive the stack: taking them
 * back would switch them off. An analyzer goes with its switch, unless it was there before us.
 * @returns those of the home region, for later parts to wait for
 */
export function makeRegionalSettings(plan: Plan, parent: ComponentResource): readonly Resource[] {
  return plan.parts['account-defaults'].regions.flatMap((region) => {
    const made = makeInRegion(plan, parent, region);
    return region.home ? made : [];
  });
}

function makeInRegion(plan: Plan, parent: ComponentResource, wanted: RegionPlan): readonly Resource[] {
  const logical = regionalNames(wanted);
  const kept = (child: string) => childOptions(plan, parent, child, { keep: 'retain' });
  // The home region is the plug-in's own: named here, it would read as a change to older states.
  const region = wanted.home ? {} : { region: wanted.name };
  const { metadataDefaults, analyzer } = wanted;
  return [
    ...(wanted.encryptEbs
      ? [new EncryptionByDefault(logical.ebs, { enabled: true, ...region }, kept(logical.ebs))]
      : []),
    ...(metadataDefaults === undefined
      ? []
      : [
          new InstanceMetadataDefaults(
            logical.metadata,
            { ...metadataDefaults, ...region },
            kept(logical.metadata),
          ),
        ]),
    ...(analyzer === undefined
      ? []
      : [
          new Analyzer(
            logical.analyzer,
            { analyzerName: analyzer.name, type: 'ACCOUNT', tags: { ...analyzer.tags }, ...region },
            childOptions(plan, parent, logical.analyzer),
          ),
        ]),
  ];
}
