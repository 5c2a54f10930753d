import type { ComponentResource, CustomResourceOptions, Resource } from '@pulumi/pulumi';
import type { Plan } from '../src/model/plan.ts';

export interface ChildNeeds {
  readonly after?: readonly Resource[];
  /** `protect`: neither a dropped part nor `destroy` takes it; it also stays in the account. */
  readonly keep?: 'protect' | 'retain';
}

/**
 * Options that every resource of ours carries: its parent, the import id where the account holds it already,
 * and whether it outlives the stack.
 */
export function childOptions(
  plan: Plan,
  parent: ComponentResource,
  name: string,
  needs: ChildNeeds = {},
): CustomResourceOptions {
  const importId = plan.adopt[name];
  const retain = needs.keep !== undefined || plan.retain.includes(name);
  return {
    parent,
    ...(importId === undefined ? {} : { import: importId }),
    ...(retain ? { retainOnDelete: true } : {}),
    ...(needs.keep === 'protect' ? { protect: true } : {}),
    ...(needs.after === undefined ? {} : { dependsOn: [...needs.after] }),
  };
}
