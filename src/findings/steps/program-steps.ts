import type { UserFact } from '../../model/snapshot.ts';
import type { StepItem } from '../../model/steps.ts';
import { listOf } from '../../policies/list-of.ts';
import {
  dayOf,
  decideCommand,
  isOpen,
  itemOf,
  rightsOf,
  type StepDraft,
  type StepFacts,
  userRules,
  yamlName,
} from './step-input.ts';

/** Users that programs work as. */
export function programsStep(facts: StepFacts): StepDraft | undefined {
  const { plan, snapshot, strangers } = facts;
  const found = facts.of('programs');
  const programs = strangers.filter(({ proposal }) => proposal.kind === 'program');
  const machines = plan.parts.machines.filter(({ name }) =>
    snapshot.users.some((user) => user.name === name),
  );
  const accepted = found.filter((finding) => finding.state === 'accepted');
  const passwords = found.filter(({ rule }) => rule === 'machine-login-profile');
  const items: readonly StepItem[] = [
    ...programs
      .filter(({ user }) => !accepted.some((finding) => finding.id.endsWith(`:${user.name}`)))
      .map(({ user, proposal }) => ({
        subject: user.name,
        done: false,
        text: `${user.name} looks like a program (${proposal.because}); ${describeUse(user)}; has ${rightsOf(user)}`,
        findings: found
          .filter((finding) => isOpen(finding) && endsIn(finding.id, user.name))
          .map(({ id }) => id),
      })),
    ...passwords.map((finding) => itemOf(finding)),
    ...accepted.map((finding) => itemOf(finding)),
    ...machines.map(({ name }) => ({
      subject: name,
      done: true,
      text: `${name}: a machine of the file`,
      findings: [],
    })),
  ];
  if (items.length === 0) return undefined;
  const names = programs.map(({ user }) => user.name);
  return {
    id: 'programs',
    title: 'Give programs a role, or a machine user of their own',
    why: 'A key in a file is copied with every backup. On EC2 no key is needed; elsewhere one task gets one user and no more.',
    needs: ['prepare'],
    items,
    affects:
      names.length === 0
        ? []
        : ['A program that moves keeps what it needs; its boundary then ends everything else.'],
    before: [
      'Find out where each runs: keys scan reads user data and launch templates; the owner knows the rest.',
      'On EC2: keys migrate proposes the role. Elsewhere: the lines below, then apply --allow-cutoff with its name, since its boundary stops whatever is not said there.',
    ],
    commands: ['bootstrap-account keys scan', ...decideCommand(passwords)],
    otherwise: decideCommand(found.filter(({ rule }) => userRules.has(rule))).map((command) => ({
      when: 'not needed any more (remove), or right as it is (accept until a date)',
      command,
    })),
    fileLines: linesFor(programs.map(({ user }) => user)),
    seen: 'bootstrap-account check names none of them; machine list and role list do.',
    back: 'A role is detached with role detach; a key switched off is switched on with keys undo.',
  };
}

const endsIn = (id: string, name: string) => id.endsWith(`:${name}`) || id.includes(`:${name}/`);

function describeUse({ accessKeys }: UserFact): string {
  const last = accessKeys
    .map((key) => key.lastUsedAt)
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  return last === undefined ? 'never used as far as AWS tells' : `last used ${dayOf(last)}`;
}

/** A group for each program with the statements that it has today, where these are limited by ARN. */
function linesFor(users: readonly UserFact[]): readonly string[] {
  const groups = users.flatMap((user) => {
    const statements = user.inline.flatMap(({ document }) => document.Statement);
    const limited =
      user.attached.length === 0 &&
      statements.length > 0 &&
      statements.every((each) => each.Resource !== undefined && !listOf(each.Resource).includes('*'));
    if (!limited)
      return [`  # ${user.name}: write down the calls it makes; ${rightsOf(user)} is more than one task`];
    const name = yamlName(`${user.name}-work`);
    return [
      `  ${name}:`,
      '    kind: machine',
      `    purpose: What ${user.name} does`,
      '    access:',
      '      statements:',
      ...statements.map((each) => `        - ${JSON.stringify(each)}`),
    ];
  });
  const real = users.filter((user) => groups.includes(`  ${yamlName(`${user.name}-work`)}:`));
  if (real.length === 0) return [];
  return [
    'groups:',
    ...groups,
    'machines:',
    ...real.map(
      ({ name }) =>
        `  - { name: ${yamlName(name)}, purpose: What ${name} does, groups: [${yamlName(`${name}-work`)}] }`,
    ),
  ];
}

export function instancesStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('instances');
  if (found.length === 0) return undefined;
  return {
    id: 'instances',
    title: 'Put the instances in order',
    why: 'A program on an instance without a role carries keys; metadata without a session gives a role away.',
    needs: ['programs'],
    items: found.map((finding) => itemOf(finding)),
    affects: [
      'A program that reads metadata the old way fails: look at MetadataNoToken in CloudWatch first.',
    ],
    before: [
      'A role for the task of each: bootstrap-account role add, then role attach; nothing is restarted.',
    ],
    commands: [
      ...found.filter((each) => isOpen(each) && isCommand(each.fix)).map(({ fix }) => fix),
      ...decideCommand(found),
    ],
    seen: 'bootstrap-account check finds nothing about instances.',
    back: 'role detach takes a profile off again; --http-tokens optional opens metadata again.',
  };
}

/** To be typed as it stands: nothing in it is left to be filled in. */
const isCommand = (fix: string) => fix.startsWith('aws ') && !fix.includes('<');

/** Keys that are left of whoever stays. */
export function keysStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('keys');
  if (found.length === 0) return undefined;
  return {
    id: 'keys',
    title: 'Renew or retire old keys',
    why: 'The longer a key lives, the more places have it; nobody would notice a second user of an unused one.',
    needs: ['programs'],
    items: found.map((finding) => itemOf(finding)),
    affects: ['Whatever uses a key that is switched off stops; it can be switched on again.'],
    commands: ['bootstrap-account keys scan', ...decideCommand(found)],
    seen: 'bootstrap-account check finds nothing about keys.',
    back: 'bootstrap-account keys undo switches a key on again, until it is deleted.',
  };
}
