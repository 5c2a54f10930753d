import * as iam from '@pulumi/aws/iam/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { MachinePlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/** Users of programs outside AWS. The boundary is on the user before any group gives it rights. */
export class Machines extends ComponentResource {
  constructor(
    name: string,
    plan: Plan,
    groups: ReadonlyMap<string, readonly Resource[]>,
    options?: ComponentResourceOptions,
  ) {
    super('bootstrap-account:index:Machines', name, {}, options);
    for (const machine of plan.parts.machines) this.#machine(plan, machine, groups);
    this.registerOutputs({});
  }

  #machine(plan: Plan, machine: MachinePlan, groups: ReadonlyMap<string, readonly Resource[]>): void {
    const after = machine.groups.flatMap((group) => groups.get(group) ?? []);
    const { boundary } = machine;
    const boundaryName = names.machineBoundary(machine.name);
    const limit = new iam.Policy(
      boundaryName,
      {
        name: boundary.name,
        path: boundary.path,
        description: boundary.description,
        policy: JSON.stringify(boundary.document),
        tags: { ...boundary.tags },
      },
      childOptions(plan, this, boundaryName, { after }),
    );
    const userName = names.machine(machine.name);
    const user = new iam.User(
      userName,
      { name: machine.name, path: machine.path, permissionsBoundary: limit.arn, tags: { ...machine.tags } },
      childOptions(plan, this, userName),
    );
    const membership = names.machineGroups(machine.name);
    new iam.UserGroupMembership(
      membership,
      { user: user.name, groups: [...machine.groups] },
      childOptions(plan, this, membership, { after: [user, ...after] }),
    );
  }
}
