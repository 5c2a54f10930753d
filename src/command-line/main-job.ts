import { type Command, Option } from 'commander';
import { addExamples } from './examples.ts';
import { addAnswerFlags, addApplyFlags, addConsentFlags, addStagedFlag, readAnswerFlags } from './flags.ts';
import type { Start } from './start.ts';

/** Look, ask, show, carry out: without a command all of it, with one a part. */
export function defineMainJob(
  program: Command,
  start: Start,
  unknownCommand: (word: string) => Promise<Error>,
): void {
  const setup = program.command('setup', { isDefault: true, hidden: true }).argument('[words...]');
  addApplyFlags(addAnswerFlags(setup)).action(async (words: string[], options) => {
    if (words[0] !== undefined) throw await unknownCommand(words[0]);
    await start('setup', setup, async (context) =>
      (await import('../commands/setup.ts')).runSetup(context, readAnswerFlags(options), options),
    );
  });
  const init = program
    .command('init')
    .description('asks, writes bootstrap-account.yaml, changes nothing else');
  addExamples(
    init,
    ['init', 'answer the questions; nothing in the account is changed'],
    ['init --template strict --alias acme', 'begin with some answers given'],
  );
  addAnswerFlags(init).action((options) =>
    start('init', init, async (context) =>
      (await import('../commands/init.ts')).runInit(context, readAnswerFlags(options)),
    ),
  );
  definePlan(program, start);
  const apply = program
    .command('apply')
    .description('carries the plan out, verifies, writes the handover pack');
  addExamples(
    apply,
    ['apply', 'show the plan, ask, carry it out'],
    ['apply --yes --account 123456789012 --passwords file', 'without a terminal, as in CI'],
    ['apply --staged', 'nobody is cut off: groups wait until their members have enrolled MFA'],
    ['apply --allow-cutoff bob', 'bob works without MFA today and is cut off until enrolled'],
  );
  addStagedFlag(addApplyFlags(apply)).action((options) =>
    start('apply', apply, async (context) =>
      (await import('../commands/apply.ts')).runApply(context, options),
    ),
  );
}

function definePlan(program: Command, start: Start): void {
  const plan = program
    .command('plan')
    .description('shows what apply would do; exit 0 nothing, 2 changes')
    .option('--out <file>', 'also write the plan as JSON')
    .addOption(
      new Option(
        '--steps [format]',
        'for an account that was in use before: the way to in sync step by step; text or markdown',
      ).choices(['text', 'markdown']),
    );
  addExamples(
    plan,
    ['plan', 'what would be made, changed, adopted; who could do what; what it costs'],
    ['plan --out plan.json', 'keep it for a review'],
    ['plan --steps', 'a neglected account: what to do first, what changes for whom, what is done'],
    ['plan --steps markdown', 'the same for a ticket'],
  );
  addStagedFlag(addConsentFlags(plan)).action((options) =>
    start('plan', plan, async (context) => (await import('../commands/plan.ts')).runPlan(context, options)),
  );
}
