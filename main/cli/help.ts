/** Help texts, made from the commands' own words. */
import { commonOptions, usage } from './command.ts';
import type { Command, Option } from './command.ts';
import { columns } from './text.ts';

export const help = (commands: readonly Command[]): string[] => [
  'igpo-lab trains multi-turn search agents with reinforcement learning and compares the algorithms.',
  '',
  ...columns(commands.map((command) => [`  ${usage(command)}`, command.summary])),
  '',
  'igpo-lab help <command> says more. Begin with: igpo-lab run quickstart',
  'Exit codes: 0 done, 1 a run failed, 2 wrong usage or config, 130 interrupted.',
];

export const commandHelp = (command: Command): string[] => [
  `${usage(command)}${Object.keys(command.options).length > 0 ? ' [options]' : ''}`,
  '',
  command.summary,
  '',
  ...columns(Object.entries({ ...command.options, ...commonOptions }).map(optionRow)),
];

const optionRow = ([name, { value, help: text, multiple }]: [string, Option]): string[] => [
  `  --${name}${value === undefined ? '' : ` ${value}`}`,
  multiple ? `${text} May be given several times.` : text,
];
