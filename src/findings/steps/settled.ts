import type { Finding } from '../../model/finding.ts';
import type { StepItem } from '../../model/steps.ts';
import { lackingOn } from './allot.ts';
import { isOpen, type StepFacts } from './step-input.ts';

/** How an item stands that the account does not show as done. */
export type Standing =
  | { readonly kind: 'open' }
  /** Nobody has to act: it is a person's turn, and time is not up. */
  | { readonly kind: 'waiting'; readonly until?: string }
  /** The file says that it stays as it is. */
  | { readonly kind: 'accepted'; readonly until?: string };

const deviceRules = new Set(['human-without-mfa', 'human-key-without-mfa', 'password-never-used']);
const denyRules = new Set(['mfa-policy-detached', 'mfa-staged', 'mfa-staged-ready', 'group-missing']);

/**
 * Somebody of the file without a device. What check has nothing against, or not yet, is no more than waited for:
 * steps and check would else tell two things of one account.
 */
export function standingOfDevice({ findings }: StepFacts, person: string): Standing {
  return standingBy(
    findings.filter(
      ({ rule, subject }) =>
        (deviceRules.has(rule) && subject === person) ||
        (rule === 'mfa-staged' && subject.endsWith(`/${person}`)),
    ),
    { kind: 'waiting' },
  );
}

/** A planned group whose MFA policy is not on it; undefined: it is. */
export function standingOfDeny(facts: StepFacts, group: string): Standing | undefined {
  const mfa = facts.plan.parts.groups.policies['require-mfa'];
  if (mfa === undefined || !lackingOn(facts, group).includes(mfa.name)) return undefined;
  return standingBy(
    facts.findings.filter(
      ({ rule, subject }) => denyRules.has(rule) && (subject === group || subject.startsWith(`${group}/`)),
    ),
    // Nothing told of it: it could not be read.
    { kind: 'open' },
  );
}

/** What is to come of the rule for somebody in these groups: the first that is open, else waited for. */
export function standingOfDenies(facts: StepFacts, groups: readonly string[]): Standing {
  const all = groups.flatMap((group) => standingOfDeny(facts, group) ?? []);
  const [first = { kind: 'open' } as const] = (['open', 'waiting', 'accepted'] as const).flatMap((kind) =>
    all.filter((each) => each.kind === kind),
  );
  return first;
}

/** One that is open outweighs what is accepted; one that is waited for, too. */
function standingBy(told: readonly Finding[], otherwise: Standing): Standing {
  if (told.some(isOpen)) return { kind: 'open' };
  const until = (state: Finding['state']) =>
    told
      .filter((finding) => finding.state === state)
      .flatMap((finding) => finding.until ?? [])
      .sort()
      .at(-1);
  for (const [state, kind] of [
    ['pending', 'waiting'],
    ['accepted', 'accepted'],
  ] as const) {
    if (!told.some((finding) => finding.state === state)) continue;
    const day = until(state);
    return { kind, ...(day === undefined ? {} : { until: day }) };
  }
  return otherwise;
}

/** An item that is not done by the account, with what it stands at. */
export function itemAt(standing: Standing, item: Omit<StepItem, 'done'>): StepItem {
  const { kind } = standing;
  if (kind === 'open') return { ...item, done: false };
  const day = standing.until ?? (kind === 'accepted' ? 'a date' : undefined);
  if (kind === 'accepted') return { ...item, done: true, text: `${item.text}, accepted until ${day}` };
  return {
    ...item,
    done: false,
    waiting: true,
    text: day === undefined ? item.text : `${item.text}; has time until ${day}`,
  };
}
