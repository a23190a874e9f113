/** Parsers of untrusted values: they return a value of a known type or throw one sentence that says where it differs.
 *  Nothing is coerced. Throws TypeError for the wrong kind, RangeError for an unknown key or too many items. */
import { excerpt, isObject, type Json, type JsonObject } from './json.ts';
import { own } from './own.ts';
import { suggestion } from './text.ts';
import { isTime } from './time.ts';

/** where: what the sentence begins with, such as `config.algorithm.gamma`. */
export type Parser<T> = (value: unknown, where: string) => T;
export type Parsed<P> = P extends Parser<infer T> ? T : never;

/** An object whose values are still unchecked. */
export type UncheckedObject = Readonly<Record<string, unknown>>;

function expect<T>(what: string, holds: (value: unknown) => boolean): Parser<T> {
  return (value, where) => {
    if (!holds(value)) throw new TypeError(`${where}: expected ${what}, got ${excerpt(value)}`);
    return value as T;
  };
}

export const text = expect<string>('text', (value) => typeof value === 'string');
export const nonEmptyText = expect<string>('a text', (value) => typeof value === 'string' && value.trim() !== '');
export const time = expect<string>('a time such as 2026-11-22T10:00:00.000Z', isTime);
export const flag = expect<boolean>('true or false', (value) => typeof value === 'boolean');
export const finite = expect<number>('a finite number', (value) => Number.isFinite(value));
export const count = expect<number>('an integer ≥ 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0);

/** One of some words. */
export const oneOf = <const T extends string>(words: readonly T[]): Parser<T> =>
  expect(`one of ${words.join(', ')}`, (value) => (words as readonly unknown[]).includes(value));

/** null, or what `parser` makes of the value. */
export const orNull =
  <T>(parser: Parser<T>): Parser<T | null> =>
  (value, where) =>
    value === null ? null : parser(value, where);

/** At most this many items, so that one message cannot ask for unbounded work. */
const mostItems = 10_000;

const each = <T>(items: readonly unknown[], item: Parser<T>, where: string): readonly T[] =>
  items.map((one, i) => item(one, `${where}[${i}]`));

const anyList = expect<readonly unknown[]>('a list', Array.isArray);
const filledList = expect<readonly unknown[]>(
  'a list with at least one item',
  (value) => Array.isArray(value) && value.length > 0,
);

export const list =
  <T>(item: Parser<T>): Parser<readonly T[]> =>
  (value, where) => {
    const items = anyList(value, where);
    if (items.length > mostItems)
      throw new RangeError(`${where}: expected at most ${mostItems} items, got ${items.length}`);
    return each(items, item, where);
  };

export const nonEmptyList =
  <T>(item: Parser<T>): Parser<readonly T[]> =>
  (value, where) =>
    each(filledList(value, where), item, where);

/** An object with any keys. */
export const anyObject = expect<UncheckedObject>('an object', isObject);

/** Throws RangeError for a key that is not known, with the nearest known one. */
export function requireKnownKeys(input: UncheckedObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(input)
    .find((key) => !known.includes(key))
    ?.slice(0, 60);
  if (unknown === undefined) return;
  const advice = known.length === 0 ? ' — expected none' : suggestion(unknown, known);
  throw new RangeError(`${where}.${unknown}: unknown key${advice}`);
}

/** A key that may be absent; `undefined` counts as absent. */
export interface Optional<T> {
  readonly optional: Parser<T>;
}
export const optional = <T>(parser: Parser<T>): Optional<T> => ({ optional: parser });

export type Shape = Readonly<Record<string, Parser<unknown> | Optional<unknown>>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends Optional<unknown> ? K : never }[keyof S];
type ShapeValue<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: S[K] extends Parser<infer T> ? T : never;
} & { readonly [K in OptionalKeys<S>]?: S[K] extends Optional<infer T> ? T : never };

/** An object with these keys and no other. */
export const object =
  <S extends Shape>(shape: S): Parser<ShapeValue<S>> =>
  (value, where) => {
    const all = anyObject(value, where);
    requireKnownKeys(all, Object.keys(shape), where);
    const entries = Object.entries(shape).flatMap(([key, parser]) => {
      const given = own(all, key);
      if (typeof parser === 'function') return [[key, parser(given, `${where}.${key}`)]];
      return given === undefined ? [] : [[key, parser.optional(given, `${where}.${key}`)]];
    });
    return Object.fromEntries(entries) as ShapeValue<S>;
  };

/** Reads single keys of an object that may hold others, as a file of a newer version does.
 *  Errors begin `<where>, <key>`. */
export const fields =
  (given: UncheckedObject, where: string) =>
  <T>(key: string, parser: Parser<T>): T =>
    parser(own(given, key), `${where}, ${key}`);

/** Plain data of any shape, whose own parser comes later: an experiment, a config. */
export const json = expect<Json>('plain data', (value) => isJson(value, 0));

export const jsonObject: Parser<JsonObject> = (value, where) => anyObject(json(value, where), where) as JsonObject;

const deepest = 64;

function isJson(value: unknown, depth: number): value is Json {
  if (depth > deepest) return false;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((one) => isJson(one, depth + 1));
}
