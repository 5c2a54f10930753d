import type { Context } from '../context.ts';
import { describeAdopted } from '../findings/adopted-things.ts';
import type { AdoptedThing } from '../model/adoption.ts';
import type { Finding } from '../model/finding.ts';
import type { EngineStep, Outcome, StepOperation } from '../model/outcome.ts';
import type { Plan, PlannedResource } from '../model/plan.ts';
import type { PowerChange } from '../model/power.ts';
import type { CostLine, ReportPermission } from '../model/report.ts';
import { monthlyCosts } from '../report/costs.ts';
import { phraseFindings, wrapText } from '../ui/phrase.ts';
import { phraseAdopted } from '../ui/phrase-adopted.ts';
import { phraseCosts, phrasePermissions, phraseSteps } from '../ui/phrase-plan.ts';
import { phrasePower } from '../ui/phrase-power.ts';
import { powerOfPlan } from './powers.ts';
import type { Study } from './study.ts';

/** A plan as it is shown: what happens, who may do what afterwards, what it costs. */
export interface PlanView {
  readonly changes: readonly ChangeRow[];
  readonly permissions: readonly ReportPermission[];
  /** Who gains and who loses what, against the account as it is. */
  readonly power: readonly PowerChange[];
  /** What the account has already, with who is in it and what stays as it is. */
  readonly adopted: readonly AdoptedThing[];
  readonly costs: readonly CostLine[];
  /** Differences that the run puts right. */
  readonly repairs: readonly Finding[];
  /** What is foreign on our things: told, and left alone. */
  readonly foreign: readonly Finding[];
  /** What waits for a person: no drift yet. */
  readonly pending: readonly Finding[];
}
export interface ChangeRow {
  readonly verb: 'make' | 'change' | 'adopt' | 'repair' | 'replace' | 'remove' | 'leave alone';
  readonly name: string;
  readonly title: string;
  readonly part: string;
  readonly changed: readonly string[];
  readonly inRegion?: { readonly setting: string; readonly region: string };
  readonly within?: { readonly name: string; readonly as: string };
}

/** Puts preview and comparison together. Pure. */
export function viewPlan(study: Study, preview: Outcome, planned: readonly PlannedResource[]): PlanView {
  const known = new Map(planned.map((each) => [each.name, each]));
  const order = new Map(planned.map((each, index) => [each.name, index]));
  const position = (name: string) => order.get(name) ?? planned.length;
  const same = new Set(preview.steps.filter((step) => step.operation === 'same').map((step) => step.name));
  // What the run changes anyway is the file's doing, not somebody's hand.
  const repairs = study.differences.filter((each) =>
    repairTargets(each, study).some((name) => same.has(name)),
  );
  const pending = study.differences.filter((each) => each.state === 'pending');
  const foreign = study.differences.filter(
    (each) => (each.resources ?? []).length === 0 && each.state === undefined,
  );
  const repaired = new Set(repairs.flatMap((each) => repairTargets(each, study)));
  const changes = preview.steps
    .filter((step) => known.has(step.name) || step.operation === 'delete')
    .filter((step) => step.type.startsWith('aws:'))
    .map((step): ChangeRow => {
      const resource = known.get(step.name);
      const verb =
        step.operation === 'same' && repaired.has(step.name)
          ? 'repair'
          : verbOf(step.operation, step.name, study.plan);
      return {
        verb,
        name: step.name,
        title: resource?.title ?? titleOfGone(step, study),
        part: resource?.part ?? '',
        changed: step.changed,
        ...(resource?.inRegion === undefined ? {} : { inRegion: resource.inRegion }),
        ...(resource?.within === undefined ? {} : { within: resource.within }),
      };
    })
    .sort((a, b) => position(a.name) - position(b.name));
  const powers = powerOfPlan(study);
  return {
    changes: mergeRows(changes),
    ...powers,
    adopted: describeAdopted(planned, { ...study, power: powers.power }),
    costs: monthlyCosts(study.plan),
    repairs,
    foreign,
    pending,
  };
}

/** The plan has no title for what it no longer wants. */
function titleOfGone(step: EngineStep, study: Study): string {
  const entry = study.state.get(step.name);
  if (entry === undefined) return step.name;
  // Ids of account settings say nothing, and one of them is the same in every region.
  if (entry.retained)
    return `${entry.name.startsWith('account-defaults/') ? entry.name : entry.id}: let go, it stays in the account`;
  return step.type === 'aws:iam/user:User'
    ? `user ${entry.id}, with password, keys and MFA devices`
    : `${step.name} (${entry.id})`;
}

/** Logical names of a finding that the state already knows: these are put back by a targeted run with refresh. */
export function repairTargets(finding: Finding, study: Study): readonly string[] {
  return (finding.resources ?? []).filter((name) => study.state.has(name));
}

/** True when neither the engine nor the comparison with the account has anything to do. */
export function isInSync(view: PlanView): boolean {
  return view.repairs.length === 0 && view.changes.every((change) => change.verb === 'leave alone');
}

export function showPlan(context: Context, view: PlanView, plan: Plan): void {
  const { width } = context.host;
  const text = [
    ...phraseSteps(view.changes, { width }),
    ...(view.repairs.length === 0
      ? []
      : ['', 'Changed by hand since the last run:', ...phraseFindings(view.repairs, { width })]),
    ...(view.foreign.length === 0
      ? []
      : ['', 'Not ours, left alone:', ...phraseFindings(view.foreign, { width })]),
    ...(view.pending.length === 0
      ? []
      : [
          '',
          'Waiting for a person:',
          ...view.pending.flatMap((each) => wrapText(`  ${each.what} ${each.fix}`, { width, indent: 4 })),
        ]),
    ...(view.adopted.length === 0 ? [] : ['', ...phraseAdopted(view.adopted, { width })]),
    '',
    ...phrasePermissions(view.permissions, { width }),
    '',
    ...phrasePower(view.power, { width }),
    '',
    ...phraseCosts(view.costs, { width }),
  ];
  context.host.write(`${text.join('\n')}\n`);
  context.host.tell({ level: 'debug', text: `Plan for account ${plan.account.id}, ${plan.account.region}` });
}

function verbOf(operation: StepOperation, name: string, plan: Plan): ChangeRow['verb'] {
  switch (operation) {
    // An adopted thing that differs is imported and then changed: two steps, one adoption.
    case 'create':
    case 'import':
    case 'update':
      if (plan.adopt[name] !== undefined) return 'adopt';
      return operation === 'create' ? 'make' : operation === 'import' ? 'adopt' : 'change';
    case 'replace':
      return 'replace';
    case 'delete':
    case 'discard':
      return 'remove';
    case 'same':
    case 'read':
      return 'leave alone';
  }
}

/** One row a resource; what both steps of an adoption change stands in it. */
function mergeRows(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const byName = new Map<string, ChangeRow>();
  for (const row of rows) {
    const before = byName.get(row.name);
    const changed = [...new Set([...(before?.changed ?? []), ...row.changed])];
    byName.set(
      row.name,
      before === undefined || before.verb === 'leave alone' ? { ...row, changed } : { ...before, changed },
    );
  }
  return [...byName.values()];
}
