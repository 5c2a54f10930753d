import type { TrailFact } from '../../model/snapshot.ts';
import type { StepItem } from '../../model/steps.ts';
import { plannedPartOf } from './part-of.ts';
import { decideCommand, isOpen, itemOf, type StepDraft, type StepFacts, yamlName } from './step-input.ts';

const rootRules = new Set(['root-key', 'root-without-mfa']);

/** Nothing is written while root is open: everything else would stand on sand. */
export function rootStep(facts: StepFacts): StepDraft {
  const { root, summary } = facts.snapshot;
  const told = [...facts.of('root'), ...facts.guards.filter(({ rule }) => rootRules.has(rule))];
  const open = told.filter(({ id }, index) => told.findIndex((each) => each.id === id) === index);
  const items =
    open.length > 0
      ? open.map((finding) => itemOf(finding))
      : [
          {
            subject: 'root',
            done: true,
            text:
              root.hasMfa || summary.AccountMFAEnabled === 1
                ? 'root has MFA and no key'
                : 'root is managed by the organization',
            findings: [],
          },
        ];
  return {
    id: 'root',
    title: 'Close the root user',
    why: 'Nothing limits root. No run writes anything while it has a key or no MFA.',
    needs: [],
    items,
    affects: ['Whoever signs in as root needs the device from then on.'],
    before: open.map(({ fix }) => fix),
    seen: 'bootstrap-account plan --steps ticks it; it is read live.',
    back: 'Nobody should.',
  };
}

/** One trail: the one that is there, or ours. Two are paid for. */
export function trailStep(facts: StepFacts): StepDraft | undefined {
  const { plan, snapshot } = facts;
  const planned = plan.parts['audit-trail'];
  const live = snapshot.trails.find((trail) => trail.arn === planned?.trail.arn);
  if (planned === null) {
    const open = facts.of('trail');
    const other = snapshot.trails.find((trail) => trail.logging && trail.multiRegion);
    return open.length === 0 && other === undefined
      ? undefined
      : keepTrail(
          other,
          open.map((each) => itemOf(each)),
        );
  }
  if (live !== undefined) {
    const text = `the trail ${live.name} is the one of the file, into ${live.bucket}`;
    return {
      ...trailWords,
      items: [{ subject: live.name, done: true, text, findings: [] }],
    };
  }
  const others = snapshot.trails.filter((trail) => trail.logging && trail.allManagementEvents);
  const [best] = [...others].sort((a, b) => Number(b.multiRegion) - Number(a.multiRegion));
  if (best === undefined) return undefined;
  const found = facts.of('trail');
  const own = found.find(({ subject }) => subject === best.arn);
  return {
    ...trailWords,
    items: others.map((trail) => ({
      subject: trail.name,
      done: false,
      text: `${trail.name} records ${trail.multiRegion ? 'every region' : `${trail.homeRegion} only`} into ${trail.bucket}${trail === best ? '. Proposed: take it over' : '. Proposed: delete it later'}.`,
      findings: found.filter(({ subject }) => subject === trail.arn).map(({ id }) => id),
    })),
    commands: decideCommand(own === undefined ? [] : [own]),
    fileLines: ['trail:', `  name: ${yamlName(best.name)}`, `  bucket: ${yamlName(best.bucket)}`],
  };
}

const trailWords = {
  id: 'trail',
  title: 'Decide which trail is the one',
  why: 'The first copy of management events is free, every further one is paid by the event; and the old log files are the only history there is.',
  needs: [],
  affects: [
    'Nobody: only the file changes. The next step then encrypts the bucket and closes it to the public; statements of others in its policy stay.',
  ],
  before: [
    'To leave it to its owner instead: trail.enabled: false. For one of our own beside it: apply --second-trail.',
  ],
  seen: 'bootstrap-account plan says «adopt» for the trail and its bucket.',
  back: 'Take the lines out of the file again, before apply.',
} as const satisfies Omit<StepDraft, 'items'>;

function keepTrail(trail: TrailFact | undefined, open: readonly StepItem[]): StepDraft {
  const done =
    trail === undefined
      ? []
      : [
          {
            subject: trail.name,
            done: true,
            text: `the trail ${trail.name} is left to others`,
            findings: [],
          },
        ];
  return { ...trailWords, items: open.length > 0 ? open : done };
}

