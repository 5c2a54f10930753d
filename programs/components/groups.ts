import * as iam from '@pulumi/aws/iam/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import { attachmentsOf } from '../../src/model/attachments.ts';
import type { GroupPlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/**
 * Groups and the policies on them. In a human group the MFA policy is attached before anything that grants
 * work, so that no group is ever powerful without the deny. Attached one by one, never exclusively: what
 * somebody else attached stays.
 */
export class Groups extends ComponentResource {
  /** By group name: what a membership waits for. */
  readonly ready: ReadonlyMap<string, readonly Resource[]>;

  constructor(name: string, plan: Plan, after: readonly Resource[], options?: ComponentResourceOptions) {
    super('bootstrap-account:index:Groups', name, {}, options);
    const policies = this.#policies(plan, after);
    this.ready = new Map(
      plan.parts.groups.groups.map((group) => [group.name, this.#group(plan, group, policies, after)]),
    );
    this.registerOutputs({});
  }

  #policies(plan: Plan, after: readonly Resource[]): ReadonlyMap<string, iam.Policy> {
    const wanted = Object.entries(plan.parts.groups.policies);
    return new Map(
      wanted.map(([key, { name, path, description, document, tags, arn }]) => {
        const args = { name, path, description, policy: JSON.stringify(document), tags: { ...tags } };
        return [
          arn,
          new iam.Policy(names.policy(key), args, childOptions(plan, this, names.policy(key), { after })),
        ];
      }),
    );
  }

  #group(
    plan: Plan,
    group: GroupPlan,
    policies: ReadonlyMap<string, iam.Policy>,
    after: readonly Resource[],
  ): readonly Resource[] {
    const name = names.group(group.name);
    const made = new iam.Group(
      name,
      { name: group.name, path: group.path },
      childOptions(plan, this, name, { after }),
    );
    const attached: Resource[] = [];
    for (const policy of attachmentsOf(group, plan.parts.groups.policies)) {
      const child = names.groupPolicy(group.name, policy.name);
      const policyArn = policies.get(policy.arn)?.arn ?? policy.arn;
      // Each waits for the one before it: the deny, which comes first, is always there before any grant.
      attached.push(
        new iam.GroupPolicyAttachment(
          child,
          { group: made.name, policyArn },
          childOptions(plan, this, child, { after: attached.slice(-1) }),
        ),
      );
    }
    return [made, ...attached];
  }
}
