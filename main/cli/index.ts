#!/usr/bin/env node
/** `igpo-lab`: finds the command, runs it, and prints errors as sentences. */
import { suggestion } from '../../shared/util/text.ts';
import { outliveReaders } from '../terminal/signals.ts';
import { errorLines, print, printError } from '../terminal/print.ts';
import { readArgs } from './command.ts';
import type { ExitCode } from './command.ts';
import { commands } from './commands/index.ts';
import { commandHelp, help } from './help.ts';

outliveReaders(process.stdout, process.stderr);

async function main([name = 'help', ...rest]: readonly string[]): Promise<ExitCode> {
  if (['help', '--help', '-h'].includes(name)) return say(topic(rest[0]));
  if (['--version', '-v'].includes(name))
    return say([(await import('../services/runs/code-version.ts')).codeVersion()]);
  const command = commands.find((candidate) => candidate.name === name) ?? unknown(name);
  const args = readArgs(command, rest);
  return args.flag('help') ? say(commandHelp(command)) : command.run(args);
}

function topic(name: string | undefined): readonly string[] {
  if (name === undefined) return help(commands);
  return commandHelp(commands.find((candidate) => candidate.name === name) ?? unknown(name));
}

function say(lines: readonly string[]): ExitCode {
  print(...lines);
  return 0;
}

function unknown(name: string): never {
  throw new RangeError(
    `igpo-lab ${name}: unknown command${suggestion(name, ['help', ...commands.map((command) => command.name)])}`,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  printError(...errorLines(error, process.argv.includes('--debug')));
  process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
}
