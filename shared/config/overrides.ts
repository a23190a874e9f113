/** Changes to a config before it is parsed: `algorithm.gamma=0.9` on the command line, or as data in an experiment. */
import { anyObject, type UncheckedObject } from '../util/parser.ts';
import { didYouMean } from '../util/text.ts';
import type { Parameter, Parameters } from './parameter.ts';
import { chooseFrom, chosenEntry, fixedSections, type Catalogues } from './run-config.ts';
import { runParameters } from './sections.ts';

/** Path below the config, dots between its keys → value. A section's path replaces the whole section. */
export type Overrides = Readonly<Record<string, unknown>>;

/** A copy of the config with a value at each path; missing sections are made.
 *  Throws TypeError where a path goes through a value. */
export function applyOverrides(config: UncheckedObject, overrides: Overrides): UncheckedObject {
  return Object.entries(overrides).reduce(
    (changed, [path, value]) => withValue(changed, path.split('.'), value, 'config'),
    config,
  );
}

function withValue(
  object: UncheckedObject,
  [key, ...rest]: readonly string[],
  value: unknown,
  path: string,
): UncheckedObject {
  const here = `${path}.${key}`;
  const child =
    rest.length === 0
      ? value
      : withValue(anyObject(Object.hasOwn(object, key) ? object[key] : {}, here), rest, value, here);
  return { ...object, [key]: child };
}

/** Reads assignments `path=value`. Each value has the kind that its parameter declares: a text of digits stays a text.
 *  Names of members are applied first: `algorithm.gamma=0.9 algorithm.name=igpo` is read as IGPO's gamma.
 *  Throws RangeError for an unknown path or a missing `=`. `parseRunConfig` checks the values. */
export function parseAssignments(
  assignments: readonly string[],
  config: UncheckedObject,
  catalogues: Catalogues,
): Overrides {
  const pairs = assignments.map((assignment) => {
    const equals = assignment.indexOf('=');
    if (equals < 1) throw new RangeError(`--set: expected path=value, got ${assignment}`);
    return [assignment.slice(0, equals).trim(), assignment.slice(equals + 1).trim()] as const;
  });
  const names = pairs.filter(([path]) => path.endsWith('.name'));
  const declared = declarations(applyOverrides(config, Object.fromEntries(names)), catalogues);
  return Object.fromEntries(
    pairs.map(([path, value]) => {
      if (!Object.hasOwn(declared, path))
        throw new RangeError(`config.${path}: unknown key${didYouMean(path, Object.keys(declared))}`);
      return [path, read(declared[path], value)];
    }),
  );
}

const member: Parameter = { kind: 'text', default: '', help: 'Name of a member or preset.' };

/** Every path that a config with these members can have. */
export function declarations(config: UncheckedObject, catalogues: Catalogues): Parameters {
  const chosen = Object.entries(chooseFrom(catalogues)).flatMap(([key, entries]) => {
    const entry = chosenEntry(entries, anyObject(config[key] ?? {}, `config.${key}`), `config.${key}`);
    const own = { name: member, ...(entry.presets && { preset: member }), ...entry.parameters };
    return Object.entries(own).map(([name, parameter]) => [`${key}.${name}`, parameter] as const);
  });
  const fixed = Object.entries(fixedSections).flatMap(([key, parameters]) =>
    Object.entries(parameters).map(([name, parameter]) => [`${key}.${name}`, parameter] as const),
  );
  return { ...runParameters, ...Object.fromEntries([...chosen, ...fixed]) };
}

/** A value of the wrong kind stays a text, so that `parseRunConfig` says what was expected, and where. */
function read(declared: Parameter, value: string): unknown {
  if (declared.kind === 'number' && value !== '' && !Number.isNaN(Number(value))) return Number(value);
  if (declared.kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
