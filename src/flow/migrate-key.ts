import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { exitCodes, UserError } from '../errors.ts';
import { changeNotes, noteKey } from '../handover/account-notes.ts';
import type { RoleProposal } from '../model/key-reach.ts';
import type { ScannedKey } from '../model/key-scan.ts';
import type { ByHand, TemplateChange } from '../model/keys.ts';
import type { RolePlan } from '../model/plan.ts';
import type { InstanceFact } from '../model/snapshot.ts';
import { proposeRole } from '../policies/propose-role.ts';
import { wrapText } from '../ui/phrase.ts';
import { phraseKey } from '../ui/phrase-keys.ts';
import { phraseMigration, phraseReplacing } from '../ui/phrase-migration.ts';
import { type AttachedRow, attachRole, chooseInstances } from './attach-role.ts';
import type { CheckSubject } from './check-account.ts';
import { readAnswers } from './check-file.ts';
import { chooseKey } from './choose-key.ts';
import { confirmApply } from './confirm.ts';
import { makeRole } from './limit-to-role.ts';
import { migrateRoot } from './migrate-root.ts';
import { checkPlaceAgain } from './place.ts';
import { readBucketFlags } from './read-bucket-flags.ts';
import { refuseReplacing } from './refuse-replacing.ts';
import {
  planTemplates,
  type RenewedRow,
  refuseReplacingIn,
  renewTemplates,
  type TemplatePlan,
} from './renew-templates.ts';
import { requireApplied } from './require-applied.ts';
import { guardRoles, type LiftFlags, noteLift } from './role-guards.ts';
import { type Scanned, scanKeys } from './scan-keys.ts';
import { withState } from './state-session.ts';
import { type Study, studyAccount } from './study.ts';
import { roleEntry, thingEntries, withRole, writeRole } from './write-role.ts';

export interface MigrateFlags extends LiftFlags {
  readonly user?: string;
  /** A role of the file, or the name of the new one. */
  readonly role?: string;
  /** In place of what the policies justify. */
  readonly bucket?: readonly string[];
  /** In place of those that the key lies on. */
  readonly instance?: readonly string[];
  readonly replace?: boolean;
  readonly requireImdsv2?: boolean;
  /** @default 1 */
  readonly hopLimit?: number;
}

/** What a migration would do, before it is agreed to. */
export interface Migration {
  readonly key: ScannedKey;
  /** Absent: the role is in the file already. */
  readonly proposal?: RoleProposal;
  readonly role: string;
  readonly instances: readonly InstanceFact[];
  /** Launch templates that get a version with the role and without the key. */
  readonly templates: readonly TemplateChange[];
  /** Other places whose user data make new machines. */
  readonly byHand: readonly ByHand[];
}

/**
 * A role in the place of a key: proposes it from the key's policies, writes it into the file, makes just that, and
 * gives it to the machines that the key lies on. The key itself stays as it is.
 */
export async function migrateKey(
  context: Context,
  subject: CheckSubject,
  said: string,
  flags: MigrateFlags,
): Promise<CommandResult> {
  if (said.toLowerCase() === 'root')
    return migrateRoot(context, (await scanKeys(context, subject)).scan.root);
  return withState(context, subject.place, 'keys migrate', async (folder) => {
    const scanned = await scanKeys(context, subject);
    const { study } = scanned;
    const planned = planMigration(scanned, said, flags);
    requireApplied(study, folder);
    const lift = guardRoles(context, study.findings, flags);
    refuseReplacing(planned.role, planned.instances, flags.replace === true);
    const { changes, byHand }: TemplatePlan = await planTemplates(subject.place, planned.key, planned.role);
    refuseReplacingIn(changes, planned.role, flags.replace === true);
    const migration: Migration = { ...planned, templates: changes, byHand };
    if (!context.flags.json) {
      const lines = [...phraseKey(migration.key), '', ...phraseMigration(migration, flags.replace === true)];
      context.host.write(
        `${lines.flatMap((line) => wrapText(line, { width: context.host.width, indent: 4 })).join('\n')}\n`,
      );
    }
    const { id, alias } = study.plan.account;
    await confirmApply(context, {
      accountId: id,
      first: false,
      verb: 'migrate',
      ...(alias === undefined ? {} : { alias }),
    });
    await checkPlaceAgain(context, subject.file, subject.place);
    const done = await carryThrough(context, subject, { folder, migration, flags });
    const at = context.now().toISOString();
    await changeNotes(folder, (notes) =>
      noteKey(
        notes,
        { user: migration.key.owner, idEnd: migration.key.idEnd },
        {
          role: migration.role,
          instances: migration.instances.map((each) => each.id),
          attachedAt: at,
        },
      ),
    );
    await noteLift(context, folder, lift);
    return conclude(context, migration, done);
  });
}

/**
 * @throws UserError `NoSuchKey`, `NothingToPropose`, `NoSuchInstance`
 */
