import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  paginateListAttachedGroupPolicies,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import type { GroupArgs, GroupState } from '@pulumi/aws/iam/group.js';
import type {
  GroupPolicyAttachmentArgs,
  GroupPolicyAttachmentState,
} from '@pulumi/aws/iam/groupPolicyAttachment.js';
import { unlessGone } from './aws-clients.ts';
import { defineType, text } from './resource-type.ts';

export const group = defineType<GroupArgs, GroupState>()({
  token: 'aws:iam/group:Group',
  inputs: ['name', 'path'],
  replaces: [],
  defaults: { path: '/' },
  outputs: ['arn', 'uniqueId'],
  unsettled: { name: ['arn'], path: ['arn'] },
  idIsName: true,
  autoName: { property: 'name', maxLength: 255 },
  create: async (aws, inputs) => {
    await aws.iam.send(
      new CreateGroupCommand({ GroupName: text(inputs, 'name'), Path: text(inputs, 'path') }),
    );
    return text(inputs, 'name');
  },
  read: async (aws, id) => {
    const found = await unlessGone(aws.iam.send(new GetGroupCommand({ GroupName: id, MaxItems: 1 })));
    if (found?.Group === undefined) return undefined;
    const { Arn: arn, GroupId: uniqueId, GroupName: name, Path: path } = found.Group;
    return { id, properties: { arn, uniqueId, name, path } };
  },
  // A rename is in place; the engine keeps the old id, as with the official plug-in.
  update: async (aws, _id, { old, next, changed }) => {
    // Upstream always sends the name; the emulator takes an unchanged one for a clash.
    const NewGroupName = changed.has('name') ? text(next, 'name') : undefined;
    const GroupName = text(old, 'name');
    await aws.iam.send(new UpdateGroupCommand({ GroupName, NewGroupName, NewPath: text(next, 'path') }));
  },
  delete: async (aws, id) => {
    await unlessGone(aws.iam.send(new DeleteGroupCommand({ GroupName: id })));
  },
});

export const groupPolicyAttachment = defineType<GroupPolicyAttachmentArgs, GroupPolicyAttachmentState>()({
  token: 'aws:iam/groupPolicyAttachment:GroupPolicyAttachment',
  inputs: ['group', 'policyArn'],
  replaces: ['group', 'policyArn'],
  deleteFirst: true,
  outputs: [],
  create: async (aws, inputs) => {
    await aws.iam.send(
      new AttachGroupPolicyCommand({
        GroupName: text(inputs, 'group'),
        PolicyArn: text(inputs, 'policyArn'),
      }),
    );
    return `${text(inputs, 'group')}/${text(inputs, 'policyArn')}`;
  },
  read: async (aws, id) => {
    const { group: name, policyArn } = split(id);
    const isAttached = async (): Promise<boolean> => {
      for await (const page of paginateListAttachedGroupPolicies({ client: aws.iam }, { GroupName: name })) {
        if ((page.AttachedPolicies ?? []).some((policy) => policy.PolicyArn === policyArn)) return true;
      }
      return false;
    };
    return (await unlessGone(isAttached())) === true
      ? { id, properties: { group: name, policyArn } }
      : undefined;
  },
  delete: async (aws, id) => {
    const { group: name, policyArn } = split(id);
    await unlessGone(aws.iam.send(new DetachGroupPolicyCommand({ GroupName: name, PolicyArn: policyArn })));
  },
});

function split(id: string): { readonly group: string; readonly policyArn: string } {
  const at = id.indexOf('/');
  return { group: id.slice(0, at), policyArn: id.slice(at + 1) };
}
