import type { UserFact } from '../../model/snapshot.ts';
import type { StepItem } from '../../model/steps.ts';
import { otherSpelling } from '../ours/drift.ts';
import { isUnderDeny } from './allot.ts';
import { itemAt, standingOfDenies, standingOfDeny, standingOfDevice } from './settled.ts';
import {
  andList,
  dayOf,
  decideCommand,
  isOpen,
  itemOf,
  policiesOf,
  rightsOf,
  type StepDraft,
  type StepFacts,
  userRules,
  yamlName,
} from './step-input.ts';

/** Everybody who is there and stays, in the file: who is not in it cannot be given anything by it. */
export function peopleStep(facts: StepFacts): StepDraft {
  const { plan, snapshot, present, strangers, state } = facts;
  const found = facts.of('people');
  const comers = strangers.flatMap(({ user, proposal }) =>
    proposal.kind === 'person' ? [{ user, group: proposal.group, because: proposal.because }] : [],
  );
  const others = found.filter((finding) => !comers.some(({ user }) => isAbout(finding.id, user.name)));
  const items: readonly StepItem[] = [
    ...others.map((finding) => itemOf(finding)),
    ...comers.map(({ user, group, because }) => {
      const own = found.filter((finding) => isAbout(finding.id, user.name));
      const open = own.filter(isOpen);
      const is = `${user.name} is not in the file: ${because}, by ${rightsOf(user)}.`;
      // Whom the file accepts as a stranger is not proposed again.
      return own.length > 0 && open.length === 0
        ? { subject: user.name, done: true, text: `${is} Accepted.`, findings: [] }
        : {
            subject: user.name,
            done: false,
            text: `${is} Proposed: the group ${group}.`,
            findings: open.map(({ id }) => id),
          };
    }),
    ...present.map(({ person }) => ({
      subject: person.name,
      done: true,
      text: `${person.name}: in ${person.groups.join(', ')}`,
      findings: [],
    })),
  ];
  const spelled = plan.parts.groups.groups.flatMap((group) => {
    const live = snapshot.groups.some(({ name }) => name === group.name)
      ? undefined
      : otherSpelling(group.name, snapshot.groups);
    return live === undefined ? [] : [[group.name, live.name] as const];
  });
  return {
    id: 'people',
    title: 'Write into the file who is here',
    why: 'Whoever is not in the file gets nothing from it, and stands in every check as a stranger.',
    needs: [],
    items,
    affects: ['Nobody: only the file changes.'],
    // Once the account is set up a newcomer is a stranger: then the file alone says who belongs.
    commands: decideCommand(
      found.filter(({ id, rule }) =>
        comers.some(({ user }) => isAbout(id, user.name)) ? state.size === 0 && userRules.has(rule) : true,
      ),
    ),
    before: spelled.map(
      ([name, live]) =>
        `${live} is adopted with its members and all that hangs on it. By hand: write ${live} wherever the file says ${name}, and ${name}: null where a template brings it. Or give the group of the file another name.`,
    ),
    fileLines: [
      ...(comers.length === 0 ? [] : ['people:']),
      ...comers.map(({ user, group }) => {
        const [, live = group] = spelled.find(([name]) => name === group) ?? [];
        return `  - { name: ${yamlName(user.name)}, groups: [${yamlName(live)}] }`;
      }),
    ],
    seen: 'bootstrap-account plan --steps names nobody here any more.',
    back: 'Take the lines out of the file again.',
  };
}

/** Ids are `rule:name`, `rule:group/name` or `rule:name/key`. */
const isAbout = (id: string, name: string) =>
  id
    .slice(id.indexOf(':') + 1)
    .split('/')
    .includes(name);

/** A device for everybody before the rule that asks for it. */
export function devicesStep(facts: StepFacts): StepDraft {
  const { plan, present } = facts;
  const alias = plan.parts['account-defaults'].alias ?? plan.account.id;
  // Who has left and is kept has no way in, and needs no device.
  const staying = plan.parts.people.filter((person) => person.keptUntil === undefined);
  const items = staying.map((person): StepItem => {
    const user = present.find((each) => each.person.name === person.name)?.user;
    const own = facts.of('devices').filter((finding) => isAbout(finding.id, person.name) && isOpen(finding));
    const hasDevice = (user?.mfaDevices.length ?? 0) > 0;
    const [first] = own;
    const told = { subject: person.name, findings: own.map(({ id }) => id) };
    return hasDevice
      ? { ...told, done: first === undefined, text: first?.what ?? `${person.name} has a device` }
      : itemAt(standingOfDevice(facts, person.name), {
          ...told,
          text: `${person.name}: ${howToEnrol(facts, user)}`,
        });
  });
  const open = items.filter(({ done }) => !done).map(({ subject }) => subject);
  return {
    id: 'devices',
    title: 'Let everybody enrol an MFA device',
    why: 'Once MFA is a must, whoever has no device can do nothing but enrol one. People take days: begin now.',
    needs: [],
    items,
    affects: ['Nobody loses anything by it.'],
    before:
      open.length === 0
        ? []
        : [
            `Write to ${andList(open)}: sign in at https://${alias}.signin.aws.amazon.com/console, open Security credentials, Assign MFA device, and name it like your user name. Better two devices.`,
          ],
    commands: ['bootstrap-account person list'],
    seen: 'person list shows a device for each of them.',
    back: 'Nothing to take back.',
  };
}

