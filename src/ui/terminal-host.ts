import { InternalError, InterruptedError } from '../errors.ts';
import { cleanLine, cleanText } from '../lib/clean-text.ts';
import { scrubSecrets } from '../lib/scrub-secrets.ts';
import { wrapText } from '../lib/wrap-text.ts';
import type { AnswerTo, Host, Question } from '../model/host.ts';
import type { HostOptions } from './host-options.ts';
import { makePromptTheme } from './prompt-theme.ts';
import { makeVoice, type Voice } from './voice.ts';

/** The host of a person at a terminal: questions, the redrawn list, colour. Prompts are drawn on stderr. */
export function makeTerminalHost(options: HostOptions): Host {
  const voice = makeVoice(options);
  return {
    interactive: true,
    get width() {
      return voice.width();
    },
    tell: voice.tell,
    show: voice.show,
    shows: voice.shows,
    write: voice.write,
    progress: voice.progress,
    ask: async <Q extends Question>(question: Q) => {
      if (voice.busy())
        throw new InternalError('AskedDuringProgress', `Asked while a list was running: ${question.key}`);
      explainQuestion(question, options, voice);
      // `Q` cannot be narrowed by its `kind`; promptFor keeps to AnswerTo, and its test holds it to that.
      return (await promptFor(question, options, voice)) as AnswerTo<Q>;
    },
  };
}

/** Why it is asked, and how it is answered without being asked. */
function explainQuestion(question: Question, { stderr }: HostOptions, { paint, width }: Voice): void {
  const elsewhere = [question.flag, question.fileKey].filter((way) => way !== undefined).join(', ');
  const text = [question.why, elsewhere === '' ? '' : `[${elsewhere}]`]
    .filter((part) => part !== '')
    .join(' ');
  if (text === '') return;
  const lines = wrapText(scrubSecrets(cleanText(text)), { width: Math.min(width(), 100) });
  stderr.write(`\n${lines.map((line) => paint('dim', line)).join('\n')}\n`);
}

async function promptFor(question: Question, options: HostOptions, voice: Voice): Promise<string | boolean> {
  const { default: inquirer } = await import('inquirer');
  const { stdin, stderr } = options;
  const gone = new AbortController();
  const leave = () => gone.abort();
  // A terminal that goes away ends the input; inquirer alone would wait for ever.
  stdin.once('end', leave).once('close', leave);
  const signal = AbortSignal.any([gone.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  try {
    const prompt = inquirer.createPromptModule({ input: stdin, output: stderr, signal });
    const { answer } = await prompt([
      { ...describe(question), name: 'answer', theme: makePromptTheme(voice.paint) },
    ]);
    return question.kind === 'typed' ? answer === question.expected : answer;
  } catch (error) {
    if (isCancelled(error))
      throw new InterruptedError('Interrupted', 'Stopped at a question. Nothing was changed.', {
        cause: error,
      });
    throw error;
  } finally {
    stdin.off('end', leave).off('close', leave);
  }
}

function describe(question: Question) {
  const message = scrubSecrets(cleanLine(question.message));
  switch (question.kind) {
    case 'text': {
      const { validate } = question;
      const check = validate === undefined ? {} : { validate: (value: string) => validate(value) ?? true };
      return { type: 'input' as const, message, ...withDefault(question.default), ...check };
    }
    case 'typed': {
      // A slip of the finger is no decision: it is asked again, and Enter alone or a no ends it.
      const again = 'Not the same. Type it as it stands above, or press Enter alone to stop.';
      const isMeant = (value: string) => value === question.expected || /^(?:|no?)$/i.test(value.trim());
      return { type: 'input' as const, message, validate: (value: string) => isMeant(value) || again };
    }
    case 'confirm':
      // Enter alone is a no, unless the question says otherwise.
      return { type: 'confirm' as const, message, default: question.default ?? false };
    case 'choice': {
      const choices = question.choices.map(({ value, label, hint }) => ({
        value,
        name: cleanLine(label),
        ...(hint === undefined ? {} : { description: cleanLine(hint) }),
      }));
      return { type: 'select' as const, message, choices, ...withDefault(question.default) };
    }
  }
}

function withDefault(value: string | undefined) {
  return value === undefined ? {} : { default: value };
}

/** Ctrl-C, a closed input, or the abort signal: inquirer names them, and exports no class of them. */
function isCancelled(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name)
  );
}
