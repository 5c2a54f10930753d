import type { RegistryEntry } from '../../findings/registry/entry.ts';
import { registry } from '../../findings/registry.ts';
import { generatedPage, markdownTable } from './table.ts';

/** The page of findings, from the registry. */
export function findingsPage(): string {
  const entries = Object.entries(registry) as readonly (readonly [string, RegistryEntry])[];
  const groups = [...new Set(entries.map(([, { group }]) => group))];
  return generatedPage(
    'Findings of check',
    'An id is the rule, a colon and what it was found on, like `user-direct-policy:alice`; ids are stable, so that exceptions and baselines can name them.',
    groups.map((group) =>
      [
        `## ${group}`,
        markdownTable(
          ['rule', 'severity', 'what', 'why', 'verdicts'],
          entries
            .filter(([, entry]) => entry.group === group)
            .map(([rule, entry]) => [
              `\`${rule}\``,
              entry.severity,
              `${entry.title}. ${entry.help}`,
              entry.why,
              entry.verdicts.join(', '),
            ]),
        ),
      ].join('\n\n'),
    ),
  );
}
