import { type Step, type StepId, type StepsReport, stepIds } from '../model/steps.ts';
import { plannedNames } from './perimeter/ours-by-name.ts';
import { proposeMember } from './propose-member.ts';
import {
  checkStep,
  groupsStep,
  oldTrailsStep,
  outsideStep,
  prepareStep,
  rootStep,
  trailStep,
} from './steps/account-steps.ts';
import { stepOf } from './steps/allot.ts';
import {
  devicesStep,
  directRightsStep,
  enforceStep,
  leaversStep,
  peopleStep,
  personalKeysStep,
} from './steps/people-steps.ts';
import { instancesStep, keysStep, programsStep } from './steps/program-steps.ts';
import { isOpen, itemOf, type StepDraft, type StepFacts, type StepInput } from './steps/step-input.ts';
import { powerOfSteps } from './steps/step-power.ts';

export type { StepInput };

const builders: Readonly<Record<StepId, (facts: StepFacts) => StepDraft | undefined>> = {
  root: rootStep,
  people: peopleStep,
  trail: trailStep,
  prepare: prepareStep,
  devices: devicesStep,
  'personal-keys': personalKeysStep,
  enforce: enforceStep,
  'direct-rights': directRightsStep,
  programs: programsStep,
  instances: instancesStep,
  keys: keysStep,
  leavers: leaversStep,
  groups: groupsStep,
  'old-trails': oldTrailsStep,
  outside: outsideStep,
  check: checkStep,
};

/**
 * The way from an account as it was found to one in sync: every open finding belongs to one step, each step says
 * what it changes for whom, and what is settled is ticked because the account says so. Pure: no journal is kept.
 */
export function planSteps(input: StepInput): Pick<StepsReport, 'result' | 'steps'> {
  const facts = gatherFacts(input);
  const drafts = withOrphans(
    stepIds.flatMap((id) => builders[id](facts) ?? []),
    facts,
  );
  const unfinished = new Set(
    drafts.filter(({ items }) => items.some(({ done }) => !done)).map(({ id }) => id),
  );
  const open = openSteps(drafts, unfinished);
  const steps = drafts.map((draft, index): Step => {
    const { needs, ...told } = draft;
    // The end waits for everything before it.
    const waits = draft.id === 'check' ? [...open].filter((id) => id !== 'check') : needs;
    const waitsFor = waits.filter((id) => open.has(id));
    return {
      ...{ affects: [], power: [], before: [], commands: [], otherwise: [], fileLines: [] },
      ...told,
      number: index + 1,
      waitsFor,
      state: !unfinished.has(draft.id)
        ? 'done'
        : !open.has(draft.id)
          ? 'waiting'
          : waitsFor.length === 0
            ? 'now'
            : 'later',
    };
  });
  return { result: open.size === 0 ? 'in-sync' : 'steps', steps };
}

/** Steps with something to do: more than waiting for people, or another open step cannot begin without them. */
function openSteps(drafts: readonly StepDraft[], unfinished: ReadonlySet<StepId>): ReadonlySet<StepId> {
  const open = new Set(
    drafts
      .filter(({ items }) => items.some(({ done, waiting }) => !done && waiting !== true))
      .map(({ id }) => id),
  );
  // From the last to the first: each needs only what comes before it.
  for (const { id, needs } of drafts.toReversed())
    if (open.has(id)) for (const needed of needs) if (unfinished.has(needed)) open.add(needed);
  return open;
}

/** Whatever no step told stands in the last one: nothing that is open may be lost on the way. */
function withOrphans(drafts: readonly StepDraft[], { findings }: StepFacts): readonly StepDraft[] {
  const told = new Set(drafts.flatMap(({ items }) => items.flatMap((item) => item.findings)));
  const lost = findings.filter(
    (finding) => isOpen(finding) && finding.severity !== 'info' && !told.has(finding.id),
  );
  return drafts.map((draft) =>
    draft.id === 'check' ? { ...draft, items: [...lost.map((each) => itemOf(each)), ...draft.items] } : draft,
  );
}

function gatherFacts(input: StepInput): StepFacts {
  const { plan, snapshot, groups, findings } = input;
  const known = plannedNames(plan);
  const isKnown = (name: string) =>
    [...known.people, ...known.machines].some((each) => each.toLowerCase() === name.toLowerCase());
  const strangers = snapshot.users
    .filter((user) => !isKnown(user.name))
    .map((user) => ({ user, proposal: proposeMember(user, snapshot, groups) }));
  const proposals = new Map(strangers.map(({ user, proposal }) => [user.name, proposal]));
  const allotted = findings
    .filter(({ state }) => state !== 'pending')
    .map((finding) => [stepOf(finding, { input, proposals }), finding] as const);
  return {
    ...input,
    strangers,
    present: plan.parts.people.flatMap((person) => {
      const user = snapshot.users.find((each) => each.name === person.name);
      return user === undefined ? [] : [{ person, user }];
    }),
    of: (step) => allotted.flatMap(([id, finding]) => (id === step ? [finding] : [])),
    power: powerOfSteps(input),
  };
}
