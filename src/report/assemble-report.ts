import { scrubSecrets } from '../lib/scrub-secrets.ts';
import { attachmentsOf } from '../model/attachments.ts';
import { compareFindings, type Finding } from '../model/finding.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import { type CostLine, type Report, type ReportPermission, reportVersion } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { pricesDated } from './costs.ts';
import { type Confirmations, describeManualItems } from './manual-items.ts';
import { chooseNextSteps } from './next-steps.ts';
import { describeAlarms, describeBudget } from './report-alarms.ts';
import { describeMachines, describePeople } from './report-people.ts';
import { describeRoles } from './report-roles.ts';
import { describeTrail } from './report-trail.ts';
import { describeWayBack } from './report-way-back.ts';

/** All that a report is made of; time and ids are arguments, so that the same inputs give the same bytes. */
export interface ReportInputs {
  readonly plan: Plan;
  /** The account as read back; absent where it could not be read. */
  readonly snapshot?: Snapshot;
  /** Of the run that this report follows; absent for a report of its own. */
  readonly outcome?: Outcome;
  readonly findings: readonly Finding[];
  readonly permissions: readonly ReportPermission[];
  readonly secondOpinion?: Report['secondOpinion'];
  /** Absent: not asked for. */
  readonly cis?: Report['cis'];
  readonly keys?: Report['keys'];
  readonly rootLifts?: Report['rootLifts'];
  readonly costs: readonly CostLine[];
  /** ISO time. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly rehearsal: boolean;
  readonly goOn: Report['goOn'];
  readonly resources: Report['resources'];
  readonly confirmations?: Confirmations;
}

/** Puts the handover document together. Carries e-mail addresses: `hideEmails` takes them out again. */
export function assembleReport(inputs: ReportInputs): Report {
  const { plan, snapshot, confirmations } = inputs;
  const findings = uniqueById(inputs.findings).sort(compareFindings);
  const people = describePeople(plan, snapshot);
  const trail = describeTrail(plan, snapshot);
  const alarms = describeAlarms(plan, snapshot);
  const budget = describeBudget(plan);
  const manual = describeManualItems(plan, snapshot, trail, confirmations, alarms);
  const state = describeState(inputs, findings);
  const { id, alias, region, partition } = plan.account;
  return scrubTexts({
    schemaVersion: reportVersion,
    madeAt: inputs.madeAt,
    madeBy: inputs.madeBy,
    rehearsal: inputs.rehearsal,
    account: { id, ...(alias === undefined ? {} : { alias }), region, partition },
    regions: plan.parts['account-defaults'].regions.map((each) => each.name),
    regionsLeftOut: (snapshot?.regionsLeftOut ?? []).map(
      (each) => `${each.name} (${leftOutWords[each.why]})`,
    ),
    state,
    responsible: administrators(plan),
    nextSteps: chooseNextSteps({ state, manual, people, findings }),
    groups: describeGroups(plan, people),
    people,
    machines: describeMachines(plan, snapshot),
    roles: describeRoles(plan, snapshot),
    ...(inputs.keys === undefined ? {} : { keys: inputs.keys }),
    ...(inputs.rootLifts === undefined ? {} : { rootLifts: inputs.rootLifts }),
    permissions: inputs.permissions,
    ...(inputs.secondOpinion === undefined ? {} : { secondOpinion: inputs.secondOpinion }),
    ...(trail === undefined ? {} : { trail }),
    ...(alarms === undefined ? {} : { alarms }),
    ...(budget === undefined ? {} : { budget }),
    manual,
    findings,
    ...(inputs.cis === undefined ? {} : { cis: inputs.cis }),
    costs: inputs.costs,
    costsDated: pricesDated,
    wayBack: describeWayBack(plan, snapshot),
    goOn: inputs.goOn,
    resources: inputs.resources,
  });
}

const leftOutWords = {
  disabled: 'not switched on',
  unknown: 'no such region',
  unreachable: 'not reached',
} as const;

/** The same report without e-mail addresses, which is how it is written unless they were asked for. */
export function hideEmails(report: Report): Report {
  const { alarms, budget } = report;
  return {
    ...report,
    people: report.people.map(withoutEmail),
    ...(alarms === undefined ? {} : { alarms: withoutEmail(alarms) }),
    ...(budget === undefined ? {} : { budget: withoutEmail(budget) }),
  };
}

function withoutEmail<T extends { readonly email?: string }>({ email: _, ...rest }: T): Omit<T, 'email'> {
  return rest;
}

function describeState(inputs: ReportInputs, findings: readonly Finding[]): Report['state'] {
  const { outcome, snapshot } = inputs;
  if (outcome !== undefined && outcome.kind !== 'done') {
    const word = outcome.kind === 'failed' ? 'failed' : 'was stopped';
    const [first] = outcome.diagnostics.filter((each) => each.severity === 'error');
    const why = first === undefined ? '' : ` ${first.message}`;
    return {
      kind: 'incomplete',
      sentence: `The last run ${word} before it was finished; what it did stays.${why}`,
    };
  }
  if (snapshot === undefined)
    return {
      kind: 'incomplete',
      sentence: 'The account could not be read back, so nothing here is verified.',
    };
  // What waits for a person is no finding yet: it stands among the manual items.
  const told = findings.filter(
    (finding) => finding.severity !== 'info' && finding.state === undefined,
  ).length;
  if (told > 0)
    return { kind: 'findings', sentence: `${told === 1 ? '1 finding' : `${told} findings`}; see Findings.` };
  const gaps = snapshot.notRead.length;
  const note = gaps === 0 ? '' : ` ${gaps === 1 ? 'One thing' : `${gaps} things`} could not be read.`;
  return { kind: 'in-sync', sentence: `The account is as the file says.${note}` };
}

function administrators(plan: Plan): readonly string[] {
  const groups = plan.parts.groups.groups
    .filter((group) => group.awsManaged.some((policy) => policy.arn.endsWith(':policy/AdministratorAccess')))
    .map((group) => group.name);
  return plan.parts.people
    .filter((person) => person.groups.some((group) => groups.includes(group)))
    .map((person) => person.name);
}

function describeGroups(plan: Plan, people: Report['people']): Report['groups'] {
  const { groups, policies } = plan.parts.groups;
  return groups.map((group) => {
    const members = group.kind === 'human' ? people : plan.parts.machines;
    return {
      name: group.name,
      kind: group.kind,
      ...(group.purpose === undefined ? {} : { purpose: group.purpose }),
      ...(group.owner === undefined ? {} : { owner: group.owner }),
      policies: attachmentsOf(group, policies).map((policy) => policy.name),
      members: members.filter((member) => member.groups.includes(group.name)).map((member) => member.name),
    };
  });
}

function uniqueById(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

/** Error texts and findings come from outside: whatever looks like a credential goes, wherever it stands. */
function scrubTexts<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? scrubSecrets(inner) : inner,
  ) as T;
}
