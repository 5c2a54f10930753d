import { type Command, InvalidArgumentError } from 'commander';

/** The root gate stands while root has a key or no MFA; for roles and keys a reason with a day lifts it. */
export function addLiftFlags(command: Command): Command {
  return command
    .option(
      '--despite-root <reason>',
      'go on while root has a key or no MFA; the reason stands in the report',
    )
    .option('--until <day>', 'last day on which that reason holds, like 2027-01-31; 90 days ahead at most');
}

export function readWhole(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('A whole number from 1 to 999.');
}
