import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { NotRead } from '../../model/snapshot.ts';
import { findingOf } from '../rules.ts';
import type { PreflightInput } from './input.ts';

/** Seconds that a first apply takes at most on a slow day; less than that left is said. */
const enoughLife = 30 * 60;

/** Is it the account that was meant, may it be read, and do the credentials last. */
export function checkAccount(input: PreflightInput): readonly Finding[] {
  return [
    ...checkIdentity(input),
    ...input.snapshot.notRead.map((read) => checkRead(read, input.plan)),
    ...checkLife(input),
  ];
}

function checkIdentity({ snapshot, plan, expectedAccount, fileAccount }: PreflightInput): readonly Finding[] {
  const actual = snapshot.caller.accountId;
  const wanted = [
    { where: '--account', id: expectedAccount },
    { where: 'account.id of the file', id: fileAccount },
    { where: 'the plan', id: plan?.account.id },
  ].filter((wish) => wish.id !== undefined && wish.id !== actual);
  return [...new Map(wanted.map((wish) => [wish.id, wish])).values()].map(({ where, id = '' }) =>
    findingOf('wrong-account', id, {
      what: `The credentials belong to account ${actual}, but ${where} says ${id}.`,
      expected: id,
      actual,
      why: 'What is meant for one account must not reach another.',
      fix: `Choose the profile of account ${id} with --profile, or correct the id if ${actual} is the right account.`,
      stops: 'refuse',
    }),
  );
}

/** Without these two nobody can say what is there: a plan would be a guess. */
const essential: readonly string[] = ['iam:GetAccountAuthorizationDetails', 'iam:GetAccountSummary'];
/**
 * What only dates things, or shows what no run writes (keys in what machines start with); everything else decides
 * what a run makes, keeps or overwrites.
 */
const dispensable: readonly string[] = [
  'iam:GetAccessKeyLastUsed',
  'iam:GenerateCredentialReport',
  'iam:GetCredentialReport',
  'autoscaling:DescribeLaunchConfigurations',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeLaunchTemplates',
  'ec2:DescribeLaunchTemplateVersions',
  'sts:GetAccessKeyInfo',
];

/** What shows nothing that a run changes where the file does not want it. */
const onlyWanted: Readonly<Record<string, (plan: Plan) => boolean>> = {
  'access-analyzer:ListAnalyzers': (plan) => plan.parts['account-defaults'].accessAnalyzer,
  'account:GetAlternateContact': (plan) => plan.parts['account-defaults'].contacts.length > 0,
  'ec2:GetInstanceMetadataDefaults': (plan) => plan.parts['account-defaults'].requireImdsv2,
};

function checkRead({ action, why }: NotRead, plan: Plan | undefined): Finding {
  const inventory = essential.includes(action);
  const isWanted = plan === undefined || onlyWanted[action]?.(plan) !== false;
  const stops = !dispensable.includes(action) && isWanted;
  return findingOf(inventory ? 'unknown-inventory' : 'not-read', `${action} ${why}`, {
    what: `${action} was denied (${why}).`,
    why: inventory
      ? 'Without it nobody can say what the account holds.'
      : 'What it shows is unknown here: a run could overwrite it, or call something in sync that is not.',
    fix: `Run with a caller that may call ${action}.`,
    ...(stops ? { stops: 'refuse' as const } : {}),
  });
}

function checkLife({ snapshot, credentialsExpireAt }: PreflightInput): readonly Finding[] {
  if (credentialsExpireAt === undefined) return [];
  const seconds = (Date.parse(credentialsExpireAt) - Date.parse(snapshot.takenAt)) / 1000;
  if (!(seconds < enoughLife)) return [];
  return [
    findingOf('credentials-expire-soon', snapshot.caller.arn, {
      what: `The credentials end in ${Math.max(0, Math.floor(seconds / 60))} minutes.`,
      why: 'A run that outlives them stops in the middle; the next run carries on from there.',
      fix: 'Sign in again before a long run.',
    }),
  ];
}