function howToEnrol(facts: StepFacts, user: UserFact | undefined): string {
  if (user === undefined) return 'is not in the account yet; signs in with the first password, then enrols';
  if (user.loginProfile === undefined) return 'has no console password yet; apply hands one out';
  if (isUnderDeny(facts, user.name)) return 'can do nothing but enrol a device';
  return facts.power.canEnrol.has(user.name)
    ? 'has no device, and can enrol one today'
    : 'has no device, and no right to enrol one until the groups are made';
}

/** Bare keys carry no MFA: the day the rule is on they stop, and a job somewhere with them. */
export function personalKeysStep(facts: StepFacts): StepDraft | undefined {
  const { present } = facts;
  const found = facts.of('personal-keys');
  const items = present.flatMap(({ person, user }): readonly StepItem[] => {
    const active = user.accessKeys.filter((key) => key.active);
    if (user.accessKeys.length === 0) return [];
    const own = found.filter((finding) => isAbout(finding.id, person.name) && isOpen(finding));
    const done = active.length === 0 || isUnderDeny(facts, person.name);
    const told = active.map(
      ({ idEnd, lastUsedAt }) =>
        `…${idEnd} (${lastUsedAt === undefined ? 'never used' : `last used ${dayOf(lastUsedAt)}`})`,
    );
    const item = { subject: person.name, findings: own.map(({ id }) => id) };
    if (done) return [{ ...item, done, text: `${person.name}: no key works without MFA` }];
    return [
      itemAt(own.length > 0 ? { kind: 'open' } : standingOfDenies(facts, person.groups), {
        ...item,
        text: `${person.name}: ${told.join(', ')} will open nothing but a session with an MFA code`,
      }),
    ];
  });
  if (items.length === 0) return undefined;
  return {
    id: 'personal-keys',
    title: "Find out what people's own keys are used for",
    why: 'A key of a person often sits in a script or on a server: that stops working when MFA is a must.',
    needs: ['people'],
    items,
    affects: ['Nobody, until a key is switched off; it can be switched on again.'],
    before: [
      'Ask each of them. A person at a laptop opens sessions with the device: aws sts get-session-token. A program gets a role (on EC2) or a machine user.',
    ],
    commands: ['bootstrap-account keys scan', ...decideCommand(found)],
    seen: 'No active key is left, or its owner knows that it needs a code from now on.',
    back: 'bootstrap-account keys undo, or in the console: Users > Security credentials > Activate.',
  };
}

/** The one step that takes something from people: last, and by name. */
export function enforceStep(facts: StepFacts): StepDraft {
  const { plan, snapshot, guards, present } = facts;
  const mfa = plan.parts.groups.policies['require-mfa'];
  const human = plan.parts.groups.groups.filter((group) => group.kind === 'human');
  const items = human.map(({ name }): StepItem => {
    const standing = standingOfDeny(facts, name);
    const own = facts.of('enforce').filter(({ subject }) => subject.startsWith(`${name}/`));
    const told = { subject: name, findings: own.filter(isOpen).map(({ id }) => id) };
    return standing === undefined
      ? { ...told, done: true, text: `${name} asks for MFA` }
      : itemAt(standing, { ...told, text: `${name} does not ask for MFA` });
  });
  const machines = new Set(plan.parts.machines.map(({ name }) => name));
  const losing = guards.filter(({ rule, subject }) => rule === 'lockout' && !machines.has(subject));
  const names = losing.map(({ subject }) => subject);
  const ready = present
    .filter(({ user }) => user.mfaDevices.length > 0 && !names.includes(user.name))
    .map(({ user }) => user.name);
  const isAhead = items.some(({ done }) => !done);
  const [first] = human.filter((group) => snapshot.groups.some(({ name }) => name === group.name));
  return {
    id: 'enforce',
    title: 'Make MFA a must',
    why: 'A password alone is enough for a thief as long as a session without MFA may do anything.',
    needs: ['prepare', 'devices', 'personal-keys'],
    items,
    affects: isAhead
      ? [
          ...losing.map(({ what }) => what),
          ...(ready.length === 0 ? [] : [`Keeps everything, with a code at sign-in: ${andList(ready)}.`]),
        ]
      : [],
    power: facts.power.enforce,
    commands: ['bootstrap-account apply'],
    otherwise:
      names.length > 0 && isAhead
        ? [
            {
              when: 'before all are ready, once each of them knows',
              command: `bootstrap-account apply --allow-cutoff ${names.join(' ')}`,
            },
          ]
        : [],
    seen: 'bootstrap-account check finds nothing about MFA.',
    back:
      mfa === undefined
        ? 'Take the policy off the group.'
        : `As an administrator with MFA: aws iam detach-group-policy --group-name ${first?.name ?? human[0]?.name ?? 'admins'} --policy-arn ${mfa.arn}. The next apply puts it back.`,
  };
}

