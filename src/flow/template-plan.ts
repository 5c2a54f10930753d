import { makeAnswers } from '../config/complete-answers.ts';
import { type LoadedFile, validateAccountFile } from '../config/load.ts';
import { mergeFiles } from '../config/merge.ts';
import { shortName } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { awsManagedPolicyArn } from '../lib/arn.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Answers } from '../model/answers.ts';
import { statementsOf } from '../model/attachments.ts';
import type { Plan } from '../model/plan.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { Partition } from '../model/target.ts';
import { assemblePlan } from '../plan/assemble.ts';
import { newAccount } from '../plan/new-account.ts';
import type { AskedWorld } from '../policies/compare-worlds.ts';
import { plannedWorld } from '../policies/planned-world.ts';

/** What a template leaves open, and what is put in its place to see what it comes to. */
export interface Assumed {
  readonly key: string;
  readonly value: string;
}

/** A template, or an account file, and what it would make of a new account. No account is looked at. */
export interface TriedTemplate {
  readonly name: string;
  /** Files of the chain, the nearest first, as mistakes name them. */
  readonly chain: readonly string[];
  /** Flags and environment are left out: it is the files that are looked at. */
  readonly merged: AccountFile;
  readonly file: LoadedFile;
  readonly plan: Plan;
  readonly assumed: readonly Assumed[];
  readonly asked: AskedWorld;
  /** AWS's own policies that are attached and whose text stands in an account only. */
  readonly unread: readonly string[];
}

const sampleId = '123456789012';
const sampleRegion = 'eu-west-1';
const sampleMail = 'somebody@example.com';
/** Somebody for each group of programs: without a member nothing of it can be asked. */
const sampleMachine = (group: string): string => `program-in-${group}`;

/** It has said the same since 2015; every other policy of AWS changes, and is read from the account. */
const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/**
 * @param name of a built-in template, or a file
 * @throws UserError `InvalidFile`, `FileNotReadable`, `TemplateNotFound`
 */
export async function tryTemplate(context: Context, name: string): Promise<TriedTemplate> {
  const file = await validateAccountFile(context, name);
  const merged = mergeFiles([file.base, file.own]);
  const { filled, assumed } = fillIn(merged);
  const region = filled.account?.region ?? sampleRegion;
  const answers = makeAnswers(filled, { id: filled.account?.id ?? sampleId, region });
  const partition = partitionOf(region);
  const plan = planNew(answers, partition);
  return {
    name,
    chain: file.sources.map((source) => shortName(context, source.file)),
    merged,
    file,
    plan,
    assumed,
    asked: askOf(planNew(withSampleMachines(answers), partition)),
    unread: unreadOf(plan),
  };
}

function planNew(answers: Answers, partition: Partition): Plan {
  const { account, regions } = answers;
  return assemblePlan(answers, newAccount({ ...account, partition, regions }), new Map());
}

function fillIn(merged: AccountFile): {
  readonly filled: AccountFile;
  readonly assumed: readonly Assumed[];
} {
  const { account, trail, alarms, budget } = merged;
  const id = account?.id ?? sampleId;
  const region = account?.region ?? sampleRegion;
  const bucket = trail?.bucket ?? `audit-${id}-${region}`;
  const mailed = alarms !== undefined && alarms !== null && alarms.set !== 'none';
  const limited = budget !== undefined && budget !== null;
  const assumed: readonly Assumed[] = [
    ...(account?.id === undefined ? [{ key: 'account.id', value: id }] : []),
    ...(account?.region === undefined ? [{ key: 'account.region', value: region }] : []),
    ...(trail?.enabled !== false && trail?.bucket === undefined
      ? [{ key: 'trail.bucket', value: bucket }]
      : []),
    ...(mailed && alarms.email === undefined ? [{ key: 'alarms.email', value: sampleMail }] : []),
    ...(limited && budget.monthlyUsd === undefined ? [{ key: 'budget.monthlyUsd', value: '100' }] : []),
  ];
  const filled: AccountFile = {
    ...merged,
    account: { ...account, id, region },
    ...(trail?.enabled === false ? {} : { trail: { ...trail, bucket } }),
    ...(mailed ? { alarms: { ...alarms, email: alarms.email ?? sampleMail } } : {}),
    ...(limited
      ? {
          budget: {
            monthlyUsd: budget.monthlyUsd ?? 100,
            email: budget.email ?? alarms?.email ?? sampleMail,
          },
        }
      : {}),
  };
  return { filled, assumed };
}

function withSampleMachines(answers: Answers): Answers {
  const empty = answers.groups.filter(
    ({ kind, name }) => kind === 'machine' && !answers.machines.some(({ groups }) => groups.includes(name)),
  );
  const samples = empty.map(({ name }) => ({ name: sampleMachine(name), groups: [name] }));
  return { ...answers, machines: [...answers.machines, ...samples] };
}

function askOf(plan: Plan): AskedWorld {
  const arn = awsManagedPolicyArn(plan.account.partition, 'AdministratorAccess');
  const { groups, roles } = plan.parts;
  return {
    world: plannedWorld({ plan, awsManaged: { [arn]: everything } }),
    statements: (holder) =>
      holder.kind === 'role'
        ? (roles.find(({ name }) => name === holder.name)?.statements ?? [])
        : statementsOf(groups, holder.groups),
  };
}

function unreadOf({ parts }: Plan): readonly string[] {
  const attached = parts.groups.groups.flatMap(({ awsManaged }) => awsManaged.map(({ name }) => name));
  return [...new Set(attached)].filter((name) => name !== 'AdministratorAccess').sort();
}
