/** JSON at the edges: typed reads whose errors name the file and the key. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object a text holds. Throws TypeError beginning with `where` when it is not the JSON text of an object. */
export function parseObject(text: string, where: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError(`${where}: expected JSON, got ${excerpt(text)} — the file is damaged`);
  }
  if (!isObject(value)) throw new TypeError(`${where}: expected a JSON object, got ${excerpt(text)}`);
  return value;
}

/** Typed reads of a parsed object's keys; each throws TypeError naming `where` and the key. */
export function fields(object: JsonObject, where: string) {
  const read = <T extends Json>(key: string, what: string, accepts: (value: Json | undefined) => boolean): T => {
    const value = object[key];
    if (!accepts(value)) throw new TypeError(`${where}: expected ${key} to be ${what}, got ${excerpt(value)}`);
    return value as T;
  };
  return {
    string: (key: string) => read<string>(key, 'text', (value) => typeof value === 'string'),
    number: (key: string) => read<number>(key, 'a number', (value) => typeof value === 'number'),
    /** An integer ≥ 0. */
    count: (key: string) =>
      read<number>(key, 'an integer ≥ 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0),
    object: (key: string) => read<JsonObject>(key, 'an object', isObject),
    any: (key: string) => read<Json>(key, 'present', (value) => value !== undefined),
  };
}

/** A value as an error shows it: as it would be written, cut after 60 characters. */
export function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value); // JSON would show NaN and infinity as null
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
