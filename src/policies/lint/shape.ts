import type { Statement } from '../../model/policy.ts';
import { namesPrincipals, type PolicyUse } from './policy-to-lint.ts';
import { hopeless, onlyTold, type Rule, type Said } from './rule.ts';

const refused = 'IAM refuses such a statement.';

/**
 * Parts of a statement that are missing, double, or empty.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const shapeRule: Rule = {
  ids: ['policy-malformed', 'policy-empty-list', 'policy-no-statements'],
  check: (policy) => [
    ...(policy.statements.length > 0
      ? []
      : [
          {
            rule: 'policy-no-statements',
            spot: [],
            ...hopeless,
            what: `${policy.where} has no statement.`,
            why: 'AWS refuses a policy without statements.',
            fix: 'Write a statement, or leave the policy out.',
          },
        ]),
    ...policy.read.flatMap(({ statement, index }) => [
      ...checkPairs(statement, policy.use).map((said) => ({ ...said, statement: index })),
      ...emptyLists(statement).map((key) => ({
        rule: 'policy-empty-list',
        statement: index,
        spot: [key],
        detail: ` ${key}`,
        ...hopeless,
        what: `${key} is an empty list.`,
        why: 'IAM refuses it, or the statement means nothing.',
        fix: `Write what is meant into ${key}, or remove the statement.`,
      })),
    ]),
  ],
};

/** True when the statement lacks what every other rule needs. */
export function isMalformed(statement: Statement, use: PolicyUse): boolean {
  return checkPairs(statement, use).length > 0 || emptyLists(statement).length > 0;
}

function checkPairs(statement: Statement, use: PolicyUse): readonly Omit<Said, 'statement'>[] {
  const { Effect } = statement;
  const withPrincipal = namesPrincipals(use);
  const principals = [statement.Principal, statement.NotPrincipal].filter((each) => each !== undefined);
  const say = (spot: Said['spot'], what: string, fix: string) => ({
    rule: 'policy-malformed',
    spot,
    at: 'key' as const,
    ...hopeless,
    what,
    why: refused,
    fix,
  });
  return [
    ...(Effect === 'Allow' || Effect === 'Deny'
      ? []
      : [say(['Effect'], 'Its Effect is neither Allow nor Deny.', 'Write Allow or Deny.')]),
    ...(['Action', 'Resource'] as const)
      .filter((key) => key === 'Action' || use !== 'trust')
      .filter((key) => (statement[key] === undefined) === (statement[`Not${key}`] === undefined))
      .map((key) =>
        say(
          statement[key] === undefined ? [] : [`Not${key}`],
          `It has not exactly one of ${key} and Not${key}.`,
          `Keep one of the two; ${key} in nearly every case.`,
        ),
      ),
    ...(use === 'trust' && statement.Resource !== undefined
      ? [say(['Resource'], 'It names a Resource; the resource of a trust policy is its role.', 'Remove it.')]
      : []),
    ...(withPrincipal && principals.length !== 1
      ? [say([], 'It has not exactly one of Principal and NotPrincipal.', 'Say in Principal who is meant.')]
      : []),
    ...(!withPrincipal && principals.length > 0
      ? [
          say(
            [statement.Principal === undefined ? 'NotPrincipal' : 'Principal'],
            'It names a principal; a policy of a group, user or role is about whoever has it.',
            'Remove it.',
          ),
        ]
      : []),
  ];
}

function emptyLists(statement: Statement): readonly string[] {
  const keys = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;
  return keys.filter((key) => Array.isArray(statement[key]) && statement[key].length === 0);
}

/**
 * Whole documents say their version: without it they are read as of 2008, where variables are plain text.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export const versionRule: Rule = {
  ids: ['policy-version'],
  check: ({ version, where, statements }) => {
    if (version === undefined || version === '2012-10-17') return [];
    const isKnown = version === null || version === '2008-10-17';
    const hasVariables = JSON.stringify(statements).includes('$' + '{');
    return [
      {
        rule: 'policy-version',
        spot: [],
        ...(isKnown && !hasVariables ? onlyTold : hopeless),
        what:
          version === null
            ? `${where} has no Version.`
            : `${where} has the Version ${JSON.stringify(version)}.`,
        why: isKnown
          ? `It is read as of 2008: variables like \${aws:username} are plain text there${hasVariables ? ', and it has one' : ''}.`
          : 'AWS knows no such version and refuses the document.',
        fix: 'Write "Version": "2012-10-17".',
      },
    ];
  },
};
