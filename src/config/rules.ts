import type { AccountFile } from '../model/account-file.ts';
import { alarmRules } from './alarm-rules.ts';
import { bucketRules } from './bucket-rules.ts';
import { groupRules } from './group-rules.ts';
import { memberRules } from './member-rules.ts';
import { nameRules } from './name-rules.ts';
import { policyRules } from './policy-rules.ts';
import { roleRules } from './role-rules.ts';
import type { Rule, RuleMistake } from './rule.ts';
import { tagRules } from './tag-rules.ts';

/** These judge what is there, also where a layer could not be read; the others would miss what it brings. */
const partialRules: readonly Rule[] = [...nameRules, ...bucketRules, ...tagRules];
const wholeRules: readonly Rule[] = [
  ...groupRules,
  ...policyRules,
  ...memberRules,
  ...roleRules,
  ...alarmRules,
];

/**
 * Applies the rules that need more than one key to judge.
 * @param complete False where a template is missing from the merged file.
 */
export function checkRules(merged: AccountFile, complete = true): readonly RuleMistake[] {
  return (complete ? [...partialRules, ...wholeRules] : partialRules).flatMap((rule) => rule(merged));
}

/** What a template may not say, because it belongs to one account only. */
export function checkTemplate(template: AccountFile): readonly RuleMistake[] {
  const personal: readonly (readonly [readonly string[], unknown])[] = [
    [['account', 'id'], template.account?.id],
    [['account', 'alias'], template.account?.alias],
    [['trail', 'bucket'], template.trail?.bucket],
    [['rootClosedAt'], template.rootClosedAt],
    [['exceptions'], template.exceptions],
  ];
  return personal
    .filter(([, value]) => value !== undefined)
    .map(([steps]) => ({
      steps,
      at: 'key',
      message: 'belongs to one account and does not go into a template; write it into the account file.',
    }));
}

/** One name twice in a list of one file. Across files the later entry refines the earlier one. */
export function checkTwice(file: AccountFile): readonly RuleMistake[] {
  return (['people', 'machines'] as const).flatMap((list) => {
    const seen = new Map<string, number>();
    return (file[list] ?? []).flatMap(({ name }): readonly RuleMistake[] => {
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      if (nth === 0) return [];
      return [
        {
          steps: [list, { name, nth }, 'name'],
          at: 'value',
          message: `"${name}" is in this list already; keep one entry.`,
        },
      ];
    });
  });
}
