import type { Context } from '../context.ts';
import { describeFinding } from '../lib/describe-finding.ts';
import type { Finding } from '../model/finding.ts';

/** Says what was found and stops nothing, or was consented to. */
export function tellFindings(context: Pick<Context, 'host'>, findings: readonly Finding[]): void {
  for (const finding of findings) {
    const { place, severity, fix } = finding;
    context.host.tell({
      level: severity === 'info' ? 'info' : 'warning',
      text: `${describeFinding(finding)}${place === undefined ? ' ' : '\n    → '}${fix}`,
    });
  }
}
