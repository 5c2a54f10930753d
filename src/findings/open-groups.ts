import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';

export interface OpenGroup {
  readonly name: string;
  readonly why: 'detached' | 'changed';
}

/**
 * Those of the groups whose MFA deny does not hold by now: it was taken off, or its text is another one than ours.
 * Pure.
 * @param differences of the plan from the account
 */
export function openGroups(
  plan: Plan,
  differences: readonly Finding[],
  groups: readonly string[],
): readonly OpenGroup[] {
  const isChanged = differences.some(({ rule }) => rule === 'mfa-policy-changed');
  return plan.parts.groups.groups
    .filter(({ name }) => groups.includes(name))
    .flatMap(({ name, customer }): readonly OpenGroup[] => {
      const isDetached = differences.some(
        ({ rule, subject }) => rule === 'mfa-policy-detached' && subject.startsWith(`${name}/`),
      );
      if (isDetached) return [{ name, why: 'detached' }];
      return isChanged && customer.includes('require-mfa') ? [{ name, why: 'changed' }] : [];
    });
}
