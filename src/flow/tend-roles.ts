import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes, UserError } from '../errors.ts';
import { readNotes } from '../handover/account-notes.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { TemplateNote } from '../model/keys.ts';
import type { RolePlan } from '../model/plan.ts';
import { describeTasks } from '../report/role-tasks.ts';
import { phrasePutBack } from '../ui/phrase-put-back.ts';
import { phraseRoles, type RoleRow } from '../ui/phrase-roles.ts';
import { attachRole, chooseInstances, detachRole } from './attach-role.ts';
import { type CheckSubject, peekState } from './check-account.ts';
import { readAnswers } from './check-file.ts';
import { confirmApply } from './confirm.ts';
import { makeRole } from './limit-to-role.ts';
import { plannedRole } from './migrate-key.ts';
import { checkPlaceAgain, stateFolder } from './place.ts';
import { readBucketFlags, readThingFlags, type ThingFlags } from './read-bucket-flags.ts';
import { refuseReplacing } from './refuse-replacing.ts';
import { putTemplatesBack } from './renew-templates.ts';
import { requireApplied } from './require-applied.ts';
import { guardRoles, type LiftFlags, noteLift } from './role-guards.ts';
import { withState } from './state-session.ts';
import { type Study, studyAccount } from './study.ts';
import { roleEntry, withRole, writeRole } from './write-role.ts';

export interface AddRoleFlags extends LiftFlags, ThingFlags {
  readonly bucket?: readonly string[];
  readonly purpose?: string;
  readonly delete?: boolean;
  readonly create?: boolean;
}
export interface AttachRoleFlags extends LiftFlags {
  readonly replace?: boolean;
  readonly requireImdsv2?: boolean;
  readonly hopLimit?: number;
}

function lookAt(context: Context, { place, file, answers }: CheckSubject): Promise<Study> {
  return studyAccount(context, place, file, answers, peekState(context, place), {
    signal: context.interrupts.signal,
  });
}

/** Writes a role for one task into the file and makes just that. */
export async function addRole(
  context: Context,
  subject: CheckSubject,
  name: string,
  flags: AddRoleFlags,
): Promise<CommandResult> {
  const things = readThingFlags(flags);
  if ((flags.bucket ?? []).length === 0 && Object.keys(things).length === 0) {
    throw new UserError('MissingAnswers', 'What is the role for? Nothing was named.', {
      fix: 'Add --bucket <name>, <name>:read-write or <name>/<prefix>:write; --queue <name>:send; --secret <name>; --log-group <name>. Repeat each as needed.',
    });
  }
  const buckets = readBucketFlags(flags.bucket ?? [], {
    delete: flags.delete === true,
    create: flags.create === true,
  });
  const { place } = subject;
  return withState(context, place, 'role add', async (folder) => {
    const present = subject.answers.roles.find((role) => role.name === name);
    const used = [...buckets, ...Object.values(things).flat()].map((each) => each.name).join(', ');
    const entry =
      present === undefined
        ? roleEntry(flags.purpose ?? `Programs that use ${used}`, buckets, things)
        : undefined;
    const file = entry === undefined ? subject.file : withRole(subject.file, name, entry);
    if (present !== undefined)
      context.host.tell({
        level: 'info',
        text: `The file has the role "${name}" already: it is made as it stands there.`,
      });
    const study = await lookAt(context, { place, file, answers: readAnswers(file, place) });
    requireApplied(study, folder);
    const lift = guardRoles(context, study.findings, flags);
    const role = plannedRole(study, name);
    if (!context.flags.json)
      context.host.write(
        `${[`Role ${name}:`, ...describeTasks(role).map((task) => `  ${task}`)].join('\n')}\n`,
      );
    await confirmApply(context, { accountId: study.plan.account.id, first: false, verb: 'make the role' });
    await checkPlaceAgain(context, subject.file, place);
    if (entry !== undefined) await writeRole(context, subject.file, name, entry);
    const made = await makeRole(context, place, folder, study, name);
    await noteLift(context, folder, lift);
    const text = made.length === 0 ? `The role ${name} was there already.` : `Made: ${made.join(', ')}.`;
    context.host.tell({ level: 'success', text });
    context.host.tell({
      level: 'info',
      text: `Give it to a machine: bootstrap-account role attach ${name} <instance>`,
    });
    return {
      code: exitCodes.done,
      document: { result: made.length === 0 ? 'nothing' : 'made', role: name, made },
    };
  });
}

/** Gives running instances a role of the file. */
export async function attachToInstances(
  context: Context,
  subject: CheckSubject,
  name: string,
  ids: readonly string[],
  flags: AttachRoleFlags,
): Promise<CommandResult> {
  const { place } = subject;
  return withState(context, place, 'role attach', async (folder) => {
    const study = await lookAt(context, subject);
    const role = plannedRole(study, name);
    requireMade(study, role);
    const instances = chooseInstances(study.snapshot, ids);
    const lift = guardRoles(context, study.findings, flags);
    refuseReplacing(role.profile.name, instances, flags.replace === true);
    const hopLimit = flags.requireImdsv2 === true ? (flags.hopLimit ?? 1) : undefined;
    tellAttachment(context, role, instances, hopLimit);
    await confirmApply(context, { accountId: study.plan.account.id, first: false, verb: 'attach the role' });
    await checkPlaceAgain(context, subject.file, place);
    await noteLift(context, folder, lift);
    const attached = await attachRole(context, {
      ...{ place, folder, role, instances, replace: flags.replace === true },
      ...(hopLimit === undefined ? {} : { hopLimit }),
    });
    context.host.tell({
      level: 'info',
      text: 'Programs take a key of theirs before the role; on the machine this says which: aws sts get-caller-identity',
    });
    return { code: exitCodes.done, document: { result: 'attached', role: name, attached } };
  });
}

