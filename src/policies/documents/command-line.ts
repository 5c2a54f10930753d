import type { ArnScope } from '../../lib/arn.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { ownUserArns } from './own-user.ts';

/**
 * `cli: login`: sessions through `aws login`, no key at all. The same two actions as AWS-managed
 * `SignInLocalDevelopmentAccess`.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SignInLocalDevelopmentAccess.html
 */
export function commandLineLogin(scope: ArnScope): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SignInFromTheCommandLine',
        Effect: 'Allow',
        Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
        Resource: `arn:${scope.partition}:signin:*:*:oauth2/public-client/*`,
      },
    ],
  };
}

/** `cli: keys`: own access keys, only with MFA; a session is then opened by `aws sts get-session-token`. */
export function commandLineKeys(scope: ArnScope): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ManageOwnKeysWithMFA',
        Effect: 'Allow',
        Action: ['iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 'iam:ListAccessKeys'],
        Resource: ownUserArns(scope),
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ],
  };
}
