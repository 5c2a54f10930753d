import { type Command, Option } from 'commander';
import type { CommandResult, Edge } from './command.ts';
import type { Context } from './context.ts';
import { UserError } from './errors.ts';
import type { AnswerFlags } from './flow/prepare-answers.ts';
import { nearestName } from './lib/nearest-name.ts';
import type { AnswerValue } from './ui/apply-answer.ts';
import { type QuestionFlag, questionFlags } from './ui/question-flags.ts';

type Run = (context: Context, edge: Edge) => Promise<CommandResult>;
type Start = (name: string, command: Command, run: Run) => Promise<void>;

/** Every answer that a question asks for, as a flag; `--region` is global. */
function addAnswerFlags(command: Command): Command {
  for (const { flag, argument, repeatable, description } of answerFlags) {
    const words =
      argument === undefined ? flag : `${flag} ${repeatable ? argument.replace(/>$/, '...>') : argument}`;
    command.option(words, repeatable ? `${description}; repeat for each` : description);
  }
  return command;
}

const answerFlags: readonly QuestionFlag[] = questionFlags.filter((each) => each.flag !== '--region');

/** Commander's option names become the questions' keys. */
function readAnswerFlags(options: Readonly<Record<string, AnswerValue | undefined>>): AnswerFlags {
  const camel = (flag: string) =>
    flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(answerFlags.map(({ key, flag }) => [key, options[camel(flag)]]));
}

