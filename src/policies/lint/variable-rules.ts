import type { Entry, ReadPolicy, ReadStatement } from './read-policy.ts';
import { hopeless, type Rule, type Said } from './rule.ts';
import { keyOfVariable, variablesIn } from './variable-names.ts';

/**
 * Variables that are misspelt, or stand where AWS reads none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const variableRule: Rule = {
  ids: ['policy-unknown-variable', 'policy-misplaced-variable'],
  check: (policy) =>
    policy.read.flatMap((read) => [
      ...placesForVariables(read).flatMap((entry) => checkEntry(policy, read, entry)),
      ...[...read.actions, ...read.notActions]
        .filter(({ text }) => text.includes('$' + '{'))
        .map(
          (entry): Said => ({
            rule: 'policy-misplaced-variable',
            statement: read.index,
            spot: entry.spot,
            detail: ` ${entry.text}`,
            ...hopeless,
            what: `${entry.text} has a variable; names of actions take none.`,
            why: 'Variables are read in Resource and in the values of Condition only.',
            fix: 'Write the action out.',
          }),
        ),
    ]),
};

function placesForVariables({ resources, notResources, conditions }: ReadStatement): readonly Entry[] {
  return [...resources, ...notResources, ...conditions.flatMap(({ values }) => values)];
}

function checkEntry(policy: ReadPolicy, read: ReadStatement, entry: Entry): readonly Said[] {
  const say = (what: string, fix: string): Said => ({
    rule: 'policy-unknown-variable',
    statement: read.index,
    spot: entry.spot,
    detail: ` ${entry.text}`,
    ...hopeless,
    what,
    why: 'An unknown variable has no value: nothing matches.',
    fix,
  });
  const broken = brokenVariable(entry.text);
  if (broken !== undefined)
    return [say(`${JSON.stringify(entry.text)} holds ${broken}.`, `Write it like \${aws:username}.`)];
  return variablesIn(entry.text).flatMap((inner): readonly Said[] => {
    if (inner === '*' || inner === '?' || inner === '$') return [];
    const key = keyOfVariable(inner);
    if (key === undefined)
      return [say(`\${${inner}} is no variable.`, `Write \${key}, or \${key, 'default'}.`)];
    const facts = policy.keys.get(key.toLowerCase());
    if (facts === undefined || facts.kind !== 'unknown') return absentVariable(policy, key, say);
    if (/^partition$/i.test(key))
      return [
        say(
          `\${${key}} is read as the second part of an ARN only, and in this spelling: arn:\${Partition}:.`,
          `Write it like arn:\${Partition}:s3:::name/*.`,
        ),
      ];
    const fix =
      facts.meant === undefined
        ? 'Compare it with the list of condition keys.'
        : `Was \${${facts.meant}} meant?`;
    return [say(`AWS knows no variable \${${key}}.`, fix)];
  });
}

function absentVariable(
  { holder }: ReadPolicy,
  key: string,
  say: (what: string, fix: string) => Said,
): readonly Said[] {
  if (holder !== 'role' || !/^aws:username$/i.test(key)) return [];
  return [
    say(`\${${key}} has no value for a role.`, `Roles have \${aws:PrincipalTag/…} and \${aws:userid}.`),
  ];
}

/** `${aws:username` without its end, and other brackets that were meant for it. */
function brokenVariable(text: string): string | undefined {
  if (/\$\{[^}]*$/.test(text)) return 'a variable without its closing brace';
  const other = /\$\((aws:[\w-]+)\)|(?<!\$)\{(aws:[\w/-]+)\}|\$(aws:[\w/-]+)|<(aws:[\w/-]+)>/.exec(text);
  return other === null ? undefined : `${JSON.stringify(other[0])}, which is plain text`;
}
