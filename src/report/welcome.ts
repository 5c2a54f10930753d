import type { PersonPlan, Plan } from '../model/plan.ts';
import type { Report, ReportPermission } from '../model/report.ts';
import type { SecretWay } from '../model/secret-way.ts';
import { signInUrl } from './sign-in-url.ts';

/** How a first password got out, and for `file` where it lies. */
export interface HandedPassword {
  readonly person: string;
  readonly way: SecretWay;
}
/** What one person needs to begin. Never a password. */
export interface WelcomeSheet {
  readonly person: string;
  readonly email?: string;
  readonly account: Report['account'];
  readonly rehearsal: boolean;
  readonly signInUrl: string;
  /** Absent: the person has a password already, or none was made in this run. */
  readonly password?: HandedPassword['way'];
  readonly groups: readonly { readonly name: string; readonly purpose?: string }[];
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  readonly commandLine: 'login' | 'keys' | 'none';
}

/** What a sheet needs of the report; the whole of it where there is one. */
export type WelcomeFacts = Pick<Report, 'account' | 'rehearsal' | 'permissions'>;

/** One sheet for each person of the plan who has not left. */
export function assembleWelcomes(
  plan: Plan,
  report: WelcomeFacts,
  passwords: readonly HandedPassword[],
): readonly WelcomeSheet[] {
  const here = plan.parts.people.filter((person) => person.keptUntil === undefined);
  return here.map((person) => {
    const handed = passwords.find((each) => each.person === person.name);
    const groups = plan.parts.groups.groups.filter((group) => person.groups.includes(group.name));
    const keys = new Set(groups.flatMap((group) => group.customer));
    return {
      person: person.name,
      ...(person.email === undefined ? {} : { email: person.email }),
      account: report.account,
      rehearsal: report.rehearsal,
      signInUrl: signInUrl(plan.account),
      ...(handed === undefined ? {} : { password: handed.way }),
      groups: groups.map(({ name, purpose }) => ({ name, ...(purpose === undefined ? {} : { purpose }) })),
      ...permitted(report.permissions, person),
      commandLine: keys.has('command-line-login') ? 'login' : keys.has('command-line-keys') ? 'keys' : 'none',
    };
  });
}

/**
 * Who has rows of their own is judged by those. Anybody else may what their group may; what only some group is
 * denied is not denied.
 */
function permitted(
  permissions: readonly ReportPermission[],
  person: PersonPlan,
): Pick<WelcomeSheet, 'allowed' | 'denied'> {
  const own = permissions.filter((row) => row.people?.includes(person.name) === true);
  const ofGroups = permissions.filter((row) =>
    person.groups.some((group) => row.who === `member of ${group}`),
  );
  const rows = own.length > 0 ? own : ofGroups;
  const named = (decision: ReportPermission['decision']) => [
    ...new Set(rows.filter((row) => row.decision === decision).map((row) => row.what)),
  ];
  const allowed = named('allowed');
  return { allowed, denied: named('denied').filter((what) => !allowed.includes(what)) };
}
