/** JSON as values: its types, the step from text to an object, and how an error shows a value. */
import { visibleText } from './visible-text.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deeper than any file of ours. Whatever walks a value calls itself once a level, so the stack bounds the depth. */
const deepest = 64;

/** The object that a JSON text holds. Throws TypeError beginning with `where` for any other text. */
export function objectFromJson(text: string, where: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(withoutMark(text));
  } catch {
    throw new TypeError(`${where}: expected JSON, got ${excerpt(text)} — the file is damaged`);
  }
  if (!isObject(value)) throw new TypeError(`${where}: expected a JSON object, got ${excerpt(text)}`);
  if (isDeeper(value, deepest))
    throw new TypeError(`${where}: expected at most ${deepest} levels of JSON, got more — the file is damaged`);
  return value;
}

/** Without the byte order mark that some editors put before a text. */
export const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

/** Whether a value has more than `levels` levels of lists and objects. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}

/** A value as an error shows it: as it would be written, cut after 60 characters. */
export function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value); // JSON would show NaN and infinity as null
  const short = typeof value === 'string' ? value.slice(0, 61) : value; // one may hold a whole file
  const text = visibleText(JSON.stringify(short) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
