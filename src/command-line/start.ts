import type { Command } from 'commander';
import type { CommandResult, Edge } from '../command.ts';
import type { Context } from '../context.ts';

/** A command's module at work; it is loaded only when its command runs, so that `--help` stays quick. */
export type Run = (context: Context, edge: Edge) => Promise<CommandResult>;

/** Makes the context of a command line and runs the command in it. */
export type Start = (name: string, command: Command, run: Run) => Promise<void>;
