import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { InternalError } from '../../errors.ts';
import { parseArn } from '../../lib/arn.ts';
import type { AwsCredentials, Caller, Partition } from '../../model/target.ts';
import { explainAwsError } from '../aws-error.ts';
import type { Clients } from '../clients.ts';

/**
 * Asks AWS whom the credentials belong to.
 * @throws UserError `CredentialsExpired`, `CredentialsUnknown`, `ClockSkewed`
 * @throws EngineError `NetworkFailed`, `AwsCallFailed`
 */
export async function readCaller(clients: Pick<Clients, 'sts' | 'credentials' | 'region'>): Promise<Caller> {
  try {
    const { Arn: arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return callerFromArn(arn ?? '', await clients.credentials());
  } catch (error) {
    throw explainAwsError(error, 'asking who the caller is', clients.region);
  }
}

/** @throws InternalError `UnknownCaller` when the ARN is none */
export function callerFromArn(arn: string, credentials: AwsCredentials): Caller {
  const parsed = parseArn(arn);
  if (parsed === undefined || !isPartition(parsed.partition)) {
    throw new InternalError('UnknownCaller', `AWS names the caller in a form that is not known: ${arn}`);
  }
  const [first = '', ...rest] = parsed.resource.split('/');
  return {
    accountId: parsed.accountId,
    arn,
    partition: parsed.partition,
    ...kindAndName(first, rest),
    credentialKind: credentialKind(credentials),
  };
}

function kindAndName(first: string, rest: readonly string[]): Pick<Caller, 'kind' | 'name'> {
  const last = rest.at(-1) ?? first;
  switch (first) {
    case 'root':
    // A session of sts:AssumeRoot, made for a member account from the management account.
    case 'assumed-root':
      return { kind: 'root', name: 'root' };
    case 'user':
      return { kind: 'user', name: last };
    case 'assumed-role':
      return { kind: 'role', name: rest[0] ?? last };
    default:
      return { kind: 'federated', name: last };
  }
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
function credentialKind({ accessKeyId, sessionToken }: AwsCredentials): Caller['credentialKind'] {
  if (accessKeyId.startsWith('ASIA')) return 'session';
  if (accessKeyId.startsWith('AKIA')) return 'long-lived';
  return sessionToken === undefined || sessionToken === '' ? 'long-lived' : 'session';
}

function isPartition(text: string): text is Partition {
  return text === 'aws' || text === 'aws-cn' || text === 'aws-us-gov';
}
