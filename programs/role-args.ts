import type { RoleArgs } from '@pulumi/aws/iam/index.js';
import type { RolePlan } from '../src/model/plan.ts';

type RoleShape = Pick<
  RolePlan,
  'name' | 'path' | 'description' | 'maxSessionSeconds' | 'trust' | 'boundaryArn' | 'tags'
>;

/** A planned role as the arguments of its resource. */
export function roleArgs(role: RoleShape): RoleArgs {
  return {
    name: role.name,
    path: role.path,
    description: role.description,
    maxSessionDuration: role.maxSessionSeconds,
    assumeRolePolicy: JSON.stringify(role.trust),
    tags: { ...role.tags },
    ...(role.boundaryArn === undefined ? {} : { permissionsBoundary: role.boundaryArn }),
  };
}
