import { UserError } from '../errors.ts';
import type { Host, Question } from '../model/host.ts';
import type { HostOptions } from './host-options.ts';
import { makeVoice } from './voice.ts';

/**
 * The host of pipes, CI, `--json` and `--yes`: it speaks, and never asks. A default is no answer here:
 * silence must not confirm anything.
 */
export function makePlainHost(options: HostOptions): Host {
  const voice = makeVoice(options);
  return {
    interactive: false,
    get width() {
      return voice.width();
    },
    tell: voice.tell,
    show: voice.show,
    shows: voice.shows,
    write: voice.write,
    progress: voice.progress,
    ask: async (question) => {
      throw missingAnswer(question);
    },
  };
}

function missingAnswer(question: Question): UserError {
  const ways = [
    ...(question.flag === undefined ? [] : [`give ${question.flag}`]),
    ...(question.fileKey === undefined ? [] : [`set ${question.fileKey} in the file`]),
    'run it in a terminal',
  ];
  const [first = '', ...rest] = ways;
  const fix = [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(', or ');
  return new UserError(
    'AnswerMissing',
    `There is no terminal to ask in, and this is still open: ${question.message}`,
    {
      fix: `${fix}.`,
      details: [{ key: question.key, flag: question.flag ?? null, fileKey: question.fileKey ?? null }],
    },
  );
}