function tellAttachment(
  context: Context,
  role: RolePlan,
  instances: Study['snapshot']['instances'],
  hopLimit: number | undefined,
): void {
  if (context.flags.json) return;
  const lines = instances.map(({ id, name, region, profileArn }) => {
    const has = profileArn?.slice(profileArn.lastIndexOf('/') + 1);
    const before =
      has === undefined || has === role.profile.name
        ? ''
        : `, in the place of "${has}", whose rights its programs lose`;
    return `  ${id}${name === undefined ? '' : ` ("${name}")`} in ${region}${before}`;
  });
  const tokens =
    hopLimit === undefined ? [] : [`  and IMDSv2 is required of them, answers living ${hopLimit} hop(s)`];
  context.host.write(`${[`Role ${role.name} to`, ...lines, ...tokens].join('\n')}\n`);
}

/** @throws UserError `RoleNotApplied` */
function requireMade({ snapshot }: Study, role: RolePlan): void {
  if (snapshot.instanceProfiles.some((profile) => profile.name === role.profile.name)) return;
  throw new UserError(
    'RoleNotApplied',
    `The role "${role.name}" stands in the file and not in the account yet.`,
    {
      fix: `Make it: bootstrap-account role add ${role.name} --bucket <as in the file>, or apply.`,
    },
  );
}

/** @throws UserError `NoSuchTemplate` */
function chooseTemplates(
  noted: readonly TemplateNote[],
  role: string,
  ids: readonly string[],
): readonly TemplateNote[] {
  const ours = noted.filter((each) => each.role === role);
  const unknown = ids.filter((id) => !ours.some(({ template }) => template === id));
  if (unknown.length === 0) return ours.filter(({ template }) => ids.includes(template));
  throw new UserError(
    'NoSuchTemplate',
    `The role "${role}" was not put into ${unknown.join(', ')} from here.`,
    {
      fix:
        ours.length === 0
          ? 'keys migrate puts a role into launch templates; it did not yet.'
          : `It was put into: ${ours.map(({ template }) => template).join(', ')}.`,
    },
  );
}

/** Takes a role off instances and launch templates and puts back what was there before. */
export async function detachFromInstances(
  context: Context,
  subject: CheckSubject,
  name: string,
  ids: readonly string[],
): Promise<CommandResult> {
  const { place } = subject;
  return withState(context, place, 'role detach', async (folder) => {
    const study = await lookAt(context, subject);
    const { attachments, templates: noted = [] } = await readNotes(folder);
    const isTemplate = (id: string) => id.startsWith('lt-');
    const templates = chooseTemplates(noted, name, ids.filter(isTemplate));
    const instances = chooseInstances(
      study.snapshot,
      ids.filter((id) => !isTemplate(id)),
    );
    guardRoles(
      context,
      study.findings.filter(({ rule }) => rule === 'wrong-account' || rule === 'root-caller'),
      {},
    );
    // A role that has left the file is taken off all the same, where it was put there, or made, from here.
    const isOurs =
      [...attachments, ...noted].some((each) => each.role === name) || study.state.has(names.role(name));
    const profile = isOurs ? name : plannedRole(study, name).profile.name;
    if (!context.flags.json) {
      const lines = phrasePutBack(instances, { attachments, templates });
      context.host.write(`${[`Role ${name} off`, ...lines].join('\n')}\n`);
    }
    await confirmApply(context, { accountId: study.plan.account.id, first: false, verb: 'detach the role' });
    await checkPlaceAgain(context, subject.file, place);
    const detached = await detachRole(context, { place, folder, profile, instances });
    const putBack = await putTemplatesBack(context, { place, folder }, templates);
    return {
      code: exitCodes.done,
      document: { result: 'detached', role: name, detached, templates: putBack },
    };
  });
}

/** Roles of the file, their tasks, who carries them, and when they were last used. Reads only. */
export async function listRoles(context: Context, subject: CheckSubject): Promise<CommandResult> {
  const study = await lookAt(context, subject);
  const { plan, snapshot } = study;
  const rows = plan.parts.roles.map((role): RoleRow => {
    const live = snapshot.roles.find((each) => each.name === role.name);
    const instances = snapshot.instances.filter(
      ({ profileArn }) => profileArn?.slice(profileArn.lastIndexOf('/') + 1) === role.profile.name,
    );
    return {
      role: role.name,
      made: live !== undefined,
      ...(role.purpose === undefined ? {} : { purpose: role.purpose }),
      tasks: describeTasks(role),
      instances: instances.map(({ id, name, region }) => ({
        id,
        region,
        ...(name === undefined ? {} : { name }),
      })),
      ...(live?.lastUsedAt === undefined ? {} : { lastUsedAt: live.lastUsedAt }),
    };
  });
  const { attachments, templates = [] } = await readNotes(stateFolder(subject.place));
  if (!context.flags.json) context.host.write(`${phraseRoles(rows, context.host.width).join('\n')}\n`);
  return { code: exitCodes.done, document: { roles: rows, attachments, templates } };
}
