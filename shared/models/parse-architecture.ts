/** The architecture in a file that describes a model: `family` and, under the names that the family gives them, its
 *  keys. */
import { integer, type Values } from '../config/parameter.ts';
import { parseParameters } from '../config/parse.ts';
import { excerpt } from '../util/json.ts';
import { anyObject, requireKnownKeys, type UncheckedObject } from '../util/parser.ts';
import { didYouMean } from '../util/text.ts';
import type { Architecture, ArchitectureKey, architectureParameters, ModelFamily } from './architecture.ts';
import { families } from './index.ts';

/** An architecture that no vocabulary has been chosen for. */
export type NewArchitecture = Omit<Architecture, 'vocabularySize' | 'critic'>;

const known: readonly ModelFamily[] = Object.values(families);

const vocabularySize = integer({ default: 1, min: 1, help: 'V, tokens in the vocabulary.' });

/** Of a model that exists: every key must be there. members: the families to choose from.
 *  Throws TypeError or RangeError naming the key. */
export function parseArchitecture(input: unknown, where: string, members = known): Architecture {
  const { family, given } = familyOf(input, where, members);
  const declared = { vocabularySize, ...family.parameters };
  const keys = Object.keys(declared) as ArchitectureKey[];
  const named = (key: ArchitectureKey): string => family.configNames[key] ?? key;
  const missing = keys.find((key) => !Object.hasOwn(given, named(key)));
  if (missing !== undefined) throw new TypeError(`${where}.${named(missing)}: expected a value, got nothing`);
  requireKnownKeys(given, keys.map(named), where);
  const renamed = Object.fromEntries(keys.map((key) => [named(key), declared[key]]));
  const values = parseParameters(renamed, given, where);
  const own = Object.fromEntries(keys.map((key) => [key, values[named(key)]])) as Values<typeof declared>;
  refuseProblems(family, own, where);
  return { family, ...own };
}

/** Of a model that is to be made: keys that are absent have the family's defaults. Throws as `parseArchitecture`. */
export function parseNewArchitecture(input: unknown, where: string): NewArchitecture {
  const { family, given } = familyOf(input, where, known);
  const values = parseParameters(family.parameters, given, where);
  refuseProblems(family, values, where);
  return { family, ...values };
}

/** As `parseArchitecture` reads it. */
export function architectureJson({
  family,
  critic: _,
  ...values
}: Architecture): Record<string, string | number | boolean> {
  const entries = Object.entries(values) as [ArchitectureKey, number | boolean][];
  return {
    family: family.name,
    ...Object.fromEntries(entries.map(([key, value]) => [family.configNames[key] ?? key, value])),
  };
}

/** A file without a family is from before there were several. */
function familyOf(
  input: unknown,
  where: string,
  members: readonly ModelFamily[],
): { family: ModelFamily; given: UncheckedObject } {
  const { family: name = families.convLlama.name, ...given } = anyObject(input, where);
  const family = members.find((member) => member.name === name);
  if (family) return { family, given };
  const names = members.map((member) => member.name);
  throw new RangeError(
    `${where}.family: expected one of ${names.join(', ')}, got ${excerpt(name)}${didYouMean(name, names)}`,
  );
}

function refuseProblems(family: ModelFamily, values: Values<typeof architectureParameters>, where: string): void {
  const [problem] = family.problems(values);
  if (problem !== undefined) throw new RangeError(`${where}.${problem}`);
}