function planMigration(
  { study, scan }: Scanned,
  said: string,
  flags: MigrateFlags,
): Omit<Migration, 'templates' | 'byHand'> {
  const { user, key } = chooseKey(study.snapshot, said, flags.user);
  const found = scan.keys.find((each) => each.owner === user.name && each.idEnd === key.idEnd);
  if (found === undefined) throw new UserError('NoSuchKey', `The key …${key.idEnd} was not found again.`);
  const planned = study.plan.parts.roles.map((role) => role.name);
  const foreign = study.snapshot.roles.map((role) => role.name).filter((name) => !planned.includes(name));
  const own =
    flags.bucket === undefined ? undefined : readBucketFlags(flags.bucket, { delete: false, create: false });
  const proposed = proposeRole(user.name, found.reach, foreign);
  const role = flags.role ?? proposed.role;
  const isThere = planned.includes(role);
  const buckets = own ?? proposed.buckets;
  const things = own === undefined ? proposed.things : [];
  if (!isThere && buckets.length === 0 && things.length === 0) {
    throw new UserError(
      'NothingToPropose',
      `No role can be proposed for the key …${key.idEnd} of ${user.name}.\n${proposed.remarks
        .slice(0, -1)
        .map((each) => `  ${each}`)
        .join('\n')}`,
      {
        fix: 'Name what the program needs: --bucket <name:read-write>, repeated; or a role of the file: --role <name>.',
        details: [found.reach],
      },
    );
  }
  const onInstances = found.places.filter(({ kind }) => kind === 'instance').map(({ id }) => id);
  const ids = flags.instance ?? [...new Set(onInstances)];
  return {
    key: found,
    role,
    ...(isThere
      ? {}
      : { proposal: { role, buckets, things, remarks: own === undefined ? proposed.remarks : [] } }),
    instances: chooseInstances(study.snapshot, ids),
  };
}

interface Agreed {
  readonly folder: string;
  readonly migration: Migration;
  readonly flags: MigrateFlags;
}
interface Done {
  readonly made: readonly string[];
  readonly attached: readonly AttachedRow[];
  readonly renewed: readonly RenewedRow[];
}

async function carryThrough(context: Context, subject: CheckSubject, agreed: Agreed): Promise<Done> {
  const { folder, migration, flags } = agreed;
  const { place } = subject;
  const { proposal, role } = migration;
  const entry =
    proposal &&
    roleEntry(
      `In the place of the access key of ${migration.key.owner}`,
      proposal.buckets,
      thingEntries(proposal.things, subject.answers.account.region),
    );
  const wanted = entry === undefined ? subject.file : withRole(subject.file, role, entry);
  const study = await studyAccount(
    context,
    place,
    wanted,
    readAnswers(wanted, place),
    readStateIndex(folder),
    { signal: context.interrupts.signal },
  );
  // Whether the buckets are there and ours is known now; the file is written when nothing stands in the way.
  guardRoles(context, study.findings, flags);
  if (entry !== undefined) await writeRole(context, subject.file, role, entry);
  const made = await makeRole(context, place, folder, study, role);
  for (const title of made) context.host.tell({ level: 'success', text: `Made: ${title}.` });
  const tokens = flags.requireImdsv2 === true ? { hopLimit: flags.hopLimit ?? 1 } : {};
  const carrier = plannedRole(study, role);
  const attached = await attachRole(context, {
    place,
    folder,
    role: carrier,
    instances: migration.instances,
    replace: flags.replace === true,
    ...tokens,
  });
  const renewed = await renewTemplates(context, {
    place,
    folder,
    key: migration.key,
    role,
    profile: carrier.profile.name,
    changes: migration.templates,
    ...tokens,
  });
  return { made, attached, renewed };
}

/** @throws UserError `NoSuchRole` naming those of the file */
export function plannedRole({ plan }: Pick<Study, 'plan'>, name: string): RolePlan {
  const role = plan.parts.roles.find((each) => each.name === name);
  if (role !== undefined) return role;
  const known = plan.parts.roles.map((each) => each.name);
  throw new UserError('NoSuchRole', `The file has no role "${name}".`, {
    fix:
      known.length === 0
        ? 'Make one: bootstrap-account role add <name> --bucket <bucket>.'
        : `It has: ${known.join(', ')}.`,
  });
}

function conclude(context: Context, migration: Migration, { made, attached, renewed }: Done): CommandResult {
  const { key, role, instances, templates, byHand } = migration;
  const { host } = context;
  if (instances.length > 0) {
    host.tell({
      level: 'info',
      text: 'Programs take a key of theirs before the role: remove it from ~/.aws/credentials and the environment on the machine. Then, there: aws sts get-caller-identity',
    });
  }
  for (const text of phraseReplacing(templates)) host.tell({ level: 'info', text });
  host.tell({
    level: 'info',
    text: `AWS tells the use of a role some hours late: bootstrap-account keys scan says when ${role} was seen in use. The key …${key.idEnd} stays on until: bootstrap-account keys retire ${key.idEnd} --user ${key.owner}`,
  });
  return {
    code: exitCodes.done,
    document: {
      result: 'migrated',
      key: { owner: key.owner, idEnd: key.idEnd },
      role,
      buckets: migration.proposal?.buckets ?? null,
      things: migration.proposal?.things ?? null,
      made,
      attached,
      templates: renewed,
      byHand: byHand.map(({ place, why }) => ({ ...place, why })),
      hostCommand: 'aws sts get-caller-identity',
    },
  };
}
