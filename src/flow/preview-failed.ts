import { EngineError } from '../errors.ts';
import type { Outcome } from '../model/outcome.ts';

/** The preview itself failed: nothing was changed. */
export function previewFailed(preview: Outcome): EngineError {
  const errors = preview.diagnostics.filter((each) => each.severity === 'error');
  const [first] = errors;
  return new EngineError(
    'PreviewFailed',
    errors.map((each) => each.message).join('\n') || 'The engine could not make a preview.',
    {
      fix: `${first?.fix ?? 'Run it again with --debug.'} Nothing was changed.`,
      details: errors,
    },
  );
}
