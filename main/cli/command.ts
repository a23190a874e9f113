/** A command of the command line: its arguments, its options, its work. */
import { parseArgs } from 'node:util';
import { suggestion } from '../../shared/util/text.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  /** May be given several times. */
  readonly multiple?: boolean;
  /** Name of the value in help texts, such as `DIR`. */
  readonly value?: string;
  readonly help: string;
}

/** 0 done · 1 a run failed · 2 usage, config or a run that could not begin · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Command {
  readonly name: string;
  /** Its arguments, as in `<run> <step> <n>`. */
  readonly arguments: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  run(args: Args): Promise<ExitCode>;
}

/** The given arguments, checked against the command's options. */
export interface Args {
  readonly words: readonly string[];
  text(option: string): string | null;
  texts(option: string): readonly string[];
  flag(option: string): boolean;
  /** A whole number of at least `least`; `standard` if not given. Throws RangeError otherwise. */
  count(option: string, standard: number, least: number): number;
}

/** Options of every command. */
export const commonOptions: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', help: 'Say what the command does and which options it has.' },
  debug: { type: 'boolean', help: 'Show where in the code an error comes from.' },
};

/** Options that several commands share. */
export const runsOption: Option = {
  type: 'string',
  value: 'DIR',
  help: 'Folder of all experiments; ./runs if not given.',
};
export const jsonOption: Option = { type: 'boolean', help: 'Print JSON, one object a line, for other programs.' };

/** Throws RangeError for an unknown option (naming the nearest one), and for a missing or superfluous value. */
export function readArgs(command: Command, argv: readonly string[]): Args {
  const options = { ...command.options, ...commonOptions };
  const known = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : null;
    if (option === null)
      throw new RangeError(
        `${token.rawName}: unknown option${suggestion(
          token.rawName,
          Object.keys(options).map((name) => `--${name}`),
        )}`,
      );
    if (option.type === 'string' && token.value === undefined)
      throw new RangeError(`--${token.name}: expected ${option.value ?? 'a value'} after it, got nothing`);
    if (option.type === 'boolean' && token.value !== undefined)
      throw new RangeError(`--${token.name}: expected no value, got ${token.value}`);
  }
  const texts = (option: string) => [values[option] ?? []].flat().map(String);
  const text = (option: string) => texts(option).at(-1) ?? null;
  return {
    words: positionals,
    text,
    texts,
    flag: (option) => values[option] === true,
    count: (option, standard, least) => {
      const given = text(option);
      return given === null ? standard : wholeNumber(given, `--${option}`, least);
    },
  };
}

/** Throws RangeError naming `where`. */
export function wholeNumber(given: string, where: string, least: number): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${where}: expected a whole number of at least ${least}, got ${given}`);
  return value;
}

/** The words of a command that takes exactly these. Throws RangeError with the command's usage. */
export function expectWords(command: Command, { words }: Args, count: number): readonly string[] {
  if (words.length === count) return words;
  throw new RangeError(
    `${command.name}: expected ${usage(command)}, got ${words.length} ${words.length === 1 ? 'argument' : 'arguments'}`,
  );
}

export const usage = ({ name, arguments: words }: Command): string =>
  `igpo-lab ${name}${words === '' ? '' : ` ${words}`}`;
