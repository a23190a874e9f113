/** Strict reading of untrusted values: every fault is a sentence that names its path. Nothing is coerced, nothing is ignored. */
import { excerpt } from '../util/json.ts';
import { closest, suggestion } from '../util/text.ts';
import type { Parameter, ParameterValue, Parameters, Values } from './parameter.ts';

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Throws TypeError unless the value is a plain object. */
export function parseObject(input: unknown, path: string): JsonObject {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new TypeError(`${path}: expected an object, got ${excerpt(input)}`);
  return input as JsonObject;
}

/** Throws TypeError unless the value is a list of at least one item. */
export function parseList(input: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(input) || input.length === 0)
    throw new TypeError(`${path}: expected a list with at least one item, got ${excerpt(input)}`);
  return input;
}

/** Throws TypeError unless the value is a text that is not empty. */
export function parseText(input: unknown, path: string): string {
  if (typeof input !== 'string' || input.trim() === '')
    throw new TypeError(`${path}: expected a text, got ${excerpt(input)}`);
  return input;
}

/** Throws RangeError for a key that is not known, with the nearest known one. */
export function requireKnownKeys(input: JsonObject, known: readonly string[], path: string): void {
  for (const key of Object.keys(input))
    if (!known.includes(key)) throw new RangeError(`${path}.${key}: unknown key${suggestion(key, known)}`);
}

/** " — did you mean X?", or nothing where no known word is near: for sentences that already list what is known, or cannot. */
export function didYouMean(word: unknown, known: readonly string[]): string {
  const near = typeof word === 'string' ? closest(word, known) : null;
  return near === null ? '' : ` — did you mean ${near}?`;
}

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

/** One value. Throws TypeError for the wrong kind, RangeError for a value outside of what is declared. */
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

/** All values of a section, defaults filled in; a section left out is all defaults.
 *  Throws as `parseValue`, and RangeError for an unknown key. */
export function parseParameters<P extends Parameters>(declared: P, input: unknown, path: string): Values<P> {
  const given = input === undefined ? {} : parseObject(input, path);
  requireKnownKeys(given, Object.keys(declared), path);
  const values = Object.entries(declared).map(([key, parameter]) => [
    key,
    Object.hasOwn(given, key) ? parseValue(parameter, given[key], `${path}.${key}`) : parameter.default,
  ]);
  return Object.fromEntries(values) as Values<P>;
}
