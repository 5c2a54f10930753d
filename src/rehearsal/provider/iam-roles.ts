import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { RoleArgs, RoleState } from '@pulumi/aws/iam/role.js';
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
