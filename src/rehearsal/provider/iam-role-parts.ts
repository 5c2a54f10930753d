import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  DeleteRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import type { InstanceProfileArgs, InstanceProfileState } from '@pulumi/aws/iam/instanceProfile.js';
import type { RolePolicyArgs, RolePolicyState } from '@pulumi/aws/iam/rolePolicy.js';
import { unlessGone } from './aws-clients.ts';
import { decodeDocument } from './iam-documents.ts';
import { defineType, optionalText, tagMap, text } from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

export const rolePolicy = defineType<RolePolicyArgs, RolePolicyState>()({
  token: 'aws:iam/rolePolicy:RolePolicy',
  inputs: ['role', 'name', 'policy'],
  refused: ['namePrefix'],
  autoName: { property: 'name', maxLength: 128 },
  replaces: ['role', 'name'],
  outputs: [],
  documents: ['policy'],
  create: async (aws, inputs) => {
    await aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: text(inputs, 'role'),
        PolicyName: text(inputs, 'name'),
        PolicyDocument: text(inputs, 'policy'),
      }),
    );
    return `${text(inputs, 'role')}:${text(inputs, 'name')}`;
  },
  read: async (aws, id) => {
    const [name = '', policyName = ''] = id.split(':');
    const found = await unlessGone(
      aws.iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName: policyName })),
    );
    if (found === undefined) return undefined;
    return { id, properties: { role: name, name: policyName, policy: decodeDocument(found.PolicyDocument) } };
  },
  update: async (aws, _id, { next }) => {
    await aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: text(next, 'role'),
        PolicyName: text(next, 'name'),
        PolicyDocument: text(next, 'policy'),
      }),
    );
  },
  delete: async (aws, id) => {
    const [name = '', policyName = ''] = id.split(':');
    await unlessGone(aws.iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: policyName })));
  },
});

export const instanceProfile = defineType<InstanceProfileArgs, InstanceProfileState>()({
  token: 'aws:iam/instanceProfile:InstanceProfile',
  inputs: ['name', 'path', 'role', 'tags'],
  refused: ['namePrefix'],
  autoName: { property: 'name', maxLength: 128 },
  replaces: ['name', 'path'],
  defaults: { path: '/' },
  outputs: ['arn', 'createDate', 'uniqueId'],
  create: async (aws, inputs, made) => {
    const name = text(inputs, 'name');
    await aws.iam.send(
      new CreateInstanceProfileCommand({
        InstanceProfileName: name,
        Path: text(inputs, 'path'),
        Tags: toTagList(tagMap(inputs)),
      }),
    );
    made(name);
    const wanted = optionalText(inputs, 'role');
    if (wanted !== undefined)
      await aws.iam.send(
        new AddRoleToInstanceProfileCommand({ InstanceProfileName: name, RoleName: wanted }),
      );
    return name;
  },
  read: async (aws, id) => {
    const found = (await unlessGone(aws.iam.send(new GetInstanceProfileCommand({ InstanceProfileName: id }))))
      ?.InstanceProfile;
    if (found === undefined) return undefined;
    const [carried] = found.Roles ?? [];
    return {
      id,
      properties: {
        arn: found.Arn,
        uniqueId: found.InstanceProfileId,
        createDate: found.CreateDate?.toISOString() ?? '',
        name: found.InstanceProfileName,
        path: found.Path,
        ...(carried?.RoleName === undefined ? {} : { role: carried.RoleName }),
        tagsAll: fromTagList(found.Tags),
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    if (changed.has('role')) {
      const [before, after] = [optionalText(old, 'role'), optionalText(next, 'role')];
      if (before !== undefined)
        await unlessGone(
          aws.iam.send(
            new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: id, RoleName: before }),
          ),
        );
      if (after !== undefined)
        await aws.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: id, RoleName: after }));
    }
    await changeTags(old, next, {
      remove: (keys) =>
        aws.iam.send(new UntagInstanceProfileCommand({ InstanceProfileName: id, TagKeys: keys })),
      put: (tags) =>
        aws.iam.send(new TagInstanceProfileCommand({ InstanceProfileName: id, Tags: toTagList(tags) })),
    });
  },
  delete: async (aws, id, state) => {
    const carried = optionalText(state, 'role');
    if (carried !== undefined)
      await unlessGone(
        aws.iam.send(
          new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: id, RoleName: carried }),
        ),
      );
    await unlessGone(aws.iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id })));
  },
});