function addConsentFlags(command: Command): Command {
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

function addApplyFlags(command: Command): Command {
  return addConsentFlags(command)
    .option('--recreate <user...>', 'make a user again who is gone from the account; repeat for each')
    .addOption(
      new Option(
        '--passwords <way>',
        'how first passwords are handed out; default: terminal, or file without one',
      ).choices(['terminal', 'file']),
    );
}

/** One row a command; each module is loaded only when its command runs, so that `--help` stays quick. */
export function defineCommands(program: Command, start: Start): void {
  defineMainJob(program, start);
  defineCheck(program, start);
  defineHandover(program, start);
  const rehearse = program
    .command('rehearse')
    .description('runs the main job, or any command after --, against a local emulator')
    .argument('[command...]', 'the command to rehearse, after --')
    .option('--fresh', 'begin with an empty account')
    .option('--endpoint <url>', 'another emulator on this machine, like http://127.0.0.1:5000');
  rehearse.action((words, options) =>
    start('rehearse', rehearse, async (context, edge) =>
      (await import('./commands/rehearse.ts')).runRehearse(context, edge, words, options),
    ),
  );
  const doctor = program
    .command('doctor')
    .description('is this machine and this login ready; each ✖ with its fix');
  doctor.action(() =>
    start('doctor', doctor, async (context) => (await import('./commands/doctor.ts')).runDoctor(context)),
  );
  defineState(program, start);
  defineTemplate(program, start);
  defineRights(program, start);
  const destroy = program
    .command('destroy')
    .description('takes down what it made; the audit trail and the account settings stay')
    .option('--keep-admins', "leave the administrators' groups and their members")
    .option('--restore-settings', 'put account settings back as they were before the first apply');
  destroy.action((options) =>
    start('destroy', destroy, async (context) =>
      (await import('./commands/destroy.ts')).runDestroy(context, options),
    ),
  );
}

/** Look, ask, show, carry out: without a command all of it, with one a part. */
function defineMainJob(program: Command, start: Start): void {
  const setup = program.command('setup', { isDefault: true, hidden: true }).argument('[words...]');
  addApplyFlags(addAnswerFlags(setup)).action(async (words: string[], options) => {
    if (words[0] !== undefined) throw unknownCommand(words[0], program);
    await start('setup', setup, async (context) =>
      (await import('./commands/setup.ts')).runSetup(context, readAnswerFlags(options), options),
    );
  });
  const init = program
    .command('init')
    .description('asks, writes bootstrap-account.yaml, changes nothing else');
  addAnswerFlags(init).action((options) =>
    start('init', init, async (context) =>
      (await import('./commands/init.ts')).runInit(context, readAnswerFlags(options)),
    ),
  );
  const plan = program
    .command('plan')
    .description('shows what apply would do; exit 0 nothing, 2 changes')
    .option('--out <file>', 'also write the plan as JSON');
  addConsentFlags(plan).action((options) =>
    start('plan', plan, async (context) => (await import('./commands/plan.ts')).runPlan(context, options)),
  );
  const apply = program
    .command('apply')
    .description('carries the plan out, verifies, writes the handover pack');
  addApplyFlags(apply).action((options) =>
    start('apply', apply, async (context) =>
      (await import('./commands/apply.ts')).runApply(context, options),
    ),
  );
}

function defineCheck(program: Command, start: Start): void {
  const check = program
    .command('check')
    .description('drift and findings; exit 0 in sync, 2 something found, 1 not all could be read')
    .option(
      '--format <format[=file]>',
      'text (default), json, markdown, sarif, junit or github, with =file to write it there; repeat for more',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--baseline <file>', 'a former JSON document of check: only what is new counts')
    .addOption(
      new Option('--fail-on <severity>', 'exit 2 from this severity on; default: low').choices([
        ...(['critical', 'high', 'medium', 'low', 'info'] as const),
      ]),
    )
    .option('--deep', "let the engine look as well, and compare; needs this machine's state")
    .option('--repair', 'decide about each finding: repair, adopt, remove, accept or skip')
    .option('--repair-all', 'repair all that can be, and nothing else; with --yes without asking');
  addApplyFlags(check).action((options) =>
    start('check', check, async (context) =>
      (await import('./commands/check.ts')).runCheck(context, options),
    ),
  );
}

function defineHandover(program: Command, start: Start): void {
  const report = program
    .command('report')
    .description('writes the handover pack from the live account')
    .option('--with-emails', 'show e-mail addresses')
    .option('--cis', 'also compare the account with the CIS benchmark 7.0, 5.0 and 3.0');
  report.action((options) =>
    start('report', report, async (context) =>
      (await import('./commands/report.ts')).runReport(context, options),
    ),
  );
  const first = program
    .command('first-admin')
    .description('for an account that has only root: prints a short script and the console clicks')
    .option('--user <name>', 'the first administrator', 'admin')
    .option('--group <name>', "the administrators' group", 'admins');
  first.action((options) =>
    start('first-admin', first, async (context) =>
      (await import('./commands/first-admin.ts')).runFirstAdmin(context, options),
    ),
  );
}

function defineState(program: Command, start: Start): void {
  const state = program.command('state').description('where the state lives, and its care');
  const actions: readonly (readonly [string, string, 'where' | 'backup' | 'restore' | 'unlock'])[] = [
    ['where', 'shows the state folder, its lock and its backups', 'where'],
    ['backup', 'copies the state', 'backup'],
    ['restore <backup>', 'puts a backup in place; the present state is backed up first', 'restore'],
    ['unlock', 'removes the lock of a run that is dead', 'unlock'],
  ];
  for (const [usage, description, action] of actions) {
    const command = state.command(usage).description(description);
    command.action((backup: unknown) =>
      start(`state ${action}`, command, async (context) =>
        (await import('./commands/state.ts')).runState(
          context,
          action,
          typeof backup === 'string' ? backup : undefined,
        ),
      ),
    );
  }
}

function defineTemplate(program: Command, start: Start): void {
  const template = program.command('template').description('team templates');
  const actions: readonly (readonly [string, string, 'list' | 'show' | 'validate' | 'schema'])[] = [
    ['list', 'names the built-in templates', 'list'],
    ['show <name>', 'prints a template', 'show'],
    ['validate <file>', 'checks a template or an account file; every mistake at once', 'validate'],
    ['schema', 'prints the JSON Schema for editors', 'schema'],
  ];
  for (const [usage, description, action] of actions) {
    const command = template.command(usage).description(description);
    command.action((name: unknown) =>
      start(`template ${action}`, command, async (context) =>
        (await import('./commands/template.ts')).runTemplate(
          context,
          action,
          typeof name === 'string' ? name : undefined,
        ),
      ),
    );
  }
}

function defineRights(program: Command, start: Start): void {
  const rights = program.command('rights').description('prints the least IAM policy that a command needs');
  const check = rights.command('check').description('for check: read-only');
  check.action(() =>
    start('rights check', check, async (context) =>
      (await import('./commands/rights.ts')).runRights(context, 'check'),
    ),
  );
}

function unknownCommand(word: string, program: Command): UserError {
  const known = program.commands.map((command) => command.name()).filter((name) => name !== 'setup');
  const near = nearestName(word, known);
  return new UserError('UnknownCommand', `There is no command ${word}.`, {
    fix:
      near === undefined
        ? `Commands: ${known.join(', ')}.`
        : `Did you mean ${near}? See bootstrap-account --help.`,
  });
}
