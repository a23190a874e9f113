/** A config as lines `path value`, in its own order. */
import type { Json, JsonObject } from '../../../shared/util/json.ts';

export interface ConfigLine {
  readonly path: string;
  readonly value: string;
}

export const configLines = (config: JsonObject): ConfigLine[] => linesBelow(config, '');

const linesBelow = (value: Json, path: string): ConfigLine[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, child]) => linesBelow(child as Json, path === '' ? key : `${path}.${key}`))
    : [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }];
