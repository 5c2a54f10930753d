import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import type { KeyCaller, RootKeys } from '../model/keys.ts';
import { wrapText } from '../ui/phrase.ts';
import { phraseRoot } from '../ui/phrase-keys.ts';

/** Clicks that switch root's key off; no API does it, and nothing of this tool runs as root. */
export const rootKeySteps: readonly string[] = [
  'Sign in as root at https://console.aws.amazon.com, open the account menu > Security credentials > Access keys.',
  'Actions > Deactivate for each key. Wait some days; activate it again if something broke.',
  'Actions > Delete. Then run `bootstrap-account keys scan`: it says whether a key is left.',
];

/**
 * What takes the place of root's key: a role for each machine that calls with it. What those programs do with
 * objects stands in no event history, so the buckets have to be named. Changes nothing.
 */
export function migrateRoot(context: Context, root: RootKeys | undefined): CommandResult {
  if (root === undefined) {
    context.host.tell({
      level: 'success',
      text: 'The root user has no access key: nothing is to be replaced.',
    });
    return { code: exitCodes.done, document: { result: 'nothing', proposals: [] } };
  }
  const proposals = proposalsOf(root.callers);
  const lines = [
    'The root user’s keys',
    ...phraseRoot(root).filter((line) => !line.startsWith('  next')),
    '',
    ...(proposals.length === 0
      ? ['No caller is one of our instances. Find out whose these addresses are before the key goes off.', '']
      : proposals.flatMap((each) => [
          `${each.instance} calls ${each.events.join(', ')} with it. A role in its place:`,
          `  ${each.add}`,
          `  ${each.attach}`,
          '',
        ])),
    'As long as root has the key, add --despite-root "<reason>" --until <day> to both.',
    '',
    'Then, by hand, as only the root user can:',
    ...rootKeySteps.map((step, index) => `  ${index + 1}. ${step}`),
  ];
  if (!context.flags.json)
    context.host.write(
      `${lines.flatMap((line) => wrapText(line, { width: context.host.width, indent: 2 })).join('\n')}\n`,
    );
  return { code: exitCodes.changes, document: { result: 'by-hand', root, proposals, steps: rootKeySteps } };
}

function proposalsOf(callers: readonly KeyCaller[]) {
  const byInstance = new Map<string, KeyCaller[]>();
  for (const caller of callers)
    if (caller.instance !== undefined)
      byInstance.set(caller.instance, [...(byInstance.get(caller.instance) ?? []), caller]);
  return [...byInstance].map(([instance, group]) => {
    const role = `replaces-root-${instance.slice(-4)}`;
    return {
      instance,
      role,
      events: [...new Set(group.flatMap(({ events }) => events))].sort(),
      add: `bootstrap-account role add ${role} --bucket <bucket:read-write>`,
      attach: `bootstrap-account role attach ${role} ${instance}`,
    };
  });
}
