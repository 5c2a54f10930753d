import type { AccountFile } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import type { Rule, RuleMistake } from './rule.ts';

/** What the tool itself writes: by these it knows after a lost state what it made. */
const reserved = ['ManagedBy', 'Origin', 'Part', 'Purpose'];
/** AWS takes 50 a resource; the rest is for ours and for what others write. */
const maxTags = 40;

function tagsOf(
  file: AccountFile,
): readonly { readonly keys: readonly string[]; readonly steps: readonly Step[] }[] {
  const roles = Object.entries(file.roles ?? {}).map(([name, role]) => ({
    keys: Object.keys(role?.tags ?? {}),
    steps: ['roles', name, 'tags'],
  }));
  return [{ keys: Object.keys(file.tags ?? {}), steps: ['tags'] }, ...roles];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html: keys of IAM are compared without case. */
const freeKeys: Rule = (file) =>
  tagsOf(file).flatMap(({ keys, steps }) => {
    const seen = new Map<string, string>(reserved.map((key) => [key.toLowerCase(), key]));
    const mistakes = keys.flatMap((key): readonly RuleMistake[] => {
      const twin = seen.get(key.toLowerCase());
      seen.set(key.toLowerCase(), key);
      const why = key.toLowerCase().startsWith('aws:')
        ? 'begins with aws:, which AWS keeps for itself'
        : twin === undefined
          ? undefined
          : reserved.includes(twin)
            ? 'is written by this tool'
            : `is the same as "${twin}": IAM ignores the case of tag keys`;
      if (why === undefined) return [];
      return [{ steps: [...steps, key], at: 'key', message: `the tag "${key}" ${why}. Choose another key.` }];
    });
    if (keys.length <= maxTags) return mistakes;
    return [
      ...mistakes,
      { steps, at: 'key' as const, message: `${keys.length} tags; at most ${maxTags} are written.` },
    ];
  });

export const tagRules: readonly Rule[] = [freeKeys];
