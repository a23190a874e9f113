/** JSON as values: its types, the step from text to an object, and how an error shows a value. */
import { visibleText } from './visible-text.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a JSON text holds. Throws TypeError beginning with `where` for any other text. */
export function objectFromJson(text: string, where: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError(`${where}: expected JSON, got ${excerpt(text)} — the file is damaged`);
  }
  if (!isObject(value)) throw new TypeError(`${where}: expected a JSON object, got ${excerpt(text)}`);
  return value;
}

/** A value as an error shows it: as it would be written, cut after 60 characters. */
export function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value); // JSON would show NaN and infinity as null
  const text = visibleText(JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
