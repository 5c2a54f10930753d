import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { defineCheck } from './check.ts';
import { defineCompletion } from './completion.ts';
import { defineDestroy } from './destroy.ts';
import { defineDoctor } from './doctor.ts';
import { defineFirstAdmin } from './first-admin.ts';
import { defineKeys } from './keys.ts';
import { defineMachine } from './machine.ts';
import { defineMainJob } from './main-job.ts';
import { definePerson } from './person.ts';
import { defineRehearse } from './rehearse.ts';
import { defineReport } from './report.ts';
import { defineRights } from './rights.ts';
import { defineRole } from './role.ts';
import type { Start } from './start.ts';
import { defineState } from './state.ts';
import { defineTemplate } from './template.ts';

/** Every command, in the order in which `--help` lists them: the day's work first, care last. */
export function defineCommands(program: Command, start: Start): void {
  defineMainJob(program, start, (word) => unknownCommand(word, program));
  defineCheck(program, start);
  defineReport(program, start);
  defineRole(program, start);
  defineKeys(program, start);
  definePerson(program, start);
  defineMachine(program, start);
  defineFirstAdmin(program, start);
  defineTemplate(program, start);
  defineRights(program, start);
  defineRehearse(program, start);
  defineDoctor(program, start);
  defineState(program, start);
  defineDestroy(program, start);
  defineCompletion(program, start);
}

async function unknownCommand(word: string, program: Command): Promise<UserError> {
  const { nearestName } = await import('../lib/nearest-name.ts');
  const known = program.commands.map((command) => command.name()).filter((name) => name !== 'setup');
  const near = nearestName(word, known);
  return new UserError('UnknownCommand', `There is no command ${word}.`, {
    fix:
      near === undefined
        ? `Commands: ${known.join(', ')}.`
        : `Did you mean ${near}? See bootstrap-account --help.`,
  });
}
