/** The form, derived from the declarations: sections of fields, each with its parameter and value. Nothing about a
 *  parameter is written here. */
import type { Parameter, ParameterValue } from '../../../shared/config/parameter.ts';
import { parseValue } from '../../../shared/config/parse.ts';
import { chooseFrom, fixedSections, type Catalogues, type Entry } from '../../../shared/config/run-config.ts';
import { runParameters } from '../../../shared/config/sections.ts';
import type { Json, JsonObject } from '../../../shared/util/json.ts';
import { isObject } from '../../../shared/util/json.ts';
import { own } from '../../../shared/util/own.ts';
import { valueAt } from './draft.ts';

export interface Field {
  /** Below the config: `train.steps`. */
  readonly path: string;
  readonly key: string;
  readonly parameter: Parameter;
  /** The value that was set, of any kind; undefined if the default holds. */
  readonly given: Json | undefined;
  /** What holds if nothing is set: the member preset's value, else the declared default. */
  readonly standard: ParameterValue;
  /** Why the value does not fit, as a sentence; null if it fits. */
  readonly problem: string | null;
}

export interface Section {
  readonly name: string;
  /** What can be chosen; empty for a section that is the same for every run. */
  readonly choices: readonly Entry[];
  /** Name of the chosen member. */
  readonly chosen: string | null;
  /** Named settings of the chosen member, and the one it starts from. */
  readonly presets: readonly string[];
  readonly preset: string | null;
  readonly help: string;
  readonly fields: readonly Field[];
}

/** All sections of a config, in the order of its keys; the algorithm among them. Unknown members have no fields. */
export function sections(config: JsonObject, catalogues: Catalogues): Section[] {
  const members = Object.entries(chooseFrom(catalogues)).map(([name, entries]) => memberSection(name, entries, config));
  const fixed = Object.entries(fixedSections).map(([name, parameters]): Section => ({
    ...{ name, choices: [], chosen: null, presets: [], preset: null, help: '' },
    fields: Object.entries(parameters).map(([key, parameter]) => field(`${name}.${key}`, key, parameter, config)),
  }));
  const { device, threads } = runParameters;
  const run: Section = {
    ...{ name: 'run', choices: [], chosen: null, presets: [], preset: null, help: '' },
    fields: [field('device', 'device', device, config), field('threads', 'threads', threads, config)],
  };
  return [...members, ...fixed, run];
}

function memberSection(name: string, entries: readonly Entry[], config: JsonObject): Section {
  const section = config[name];
  const given = isObject(section) ? section : {};
  const chosen = typeof given.name === 'string' ? given.name : entries[0].name;
  const entry = entries.find((one) => one.name === chosen);
  const preset = typeof given.preset === 'string' ? given.preset : null;
  const values = (preset === null ? undefined : own(entry?.presets ?? {}, preset)) ?? {};
  return {
    name,
    choices: entries,
    chosen,
    presets: Object.keys(entry?.presets ?? {}),
    preset,
    help: entry?.help ?? '',
    fields: Object.entries(entry?.parameters ?? {}).map(([key, parameter]) =>
      field(`${name}.${key}`, key, parameter, config, values[key]),
    ),
  };
}

function field(
  path: string,
  key: string,
  parameter: Parameter,
  config: JsonObject,
  preset: ParameterValue | undefined = undefined,
): Field {
  const given = valueAt(config, path);
  return {
    path,
    key,
    parameter,
    given,
    standard: preset ?? parameter.default,
    problem: problemOf(parameter, given, path),
  };
}

function problemOf(parameter: Parameter, given: Json | undefined, path: string): string | null {
  if (given === undefined) return null;
  try {
    parseValue(parameter, given, path);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A key as words: `questionsPerStep` → `Questions per step`, `topP` → `Top p`. */
export function words(key: string): string {
  const text = key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The typed text as the declared kind if it can be read so; undefined for an empty text. */
export function typed(parameter: Parameter, text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (parameter.kind === 'number' && !Number.isNaN(Number(trimmed))) return Number(trimmed);
  return text;
}

/** `[1, 1024] rollouts`; '' if any value is allowed. */
export function rangeText(parameter: Parameter): string {
  if (parameter.kind !== 'number') return '';
  const { min, max, unit } = parameter;
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `≥ ${min}`
        : max !== undefined
          ? `≤ ${max}`
          : '';
  return [range, unit].filter(Boolean).join(' ');
}
