import { randomInt } from 'node:crypto';
import {
  AddUserToGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  PutUserPermissionsBoundaryCommand,
  paginateListGroupsForUser,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import type { UserArgs, UserState } from '@pulumi/aws/iam/user.js';
import type {
  UserGroupMembershipArgs,
  UserGroupMembershipState,
} from '@pulumi/aws/iam/userGroupMembership.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, optionalText, tagMap, text } from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

export const user = defineType<UserArgs, UserState>()({
  token: 'aws:iam/user:User',
  inputs: ['name', 'path', 'permissionsBoundary', 'forceDestroy', 'tags'],
  replaces: [],
  defaults: { path: '/', forceDestroy: false },
  outputs: ['arn', 'uniqueId'],
  unsettled: { name: ['arn'], path: ['arn'] },
  idIsName: true,
  autoName: { property: 'name', maxLength: 255 },
  onlyDefault: ['forceDestroy'],
  writeOnly: ['forceDestroy'],
  create: async (aws, inputs) => {
    await aws.iam.send(
      new CreateUserCommand({
        UserName: text(inputs, 'name'),
        Path: text(inputs, 'path'),
        PermissionsBoundary: optionalText(inputs, 'permissionsBoundary'),
        Tags: toTagList(tagMap(inputs)),
      }),
    );
    return text(inputs, 'name');
  },
  read: async (aws, id) => {
    const found = (await unlessGone(aws.iam.send(new GetUserCommand({ UserName: id }))))?.User;
    if (found === undefined) return undefined;
    const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      id,
      properties: {
        arn: found.Arn,
        uniqueId: found.UserId,
        name: found.UserName,
        path: found.Path,
        ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
        tagsAll: fromTagList(found.Tags),
      },
    };
  },
  update: async (aws, _id, { old, next, changed }) => {
    const name = text(next, 'name');
    const isMoved = changed.has('name') || changed.has('path');
    if (isMoved) {
      const UserName = text(old, 'name');
      await aws.iam.send(new UpdateUserCommand({ UserName, NewUserName: name, NewPath: text(next, 'path') }));
    }
    if (changed.has('permissionsBoundary')) {
      const boundary = optionalText(next, 'permissionsBoundary');
      if (boundary === undefined)
        await aws.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: name }));
      else
        await aws.iam.send(
          new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary: boundary }),
        );
    }
    await changeTags(old, next, {
      remove: (keys) => aws.iam.send(new UntagUserCommand({ UserName: name, TagKeys: keys })),
      put: (tags) => aws.iam.send(new TagUserCommand({ UserName: name, Tags: toTagList(tags) })),
      all: isMoved,
    });
  },
  // Without forceDestroy, which we never set, a user with credentials fails with DeleteConflict.
  delete: async (aws, id) => {
    for (const group of (await unlessGone(groupsOf(aws, id))) ?? []) {
      await unlessGone(aws.iam.send(new RemoveUserFromGroupCommand({ UserName: id, GroupName: group })));
    }
    await unlessGone(aws.iam.send(new DeleteUserCommand({ UserName: id })));
  },
});

export const userGroupMembership = defineType<UserGroupMembershipArgs, UserGroupMembershipState>()({
  token: 'aws:iam/userGroupMembership:UserGroupMembership',
  inputs: ['user', 'groups'],
  replaces: ['user'],
  outputs: [],
  sets: ['groups'],
  create: async (aws, inputs) => {
    for (const group of inputs.groups ?? []) {
      await aws.iam.send(new AddUserToGroupCommand({ UserName: text(inputs, 'user'), GroupName: group }));
    }
    return randomId();
  },
  // Only groups of the record are read: an extra membership is invisible, a missing one shrinks the list.
  read: async (aws, id, state) => {
    const [imported = '', ...importedGroups] = id.split('/');
    const name = optionalText(state, 'user') ?? imported;
    const known = optionalText(state, 'user') === undefined ? importedGroups : (state.groups ?? []);
    const live = await unlessGone(groupsOf(aws, name));
    if (live === undefined) return undefined;
    const groups = known.filter((group) => live.includes(group));
    return {
      id: optionalText(state, 'user') === undefined ? randomId() : id,
      properties: { user: name, groups },
    };
  },
  update: async (aws, _id, { old, next }) => {
    const [before, after] = [old.groups ?? [], next.groups ?? []];
    const name = text(next, 'user');
    for (const group of before.filter((each) => !after.includes(each))) {
      await unlessGone(aws.iam.send(new RemoveUserFromGroupCommand({ UserName: name, GroupName: group })));
    }
    for (const group of after.filter((each) => !before.includes(each))) {
      await aws.iam.send(new AddUserToGroupCommand({ UserName: name, GroupName: group }));
    }
  },
  delete: async (aws, _id, state) => {
    for (const group of state.groups ?? []) {
      await unlessGone(
        aws.iam.send(new RemoveUserFromGroupCommand({ UserName: text(state, 'user'), GroupName: group })),
      );
    }
  },
});

async function groupsOf(aws: Aws, name: string): Promise<readonly string[]> {
  const groups: string[] = [];
  for await (const page of paginateListGroupsForUser({ client: aws.iam }, { UserName: name })) {
    groups.push(...(page.Groups ?? []).map((each) => each.GroupName ?? ''));
  }
  return groups;
}

/** `terraform-` and 26 digits, as upstream makes ids that mean nothing. */
export function randomId(): string {
  return `terraform-${Array.from({ length: 26 }, () => randomInt(10)).join('')}`;
}
