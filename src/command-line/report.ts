import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineReport(program: Command, start: Start): void {
  const report = program
    .command('report')
    .description('writes the handover pack from the live account')
    .option('--with-emails', 'show e-mail addresses')
    .option('--cis', 'also compare the account with the CIS benchmark 7.0, 5.0 and 3.0');
  addExamples(
    report,
    ['report', 'who has what, what is manual, how to get back in'],
    ['report --cis', 'the same, with the table an auditor asks for'],
  );
  report.action((options) =>
    start('report', report, async (context) =>
      (await import('../commands/report.ts')).runReport(context, options),
    ),
  );
}
