import type { Context } from '../context.ts';
import type { Finding } from '../model/finding.ts';
import type { Consents } from './enforce.ts';
import type { Study } from './study.ts';

/**
 * Users that an earlier run made and that are gone: the person may have left, so nobody is made again without
 * being asked for. In a terminal it is asked, one by one; elsewhere `--recreate` names them.
 * @returns what stands in the way, for `enforceGuards`, and the consents with the answers in them
 */
export async function askForMissing(
  context: Context,
  study: Study,
  consents: Consents,
): Promise<{ readonly findings: readonly Finding[]; readonly consents: Consents }> {
  const gone = study.differences.filter(
    ({ rule, resources = [] }) => rule === 'user-missing' && resources.some((name) => study.state.has(name)),
  );
  const named = new Set(consents.recreate);
  if (context.host.interactive) {
    for (const { subject, what, why } of gone.filter((each) => !named.has(each.subject))) {
      const again = await context.host.ask({
        kind: 'confirm',
        key: `recreate:${subject}`,
        message: `${what} Make it again?`,
        why,
        flag: `--recreate ${subject}`,
        default: false,
      });
      if (again) named.add(subject);
    }
  }
  const findings = gone.map(
    (finding): Finding => ({
      ...finding,
      stops: 'consent',
      fix: `If the person has left, take "${finding.subject}" out of the file; if not, add --recreate ${finding.subject}.`,
    }),
  );
  return { findings, consents: { ...consents, recreate: [...named] } };
}
