import { isListed } from './condition-key-facts.ts';
import type { ActionEntry, ConditionEntry, ReadPolicy, ReadStatement } from './read-policy.ts';
import { askFirst, onlyTold, type Rule, type Said, weightOfDead } from './rule.ts';

/**
 * Condition keys that AWS does not know, that an action does not carry, or that the holder's requests never do:
 * such a condition is never met, and the statement does nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const conditionKeyRule: Rule = {
  ids: ['policy-unknown-condition-key', 'policy-condition-key-unsupported', 'policy-condition-key-absent'],
  check: (policy) =>
    policy.read.flatMap((read) =>
      read.conditions.flatMap((condition): readonly Said[] => {
        const facts = policy.keys.get(condition.key.toLowerCase());
        if (facts === undefined || (facts.kind === 'provider' && policy.use === 'trust')) return [];
        if (facts.kind === 'unknown' || facts.kind === 'provider')
          return [unknownKey(read, condition, facts.meant)];
        const absent = absentFor(policy, condition);
        if (absent !== undefined)
          return needsKey(condition) ? [neverThere(policy, read, condition, absent)] : [];
        if (facts.kind === 'global') return [];
        return unsupported(policy, read, condition);
      }),
    ),
};

/** Where a missing key means «not met». */
function needsKey({ operator, values }: ConditionEntry): boolean {
  if (operator.base === 'null') return values.some(({ text }) => text.toLowerCase() === 'false');
  return !operator.ifExists && operator.set !== 'all' && !/not/.test(operator.base);
}

function base(read: ReadStatement, { key, spot }: ConditionEntry) {
  return { statement: read.index, spot, at: 'key' as const, detail: ` ${key}` };
}

function unknownKey(read: ReadStatement, condition: ConditionEntry, meant: string | undefined): Said {
  const { key } = condition;
  const fix = meant === undefined ? 'Compare it with the list of condition keys.' : `Was ${meant} meant?`;
  return {
    rule: 'policy-unknown-condition-key',
    ...base(read, condition),
    ...askFirst,
    what: key.includes(':')
      ? `AWS knows no condition key ${key}.`
      : `${key} is no condition key: the service stands before a colon.`,
    why: effectOf(read, condition),
    fix,
  };
}

/** What a key that is never there makes of a statement. */
function effectOf({ statement }: ReadStatement, condition: ConditionEntry): string {
  const deny = statement.Effect === 'Deny';
  if (needsKey(condition))
    return `The condition is never met: the statement ${deny ? 'denies' : 'grants'} nothing.`;
  return `The condition is always met: the statement ${deny ? 'denies' : 'grants'} more than it seems to.`;
}

/**
 * Keys that only requests of others carry: of services, of roles on instances, of federated users. People and
 * programs here are IAM users, who work with a password or a key.
 */
const absentForUsers =
  /^(aws:source(arn|account|owner|orgid|orgpaths|identity)|aws:principalservicename(slist)?|aws:federatedprovider|aws:chatbotsourcearn|aws:ec2instancesource\w+|aws:assumedroot|ec2:roledelivery|ec2:sourceinstancearn|lambda:sourcefunctionarn|ssm:sourceinstancearn|glue:roleassumedby|glue:credentialissuingservice|identitystore:userid)$/i;
const mfaKeys = /^aws:multifactorauth(age|present)$/i;

function absentFor({ holder }: ReadPolicy, { key }: ConditionEntry): string | undefined {
  if (holder === 'resource') return undefined;
  if (holder !== 'human' && mfaKeys.test(key)) return 'a program has no MFA device';
  if (holder === 'role') return /^aws:username$/i.test(key) ? 'a role has no user name' : undefined;
  return absentForUsers.test(key) ? 'it comes with calls of services or roles, not of IAM users' : undefined;
}

function neverThere(
  policy: ReadPolicy,
  read: ReadStatement,
  condition: ConditionEntry,
  because: string,
): Said {
  return {
    rule: 'policy-condition-key-absent',
    ...base(read, condition),
    ...weightOfDead(read, policy.holder),
    what: `${condition.key} is never there: ${because}.`,
    why: effectOf(read, condition),
    fix: 'Take the condition out, or ask for something that the request carries.',
  };
}

/** Actions whose requests never carry the key. */
function unsupported(policy: ReadPolicy, read: ReadStatement, condition: ConditionEntry): readonly Said[] {
  const { key } = condition;
  const known = read.actions.filter(({ facts }) => facts.actions.length > 0);
  if (known.length === 0 || read.actions.some((entry) => entry.everything) || !needsKey(condition)) return [];
  const lacking = known.filter((entry) => !knowsKey(entry, key));
  if (lacking.length === 0) return [];
  const all = lacking.length === known.length;
  const names = lacking.map(({ text }) => text);
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  return [
    {
      rule: 'policy-condition-key-unsupported',
      ...base(read, condition),
      ...(read.statement.Effect === 'Deny' ? askFirst : all ? weightOfDead(read, policy.holder) : onlyTold),
      what: `Requests for ${some} carry no ${key}.`,
      why: all
        ? effectOf(read, condition)
        : `For ${names.length === 1 ? 'this action' : 'these actions'} the condition is never met.`,
      fix: all
        ? 'Ask for a key that the actions know; the Service Authorization Reference lists them.'
        : `Put ${some} into a statement of ${names.length === 1 ? 'its' : 'their'} own.`,
    },
  ];
}

function knowsKey({ facts }: ActionEntry, key: string): boolean {
  return facts.actions.some(({ conditionKeys }) => isListed(key, conditionKeys));
}
