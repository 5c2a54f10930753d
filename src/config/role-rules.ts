import type { Rule } from './rule.ts';

/** A role exists for a task: one that may do nothing is a mistake, or the half of one. */
const hasATask: Rule = (file) =>
  Object.entries(file.roles ?? {}).flatMap(([name, role]) => {
    if (role === null) return [];
    const things = [role.buckets, role.queues, role.secrets, role.logGroups, role.policies];
    if (things.some((list) => (list?.length ?? 0) > 0)) return [];
    return [
      {
        steps: ['roles', name],
        at: 'key' as const,
        message: `the role "${name}" may do nothing; name what it is for under buckets, queues, secrets, logGroups or policies.`,
      },
    ];
  });

/** One thing, one entry. */
const namedOnce: Rule = (file) =>
  Object.entries(file.roles ?? {}).flatMap(([name, role]) =>
    (['queues', 'secrets', 'logGroups'] as const).flatMap((list) => {
      const seen = new Map<string, number>();
      return (role?.[list] ?? []).flatMap((thing) => {
        const key = `${thing.name} ${thing.region ?? ''}`;
        const nth = seen.get(key) ?? 0;
        seen.set(key, nth + 1);
        if (nth === 0) return [];
        const steps = ['roles', name, list, { name: thing.name, nth }];
        return [
          {
            steps,
            at: 'value' as const,
            message: `"${thing.name}" is in this list already; keep one entry.`,
          },
        ];
      });
    }),
  );

export const roleRules: readonly Rule[] = [hasATask, namedOnce];
