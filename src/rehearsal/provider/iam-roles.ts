import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  TagRoleCommand,
  UntagInstanceProfileCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { InstanceProfileArgs, InstanceProfileState } from '@pulumi/aws/iam/instanceProfile.js';
import type { RoleArgs, RoleState } from '@pulumi/aws/iam/role.js';
import type { RolePolicyArgs, RolePolicyState } from '@pulumi/aws/iam/rolePolicy.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { decodeDocument } from './iam-documents.ts';
import {
  type Change,
  defineType,
  type Inputs,
  optionalNumber,
  optionalText,
  type State,
  tagMap,
  text,
} from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

export const role = defineType<RoleArgs, RoleState>()({
  token: 'aws:iam/role:Role',
  inputs: [
    'name',
    'path',
    'assumeRolePolicy',
    'description',
    'maxSessionDuration',
    'permissionsBoundary',
    'forceDetachPolicies',
    'tags',
  ],
  refused: ['inlinePolicies', 'managedPolicyArns', 'namePrefix'],
  replaces: ['name', 'path'],
  defaults: { path: '/', maxSessionDuration: 3600, forceDetachPolicies: false },
  outputs: ['arn', 'createDate', 'uniqueId', 'managedPolicyArns', 'inlinePolicies'],
  documents: ['assumeRolePolicy'],
  autoName: { property: 'name', maxLength: 64 },
  writeOnly: ['forceDetachPolicies'],
  create: async (aws, inputs) => {
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: text(inputs, 'name'),
        Path: text(inputs, 'path'),
        AssumeRolePolicyDocument: text(inputs, 'assumeRolePolicy'),
        Description: optionalText(inputs, 'description'),
        MaxSessionDuration: optionalNumber(inputs, 'maxSessionDuration'),
        PermissionsBoundary: optionalText(inputs, 'permissionsBoundary'),
        Tags: toTagList(tagMap(inputs)),
      }),
    );
    return text(inputs, 'name');
  },
  read: async (aws, id) => {
    const found = (await unlessGone(aws.iam.send(new GetRoleCommand({ RoleName: id }))))?.Role;
    if (found === undefined) return undefined;
    const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      id,
      properties: {
        arn: found.Arn,
        uniqueId: found.RoleId,
        createDate: found.CreateDate?.toISOString() ?? '',
        name: found.RoleName,
        path: found.Path,
        description: found.Description ?? '',
        maxSessionDuration: found.MaxSessionDuration ?? 3600,
        assumeRolePolicy: decodeDocument(found.AssumeRolePolicyDocument),
        ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
        managedPolicyArns: await attachedTo(aws, id),
        inlinePolicies: await inlineOf(aws, id),
        tagsAll: fromTagList(found.Tags),
      },
    };
  },
  update: updateRole,
  // What a refresh has seen on the role goes with it: policies that others attached, too.
  delete: async (aws, id, state) => {
    const profiles = await unlessGone(aws.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: id })));
    for (const each of profiles?.InstanceProfiles ?? []) {
      await unlessGone(
        aws.iam.send(
          new RemoveRoleFromInstanceProfileCommand({
            RoleName: id,
            InstanceProfileName: each.InstanceProfileName,
          }),
        ),
      );
    }
    if (state.forceDetachPolicies === true || (state.managedPolicyArns ?? []).length > 0) {
      for (const arn of (await unlessGone(attachedTo(aws, id))) ?? []) {
        await unlessGone(aws.iam.send(new DetachRolePolicyCommand({ RoleName: id, PolicyArn: arn })));
      }
    }
    if (state.forceDetachPolicies === true || (state.inlinePolicies ?? []).length > 0) {
      for (const each of (await unlessGone(inlineOf(aws, id))) ?? []) {
        await unlessGone(aws.iam.send(new DeleteRolePolicyCommand({ RoleName: id, PolicyName: each.name })));
      }
    }
    await unlessGone(aws.iam.send(new DeleteRoleCommand({ RoleName: id })));
  },
});

async function updateRole(
  aws: Aws,
  id: string,
  { old, next, changed }: Change<Inputs<RoleArgs>, State<RoleState>>,
): Promise<void> {
  if (changed.has('assumeRolePolicy')) {
    await aws.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: text(next, 'assumeRolePolicy') }),
    );
  }
  if (changed.has('description')) {
    await aws.iam.send(
      new UpdateRoleDescriptionCommand({
        RoleName: id,
        Description: optionalText(next, 'description') ?? '',
      }),
    );
  }
  if (changed.has('maxSessionDuration')) {
    // The description again, which the emulator would drop.
    const Description = optionalText(next, 'description') ?? '';
    const MaxSessionDuration = optionalNumber(next, 'maxSessionDuration');
    await aws.iam.send(new UpdateRoleCommand({ RoleName: id, Description, MaxSessionDuration }));
  }
  if (changed.has('permissionsBoundary')) {
    const boundary = optionalText(next, 'permissionsBoundary');
    if (boundary === undefined)
      await aws.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }));
    else
      await aws.iam.send(
        new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary: boundary }),
      );
  }
  await changeTags(old, next, {
    remove: (keys) => aws.iam.send(new UntagRoleCommand({ RoleName: id, TagKeys: keys })),
    put: (tags) => aws.iam.send(new TagRoleCommand({ RoleName: id, Tags: toTagList(tags) })),
  });
}

async function attachedTo(aws: Aws, name: string): Promise<string[]> {
  const found = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name, MaxItems: 1000 }));
  return (found.AttachedPolicies ?? []).map((each) => each.PolicyArn ?? '').sort();
}

async function inlineOf(aws: Aws, name: string): Promise<{ name: string; policy: string }[]> {
  const found = await aws.iam.send(new ListRolePoliciesCommand({ RoleName: name, MaxItems: 1000 }));
  return Promise.all(
    (found.PolicyNames ?? []).sort().map(async (each) => {
      const { PolicyDocument: document } = await aws.iam.send(
        new GetRolePolicyCommand({ RoleName: name, PolicyName: each }),
      );
      return { name: each, policy: decodeDocument(document) };
    }),
  );
}

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
