import { projectName } from './state-folder.ts';

/** URN of a resource that the engine has not recorded yet, as it will name it; the stack is named by the account. */
export function resourceUrn(
  accountId: string,
  resource: { readonly name: string; readonly type: string; readonly component: string },
): string {
  return `urn:pulumi:${accountId}::${projectName}::${resource.component}$${resource.type}::${resource.name}`;
}
