import * as iam from '@pulumi/aws/iam/index.js';
import * as s3 from '@pulumi/aws/s3/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';
import { makeContacts } from './contacts.ts';
import { makeRegionalSettings } from './regional-settings.ts';

/** Account-wide settings. None of them can lock anybody out; all of them outlive the stack. */
export class AccountDefaults extends ComponentResource {
  /**
   * What later parts wait for. The alias is not among it: it is unique in all of AWS and may fail alone; nor are
   * other regions and contacts: nothing depends on them.
   */
  readonly settled: readonly Resource[];

  constructor(name: string, plan: Plan, options?: ComponentResourceOptions) {
    super('bootstrap-account:index:AccountDefaults', name, {}, options);
    const part = plan.parts['account-defaults'];
    const option = (child: string) => childOptions(plan, this, child, { keep: 'retain' });
    const wanted = part.passwordPolicy;
    const settled: Resource[] = [
      new iam.AccountPasswordPolicy(
        names.passwordPolicy,
        {
          minimumPasswordLength: wanted.minimumLength,
          requireSymbols: wanted.requireSymbols,
          requireNumbers: wanted.requireNumbers,
          requireUppercaseCharacters: wanted.requireUppercase,
          requireLowercaseCharacters: wanted.requireLowercase,
          passwordReusePrevention: wanted.reusePrevention,
          allowUsersToChangePassword: true,
          ...(wanted.maxAgeDays === undefined ? {} : { maxPasswordAge: wanted.maxAgeDays }),
          ...(wanted.hardExpiry === undefined ? {} : { hardExpiry: wanted.hardExpiry }),
        },
        option(names.passwordPolicy),
      ),
    ];
    if (part.blockPublicS3) {
      const all = {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      };
      settled.push(
        new s3.AccountPublicAccessBlock(names.s3PublicAccessBlock, all, option(names.s3PublicAccessBlock)),
      );
    }
    settled.push(...makeRegionalSettings(plan, this));
    makeContacts(plan, this);
    if (part.alias !== undefined) {
      new iam.AccountAlias(names.accountAlias, { accountAlias: part.alias }, option(names.accountAlias));
    }
    this.settled = settled;
    this.registerOutputs({});
  }
}
