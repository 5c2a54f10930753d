import * as cloudwatch from '@pulumi/aws/cloudwatch/index.js';
import * as iam from '@pulumi/aws/iam/index.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { DeliveryPlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';
import { roleArgs } from '../role-args.ts';

/** The log group that the trail delivers to, and the role that lets it; both before the trail. */
export class AlarmDelivery extends ComponentResource {
  readonly logGroup: cloudwatch.LogGroup;
  /** As CloudTrail wants it, with `:*` at the end. */
  readonly logGroupArn: Output<string>;
  readonly roleArn: Output<string>;
  /** CloudTrail tries to write before it takes the two, so the role's policy has to be there. */
  readonly ready: readonly Resource[];

  constructor(name: string, plan: Plan, part: DeliveryPlan, options?: ComponentResourceOptions) {
    super('bootstrap-account:index:AlarmDelivery', name, {}, options);
    const { logGroup, role } = part;
    this.logGroup = new cloudwatch.LogGroup(
      names.alarmLogGroup,
      {
        name: logGroup.name,
        retentionInDays: logGroup.retentionDays,
        tags: { ...logGroup.tags },
        ...(logGroup.keyArn === undefined ? {} : { kmsKeyId: logGroup.keyArn }),
      },
      childOptions(plan, this, names.alarmLogGroup),
    );
    const made = new iam.Role(names.alarmRole, roleArgs(role), childOptions(plan, this, names.alarmRole));
    const policy = new iam.RolePolicy(
      names.alarmRolePolicy,
      { role: made.name, name: role.policy.name, policy: JSON.stringify(role.policy.document) },
      childOptions(plan, this, names.alarmRolePolicy),
    );
    this.logGroupArn = interpolate`${this.logGroup.arn}:*`;
    this.roleArn = made.arn;
    this.ready = [this.logGroup, policy];
    this.registerOutputs({});
  }
}
