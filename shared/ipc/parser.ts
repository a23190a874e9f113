/** Parsers of what crosses a process border: an unknown value in, a value of a known type out, or one sentence that says where it differs. */
import { excerpt, type Json, type JsonObject } from '../util/json.ts';

export type Parser<T> = (value: unknown, where: string) => T;
export type Parsed<P> = P extends Parser<infer T> ? T : never;

function expect<T>(what: string, holds: (value: unknown) => boolean): Parser<T> {
  return (value, where) => {
    if (!holds(value)) throw new TypeError(`${where}: expected ${what}, got ${excerpt(value)}`);
    return value as T;
  };
}

export const text = expect<string>('text', (value) => typeof value === 'string');
export const flag = expect<boolean>('true or false', (value) => typeof value === 'boolean');
export const finite = expect<number>('a finite number', (value) => Number.isFinite(value));
export const count = expect<number>('an integer ≥ 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0);

/** One of some words. */
export const oneOf = <const T extends string>(words: readonly T[]): Parser<T> =>
  expect(`one of ${words.join(', ')}`, (value) => (words as readonly unknown[]).includes(value));

/** At most this many items, so that one message cannot ask for unbounded work. */
const mostItems = 10_000;

export const list =
  <T>(item: Parser<T>): Parser<readonly T[]> =>
  (value, where) => {
    if (!Array.isArray(value)) throw new TypeError(`${where}: expected a list, got ${excerpt(value)}`);
    if (value.length > mostItems)
      throw new RangeError(`${where}: expected at most ${mostItems} items, got ${value.length}`);
    return value.map((one, i) => item(one, `${where}[${i}]`));
  };

/** A key that may be left out; `undefined` counts as left out. */
export interface Optional<T> {
  readonly optional: Parser<T>;
}
export const optional = <T>(parser: Parser<T>): Optional<T> => ({ optional: parser });

type Shape = Readonly<Record<string, Parser<unknown> | Optional<unknown>>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends Optional<unknown> ? K : never }[keyof S];
type ShapeValue<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: S[K] extends Parser<infer T> ? T : never;
} & { readonly [K in OptionalKeys<S>]?: S[K] extends Optional<infer T> ? T : never };

/** An object with these keys and no other. */
export const object =
  <S extends Shape>(shape: S): Parser<ShapeValue<S>> =>
  (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new TypeError(`${where}: expected an object, got ${excerpt(value)}`);
    const given = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(given))
      if (!Object.hasOwn(shape, key)) throw new TypeError(`${where}: expected no key ${excerpt(key)}`);
    const entries = Object.entries(shape).flatMap(([key, parser]) => {
      const own = Object.hasOwn(given, key) ? given[key] : undefined;
      if (typeof parser === 'function') return [[key, parser(own, `${where}.${key}`)]];
      return own === undefined ? [] : [[key, parser.optional(own, `${where}.${key}`)]];
    });
    return Object.fromEntries(entries) as ShapeValue<S>;
  };

/** Plain data of any shape, whose own parser comes later: an experiment, a config. */
export const json: Parser<Json> = (value, where) => {
  if (!isJson(value, 0)) throw new TypeError(`${where}: expected plain data, got ${excerpt(value)}`);
  return value;
};

export const jsonObject: Parser<JsonObject> = (value, where) => {
  const data = json(value, where);
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new TypeError(`${where}: expected an object, got ${excerpt(value)}`);
  return data as JsonObject;
};

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
