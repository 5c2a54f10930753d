import { type Command, Option } from 'commander';
import type { AnswerFlags } from '../flow/prepare-answers.ts';
import { secretWays } from '../model/secret-way.ts';
import type { AnswerValue } from '../ui/apply-answer.ts';
import { type QuestionFlag, questionFlags } from '../ui/question-flags.ts';

const answerFlags: readonly QuestionFlag[] = questionFlags.filter((each) => each.flag !== '--region');

/** Every answer that a question asks for, as a flag; `--region` is global. */
export function addAnswerFlags(command: Command): Command {
  for (const { flag, argument, repeatable, description } of answerFlags) {
    const words =
      argument === undefined ? flag : `${flag} ${repeatable ? argument.replace(/>$/, '...>') : argument}`;
    command.option(words, repeatable ? `${description}; repeat for each` : description);
  }
  return command;
}

/** Commander's option names become the questions' keys. */
export function readAnswerFlags(options: Readonly<Record<string, AnswerValue | undefined>>): AnswerFlags {
  const camel = (flag: string) =>
    flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(answerFlags.map(({ key, flag }) => [key, options[camel(flag)]]));
}

export function addConsentFlags(command: Command): Command {
  return command
    .option(
      '--allow-cutoff <user...>',
      'consent that this user loses access until MFA is enrolled; repeat for each',
    )
    .option('--second-trail', 'consent to a second trail, which costs money')
    .option(
      '--i-understand <finding...>',
      'consent to what the policy linter found, named as it says; repeat for each',
    );
}

/** Where it cannot be seen which key the session of a run was opened with. */
export function addOwnKeyFlag(command: Command): Command {
  return command.option(
    '--i-understand <finding...>',
    'consent to taking a key that this session may have been opened with, named as it says; repeat for each',
  );
}

/** Enforcement that waits for people. */
export function addStagedFlag(command: Command): Command {
  return command.option(
    '--staged',
    'a group gets its MFA rule, and whatever is new for it, only when all its members have enrolled',
  );
}

export function addApplyFlags(command: Command): Command {
  return addConsentFlags(command)
    .option('--recreate <user...>', 'make a user again who is gone from the account; repeat for each')
    .addOption(
      new Option(
        '--passwords <way>',
        'how first passwords are handed out; default: terminal, or file without one',
      ).choices([...secretWays]),
    );
}
