/** Strict reading of declared parameters. Every fault is a sentence with its path; nothing is coerced or ignored. */
import { excerpt } from '../util/json.ts';
import { anyObject, requireKnownKeys } from '../util/parser.ts';
import type { Parameter, ParameterValue, Parameters, Values } from './parameter.ts';

/** What a declaration accepts, as in "expected …": `an integer in [1, 64]`, `one of sum, mean`. */
function expectation(declared: Parameter): string {
  if (declared.kind === 'choice') return `one of ${declared.choices.join(', ')}`;
  if (declared.kind === 'boolean') return 'true or false';
  if (declared.kind === 'text') return 'a text';
  const { min, max } = declared;
  const noun = declared.integer ? 'an integer' : 'a number';
  if (min !== undefined && max !== undefined) return `${noun} in [${min}, ${max}]`;
  if (min !== undefined) return `${noun} ≥ ${min}`;
  return max === undefined ? noun : `${noun} ≤ ${max}`;
}

/** One value. Throws TypeError for the wrong kind, RangeError for a value outside the declared range. */
export function parseValue(declared: Parameter, input: unknown, path: string): ParameterValue {
  const kind = declared.kind === 'choice' || declared.kind === 'text' ? 'string' : declared.kind;
  const message = `${path}: expected ${expectation(declared)}, got ${excerpt(input)}`;
  if (typeof input !== kind) throw new TypeError(message);
  if (declared.kind === 'number' && !isInRange(input as number, declared)) throw new RangeError(message);
  if (declared.kind === 'choice' && !declared.choices.includes(input as string)) throw new RangeError(message);
  return input as ParameterValue;
}

const isInRange = (
  value: number,
  { min = -Infinity, max = Infinity, integer = false }: Parameter & { kind: 'number' },
) => Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value));

/** All values of a section, defaults filled in; an absent section is all defaults.
 *  Throws as `parseValue`, and RangeError for an unknown key. */
export function parseParameters<P extends Parameters>(declared: P, input: unknown, path: string): Values<P> {
  const given = input === undefined ? {} : anyObject(input, path);
  requireKnownKeys(given, Object.keys(declared), path);
  const values = Object.entries(declared).map(([key, parameter]) => [
    key,
    Object.hasOwn(given, key) ? parseValue(parameter, given[key], `${path}.${key}`) : parameter.default,
  ]);
  return Object.fromEntries(values) as Values<P>;
}
