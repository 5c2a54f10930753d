import type { ActionEntry } from './read-policy.ts';
import { allowsOf, hopeless, type Rule, type Said, weightOf } from './rule.ts';

/** AWS's list still has them; they end nowhere. */
function isRetired(entry: string): boolean {
  return /^aws-portal:/i.test(entry);
}

/** Entries that name no action, of an Allow or a Deny: AWS takes them without a word. */
export const unknownActionRule: Rule = {
  ids: ['policy-unknown-action', 'policy-retired-action'],
  check: (policy) =>
    policy.read.flatMap(({ actions, notActions, index }) =>
      [...actions, ...notActions]
        .filter((entry) => !entry.everything && (entry.facts.actions.length === 0 || isRetired(entry.text)))
        .map(
          (entry): Said => ({
            statement: index,
            spot: entry.spot,
            detail: ` ${entry.text}`,
            ...hopeless,
            ...(isRetired(entry.text) ? retired(entry) : unknown(entry)),
          }),
        ),
    ),
};

type Told = Pick<Said, 'rule' | 'what' | 'why' | 'fix'>;

// https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/migrate-granularaccess-whatis.html
function retired({ text }: ActionEntry): Told {
  return {
    rule: 'policy-retired-action',
    what: `${text} grants nothing any more.`,
    why: 'AWS ended the aws-portal actions in July 2023; billing has actions of its own since.',
    fix: 'Use access: billing-read-only or billing-manager for the group.',
  };
}

function unknown({ text, facts }: ActionEntry): Told {
  return {
    rule: 'policy-unknown-action',
    what: `AWS has no action ${text}.`,
    why: 'IAM takes unknown actions without a word: the statement would do nothing, for years.',
    fix:
      facts.meant === undefined
        ? 'Compare it with the Service Authorization Reference.'
        : `Was ${facts.meant} meant?`,
  };
}

/** Allows that nobody can have read to the end. */
export const wildcardRule: Rule = {
  ids: ['policy-action-wildcard', 'policy-allow-not-action'],
  check: (policy) => {
    if (policy.use === 'boundary') return [];
    return allowsOf(policy).flatMap(({ statement, actions, index }): readonly Said[] => {
      const all = actions.find((entry) => entry.everything);
      return [
        ...(statement.NotAction === undefined
          ? []
          : [
              {
                rule: 'policy-allow-not-action',
                statement: index,
                spot: ['NotAction'],
                at: 'key' as const,
                ...weightOf('grave', policy.holder),
                what: 'It allows everything but a list.',
                why: 'Whatever AWS adds tomorrow is allowed by it at once.',
                fix: 'List what is needed in Action.',
              },
            ]),
        ...(all === undefined
          ? []
          : [
              {
                rule: 'policy-action-wildcard',
                statement: index,
                spot: all.spot,
                ...weightOf('grave', policy.holder),
                what: 'It allows every action.',
                why: "A group like that is an administrators' group under another name.",
                fix: 'List what is needed, or say access: administrator.',
              },
            ]),
      ];
    });
  },
};