/** Rights come from groups only. */
export function directRightsStep(facts: StepFacts): StepDraft {
  const { plan, snapshot, power } = facts;
  const found = facts.of('direct-rights');
  const present = [...plan.parts.people, ...plan.parts.machines].flatMap((person) => {
    const user = snapshot.users.find((each) => each.name === person.name);
    return user === undefined ? [] : [{ person, user }];
  });
  const items = present.map(({ person, user }): StepItem => {
    const direct = policiesOf(user);
    const own = found.filter((finding) => isAbout(finding.id, person.name));
    const accepted = own.find((finding) => finding.state === 'accepted');
    const done = direct.length === 0 || accepted !== undefined;
    return {
      subject: person.name,
      done,
      text:
        direct.length === 0
          ? `${person.name} has rights from groups only`
          : `${person.name} still carries ${direct.join(', ')}${accepted === undefined ? '' : `, accepted until ${accepted.until ?? 'a date'}`}`,
      findings: own.filter((finding) => finding.state === undefined).map(({ id }) => id),
    };
  });
  const names = new Set(present.map(({ person }) => person.name));
  return {
    id: 'direct-rights',
    title: 'Take off what hangs on single people',
    why: 'What hangs on one user is forgotten when the groups are reviewed, and outlives every change of job.',
    needs: ['enforce'],
    items,
    affects: [],
    power: power.direct.filter(({ name }) => names.has(name)),
    before: ['Whoever loses something below and needs it: give it to a group in the file first, and apply.'],
    commands: decideCommand(found),
    seen: 'bootstrap-account check finds no user-direct-policy.',
    back: 'aws iam attach-user-policy gives an attached one back; note the text of an inline one before.',
  };
}

/** Users that nobody comes in with. */
export function leaversStep(facts: StepFacts): StepDraft | undefined {
  const found = facts.of('leavers');
  const gone = facts.strangers.filter(({ proposal }) => proposal.kind === 'unused');
  const accepted = found.filter((finding) => finding.state === 'accepted');
  const items = [
    ...gone.flatMap(({ user, proposal }): readonly StepItem[] => {
      const own = found.filter((finding) => isAbout(finding.id, user.name) && finding.state === undefined);
      const hangs = [
        ...user.groups,
        ...user.attached.map(({ name }) => name),
        ...user.inline.map(({ name }) => name),
      ];
      return [
        {
          subject: user.name,
          done: own.length === 0,
          text: `${user.name}: ${proposal.because}${hangs.length === 0 ? ', no rights' : `; has ${hangs.join(', ')}`}`,
          findings: own.map(({ id }) => id),
        },
      ];
    }),
    ...accepted.map((finding) => itemOf(finding)),
  ];
  if (items.length === 0) return undefined;
  // The user goes with everything on it: one finding each is enough.
  const removable = gone.flatMap(
    ({ user }) => found.find(({ id, rule }) => isAbout(id, user.name) && userRules.has(rule)) ?? [],
  );
  return {
    id: 'leavers',
    title: 'Remove the users that nobody uses',
    why: 'An old password or key works until the day somebody finds it.',
    needs: [],
    items,
    affects: gone.map(({ user }) => `${user.name} is deleted, with password, keys and devices.`),
    before: ['Ask who they were. Somebody who comes back belongs into the file instead.'],
    commands: decideCommand(removable),
    seen: 'bootstrap-account check does not name them any more.',
    back: 'None: a deleted user can only be made again, as another one.',
  };
}