/** Everything that takes nothing from anybody. */
export function prepareStep(facts: StepFacts): StepDraft {
  const { plan } = facts;
  const found = facts.of('prepare').filter(isOpen);
  const parts = plannedPartOf(plan);
  const items = parts.titles.map(([part, title]): StepItem => {
    const own = found.filter((finding) => parts.of(finding) === part);
    return {
      subject: title,
      done: own.length === 0,
      text: own.length === 0 ? `${title}: as planned` : `${title}: ${own.length} missing or otherwise`,
      findings: own.map(({ id }) => id),
    };
  });
  const machines = new Set(plan.parts.machines.map(({ name }) => name));
  const limited = facts.guards.filter(({ rule, subject }) => rule === 'lockout' && machines.has(subject));
  const consent =
    limited.length === 0
      ? ''
      : ` --allow-cutoff ${[...new Set(limited.map(({ subject }) => subject))].join(' ')}`;
  const present = facts.power.prepare.filter(({ presence }) => presence === 'present');
  return {
    id: 'prepare',
    title: 'Make everything that takes nothing from anybody',
    why: 'Trail, account settings, groups and memberships first; the MFA policy waits until its people have devices.',
    needs: ['root', 'people', 'trail'],
    items,
    affects: [
      limited.length > 0 || present.some(({ loses }) => loses.length > 0)
        ? 'What hangs on people stays, groups come on top; who loses something all the same stands below.'
        : 'Nobody loses anything: what hangs on people stays, groups come on top.',
      ...limited.map(({ what }) => what),
    ],
    power: present,
    before: ['bootstrap-account plan shows every single change, and what it costs a month.'],
    commands: [`bootstrap-account apply --staged${consent}`],
    seen: 'bootstrap-account check finds nothing missing but the MFA policy.',
    back: 'bootstrap-account destroy takes away what was made; what was there before stays, the trail too.',
  };
}

export function oldTrailsStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('old-trails');
  if (found.length === 0) return undefined;
  const open = new Set(found.filter(isOpen).map(({ subject }) => subject));
  return {
    id: 'old-trails',
    title: 'Delete the trails that nobody needs',
    why: 'They record the same a second time, which is paid by the event.',
    needs: ['prepare'],
    items: found.map((finding) => itemOf(finding)),
    affects: ['Nobody: the log files that are there stay in their bucket.'],
    before: ['Ask whether somebody reads them: another bucket, a log group, a tool that was bought.'],
    commands: facts.snapshot.trails
      .filter(({ arn }) => open.has(arn))
      .map(({ name, homeRegion }) => `aws cloudtrail delete-trail --region ${homeRegion} --name ${name}`),
    seen: 'bootstrap-account check finds no second-trail.',
    back: 'A trail of the same name can be made again; what happened in between is recorded by the other one.',
  };
}

export function groupsStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('groups');
  if (found.length === 0) return undefined;
  return {
    id: 'groups',
    title: 'Take down the groups that nobody planned',
    why: 'They give their members rights beside those of the file.',
    needs: ['people', 'enforce'],
    items: found.map((finding) =>
      itemOf(finding, `${finding.what}${finding.actual === undefined ? '' : ` ${finding.actual}.`}`),
    ),
    affects: [],
    power: facts.power.groups,
    before: ['Whoever loses something below and needs it: give it to a group in the file first, and apply.'],
    commands: decideCommand(found),
    seen: 'bootstrap-account check finds no unknown-group.',
    back: 'None: note its policies before; a group of that name can be made again.',
  };
}

export function outsideStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('outside');
  if (found.length === 0) return undefined;
  return {
    id: 'outside',
    title: 'Decide who may come in from outside',
    why: 'Another account, or a role nobody planned, is a way in that no review of people shows.',
    needs: [],
    items: found.map((finding) => itemOf(finding)),
    affects: ['Whoever is taken out of a policy can do nothing here from that moment.'],
    before: [
      'Ask who needs it. What is right is accepted below, with a reason and a date.',
      ...new Set(found.filter(isOpen).map(({ fix }) => fix)),
    ],
    commands: decideCommand(found),
    seen: 'bootstrap-account check lists them under «Accepted in the file», or not at all.',
    back: 'Put the statement back; take the entry out of exceptions.',
  };
}

/** What is left, and the end. */
export function checkStep(facts: StepFacts): StepDraft {
  const found = facts.of('check');
  const open = facts.findings.filter(({ state, severity }) => state === undefined && severity !== 'info');
  const rest = found.filter(({ severity }) => severity !== 'info');
  const end: StepItem =
    open.length === 0
      ? { subject: 'account', done: true, text: 'in sync', findings: [] }
      : {
          subject: 'account',
          done: false,
          text: `${open.length} finding${open.length === 1 ? '' : 's'} open in all steps together`,
          findings: [],
        };
  return {
    id: 'check',
    title: 'See that it is in sync, and keep it so',
    why: 'From here on every change by hand is found, with the name of who made it.',
    needs: [],
    items: [...rest.map((finding) => itemOf(finding)), end],
    commands: ['bootstrap-account check', 'bootstrap-account report'],
    seen: 'check says «In sync» and exits with 0. Let CI run it daily: examples/github-actions/drift.yml.',
    back: 'Nothing to take back.',
  };
}
