import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type PolicyVersion,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import type { PolicyArgs, PolicyState } from '@pulumi/aws/iam/policy.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { decodeDocument } from './iam-documents.ts';
import { defineType, optionalText, tagMap, text } from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

/** IAM keeps five versions of a policy. */
const maxVersions = 5;

export const policy = defineType<PolicyArgs, PolicyState>()({
  token: 'aws:iam/policy:Policy',
  inputs: ['name', 'path', 'description', 'policy', 'tags'],
  refused: ['delayAfterPolicyCreationInMs', 'namePrefix'],
  autoName: { property: 'name', maxLength: 128 },
  replaces: ['name', 'path', 'description'],
  defaults: { path: '/' },
  outputs: ['arn', 'attachmentCount', 'policyId'],
  documents: ['policy'],
  create: async (aws, inputs) => {
    const made = await aws.iam.send(
      new CreatePolicyCommand({
        PolicyName: text(inputs, 'name'),
        Path: text(inputs, 'path'),
        PolicyDocument: text(inputs, 'policy'),
        Description: optionalText(inputs, 'description') ?? '',
        Tags: toTagList(tagMap(inputs)),
      }),
    );
    return made.Policy?.Arn ?? '';
  },
  read: async (aws, id) => {
    const found = (await unlessGone(aws.iam.send(new GetPolicyCommand({ PolicyArn: id }))))?.Policy;
    if (found === undefined) return undefined;
    const version = await aws.iam.send(
      new GetPolicyVersionCommand({ PolicyArn: id, VersionId: found.DefaultVersionId }),
    );
    return {
      id,
      properties: {
        arn: found.Arn,
        attachmentCount: found.AttachmentCount ?? 0,
        policyId: found.PolicyId,
        name: found.PolicyName,
        path: found.Path,
        description: found.Description ?? '',
        policy: decodeDocument(version.PolicyVersion?.Document),
        tagsAll: fromTagList(found.Tags),
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    await changeTags(old, next, {
      remove: (keys) => aws.iam.send(new UntagPolicyCommand({ PolicyArn: id, TagKeys: keys })),
      put: (tags) => aws.iam.send(new TagPolicyCommand({ PolicyArn: id, Tags: toTagList(tags) })),
    });
    if (!changed.has('policy')) return;
    await pruneOldest(aws, id);
    await aws.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: id,
        PolicyDocument: text(next, 'policy'),
        SetAsDefault: true,
      }),
    );
  },
  delete: async (aws, id) => {
    const versions = await unlessGone(listVersions(aws, id));
    for (const version of (versions ?? []).filter((each) => each.IsDefaultVersion !== true)) {
      await unlessGone(
        aws.iam.send(new DeletePolicyVersionCommand({ PolicyArn: id, VersionId: version.VersionId })),
      );
    }
    await unlessGone(aws.iam.send(new DeletePolicyCommand({ PolicyArn: id })));
  },
});

async function listVersions(aws: Aws, arn: string): Promise<readonly PolicyVersion[]> {
  return (await aws.iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }))).Versions ?? [];
}

/** Only when there is no room left, and only the oldest that is not in force. */
async function pruneOldest(aws: Aws, arn: string): Promise<void> {
  const versions = await listVersions(aws, arn);
  if (versions.length < maxVersions) return;
  const number = (version: PolicyVersion) => Number(version.VersionId?.slice(1));
  const [oldest] = versions
    .filter((each) => each.IsDefaultVersion !== true)
    .sort((a, b) => number(a) - number(b));
  if (oldest !== undefined)
    await aws.iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: oldest.VersionId }));
}
