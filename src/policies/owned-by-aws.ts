import { parseArn } from '../lib/arn.ts';
import type { AccessRequest } from './access.ts';

const onPolicies =
  /^iam:(create|delete)policy(version)?$|^iam:(setdefaultpolicyversion|tagpolicy|untagpolicy)$/i;
const onRoles =
  /^iam:((attach|put|delete|detach)role.*|(create|delete|update|tag|untag|pass)role|updateroledescription|updateassumerolepolicy)$/i;

/**
 * What no account can do whatever its policies say, because the thing is AWS's own: its managed policies, the
 * roles of IAM Identity Center, the aliases of its keys. Undefined for everything else.
 */
export function refusedToAll(request: AccessRequest): string | undefined {
  if (!/:(aws:policy|role\/aws-reserved|alias\/aws)\//i.test(request.resource)) return undefined;
  const arn = parseArn(request.resource);
  if (arn?.service === 'iam') {
    const isPolicy = arn.accountId === 'aws' && arn.resource.startsWith('policy/');
    if (isPolicy && onPolicies.test(request.action)) return 'AWS alone changes its managed policies';
    const isRole = arn.resource.toLowerCase().startsWith('role/aws-reserved/');
    if (isRole && onRoles.test(request.action)) return 'AWS alone changes the roles under /aws-reserved/';
  }
  const isAlias = arn?.service === 'kms' && arn.resource.toLowerCase().startsWith('alias/aws/');
  if (isAlias && /^kms:(create|delete|update)alias$/i.test(request.action))
    return 'AWS alone changes the aliases of its keys';
  return undefined;
}
