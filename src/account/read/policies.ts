import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type ManagedPolicyDetail,
  type Policy,
} from '@aws-sdk/client-iam';
import type { PolicyFact } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import { type Clients, iamConcurrency } from '../clients.ts';
import { parseDocument } from './document.ts';
import { byName, isoTime, tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/**
 * Customer-managed policies, AWS-managed ones in use, and those of `awsManaged` (ARNs) that nothing uses yet.
 * @param wanted.origins tags and descriptions too, which the bulk read lacks: one more call a customer-managed
 * policy
 */
export async function readPolicies(
  clients: Clients,
  gather: Gather,
  details: readonly ManagedPolicyDetail[],
  wanted: { readonly awsManaged: readonly string[]; readonly origins: boolean },
): Promise<readonly PolicyFact[]> {
  const bulk = details.filter(
    (policy) =>
      !isAwsManaged(policy.Arn ?? '') || isUsed(policy) || wanted.awsManaged.includes(policy.Arn ?? ''),
  );
  const known = await mapBounded(bulk, iamConcurrency, (policy) =>
    fromDetail(policy, wanted.origins ? (arn) => getPolicy(clients, gather, arn) : undefined),
  );
  const missing = [...new Set(wanted.awsManaged)].filter((arn) => !bulk.some((policy) => policy.Arn === arn));
  const fetched = await mapBounded(missing, iamConcurrency, (arn) => readAwsManaged(clients, gather, arn));
  return byName([...known, ...fetched.flatMap((policy) => policy ?? [])]);
}

async function fromDetail(
  policy: ManagedPolicyDetail,
  ask: ((arn: string) => ReturnType<typeof getPolicy>) | undefined,
): Promise<PolicyFact> {
  const arn = policy.Arn ?? '';
  const name = nameOf(arn);
  const awsManaged = isAwsManaged(arn);
  const more = awsManaged ? undefined : await ask?.(arn);
  const description = more?.Description ?? policy.Description;
  const version = policy.PolicyVersionList?.find((candidate) => candidate.IsDefaultVersion === true);
  return {
    name,
    arn,
    path: policy.Path ?? '/',
    ...(description === undefined || description === '' ? {} : { description }),
    awsManaged,
    ...versionFacts(policy),
    document: parseDocument(version?.Document ?? '{}', `policy ${name}`),
    tags: tagsOf(more?.Tags),
  };
}

async function readAwsManaged(
  clients: Clients,
  gather: Gather,
  arn: string,
): Promise<PolicyFact | undefined> {
  const policy = await getPolicy(clients, gather, arn);
  if (policy === undefined) return undefined;
  const answer = await gather.attempt(
    'iam:GetPolicyVersion',
    () =>
      clients.iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy.DefaultVersionId })),
    { subject: arn, absent: ['NoSuchEntity'] },
  );
  const text = answer?.PolicyVersion?.Document;
  if (text === undefined) return undefined;
  const name = nameOf(arn);
  return {
    name,
    arn,
    path: policy.Path ?? '/',
    awsManaged: true,
    ...versionFacts(policy),
    document: parseDocument(text, `policy ${name}`),
    tags: {},
  };
}

function versionFacts({ DefaultVersionId, UpdateDate }: ManagedPolicyDetail | Policy) {
  const updatedAt = isoTime(UpdateDate);
  return {
    ...(DefaultVersionId === undefined ? {} : { versionId: DefaultVersionId }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

async function getPolicy(clients: Clients, gather: Gather, arn: string) {
  const answer = await gather.attempt(
    'iam:GetPolicy',
    () => clients.iam.send(new GetPolicyCommand({ PolicyArn: arn })),
    {
      subject: arn,
      absent: ['NoSuchEntity'],
    },
  );
  return answer?.Policy;
}

/** The ARN always carries the name; emulators leave it out elsewhere. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:/.test(arn);
}

function isUsed(policy: ManagedPolicyDetail): boolean {
  return (policy.AttachmentCount ?? 0) > 0 || (policy.PermissionsBoundaryUsageCount ?? 0) > 0;
}
