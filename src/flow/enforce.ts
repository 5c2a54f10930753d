import { RefusedError } from '../errors.ts';
import { describeFinding } from '../lib/describe-finding.ts';
import { compareFindings, type Finding } from '../model/finding.ts';

export interface Consents {
  /** Users who may lose access until they enrol MFA. */
  readonly cutoff: readonly string[];
  readonly secondTrail: boolean;
  /** Findings of the linter that are wanted as they are, by what they want named. */
  readonly understood: readonly string[];
  /** Users who are gone and may be made again. */
  readonly recreate: readonly string[];
}

/** Consents as flags give them: what was not said is not consented to. */
export interface ConsentFlags {
  readonly allowCutoff?: readonly string[];
  readonly secondTrail?: boolean;
  readonly iUnderstand?: readonly string[];
  readonly recreate?: readonly string[];
}

export function readConsents(flags: ConsentFlags): Consents {
  return {
    cutoff: flags.allowCutoff ?? [],
    secondTrail: flags.secondTrail === true,
    understood: flags.iUnderstand ?? [],
    recreate: flags.recreate ?? [],
  };
}

/** Findings that stop a run, given what was consented to. */
export function stoppingFindings(findings: readonly Finding[], consents: Consents): readonly Finding[] {
  return findings.filter(
    (finding) =>
      finding.stops === 'refuse' || (finding.stops === 'consent' && !isConsented(finding, consents)),
  );
}

function isConsented(finding: Finding, consents: Consents): boolean {
  if (finding.rule === 'second-trail') return consents.secondTrail;
  if (finding.consent !== undefined) return consents.understood.includes(finding.consent);
  if (finding.rule === 'user-missing') return consents.recreate.includes(finding.subject);
  return consents.cutoff.includes(finding.subject);
}

/**
 * Stops the run where a guard says no. All reasons at once, each with its fix.
 * @param done what this run has changed by now, in a sentence
 * @throws RefusedError with the code of the most severe finding
 */
export function enforceGuards(
  findings: readonly Finding[],
  consents: Consents,
  done = 'Nothing was changed.',
): void {
  const stopping = [...stoppingFindings(findings, consents)].sort(compareFindings);
  const [first] = stopping;
  if (first === undefined) return;
  const lines = stopping.map(
    (finding) => `${describeFinding(finding)}\n  Why: ${finding.why}\n  Do: ${finding.fix}`,
  );
  const head = stopping.length === 1 ? '' : `${stopping.length} things stand in the way:\n`;
  throw new RefusedError(codeOf(first.rule), `${head}${lines.join('\n')}`, {
    fix: done,
    details: stopping,
  });
}

/** `root-key` becomes `RootKey`: error codes are PascalCase, rule ids kebab-case. */
function codeOf(rule: string): string {
  return rule.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
