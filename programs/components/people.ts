import * as iam from '@pulumi/aws/iam/index.js';
import { ComponentResource, type ComponentResourceOptions, type Resource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { PersonPlan, Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/**
 * One IAM user a person, rights through groups only. No password and no key is made here: a resource would
 * carry it in the state, and replace it after the person changed it.
 */
export class People extends ComponentResource {
  constructor(
    name: string,
    plan: Plan,
    groups: ReadonlyMap<string, readonly Resource[]>,
    options?: ComponentResourceOptions,
  ) {
    super('bootstrap-account:index:People', name, {}, options);
    const others = plan.parts.people.filter((person) => !person.operator);
    const joined = others.map((person) => this.#person(plan, person, groups, []));
    // Whoever runs this joins last: if anything before fails, they still work with what they had.
    for (const person of plan.parts.people.filter((each) => each.operator))
      this.#person(plan, person, groups, joined);
    this.registerOutputs({});
  }

  #person(
    plan: Plan,
    person: PersonPlan,
    groups: ReadonlyMap<string, readonly Resource[]>,
    before: readonly Resource[],
  ): Resource {
    const ready = person.groups.flatMap((group) => groups.get(group) ?? []);
    const name = names.person(person.name);
    const user = new iam.User(
      name,
      {
        name: person.name,
        path: person.path,
        tags: { ...person.tags },
        ...(person.boundaryArn === undefined ? {} : { permissionsBoundary: person.boundaryArn }),
      },
      childOptions(plan, this, name, { after: ready }),
    );
    const membership = names.personGroups(person.name);
    return new iam.UserGroupMembership(
      membership,
      { user: user.name, groups: [...person.groups] },
      childOptions(plan, this, membership, { after: [...ready, ...before] }),
    );
  }
}
