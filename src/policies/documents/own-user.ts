import type { ArnScope } from '../../lib/arn.ts';

/**
 * ARNs of the user who asks, under whatever path. IAM user names are unique in an account whatever their
 * path, so the second pattern reaches nobody else.
 */
export function ownUserArns(scope: ArnScope): readonly string[] {
  const user = `arn:${scope.partition}:iam::${scope.accountId}:user`;
  return [`${user}/\${aws:username}`, `${user}/*/\${aws:username}`];
}
