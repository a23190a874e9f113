/** Settings: what a person prefers, kept in one small file outside the data folder. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { themes } from '../../shared/ipc/app-views.ts';
import type { Settings } from '../../shared/ipc/app-views.ts';
import { count, object, oneOf, optional, text } from '../../shared/ipc/parser.ts';
import { parseObject } from '../../shared/util/json.ts';
import { readText, replaceFile } from '../trainer/disk.ts';

/** What the file holds; what is left out has its default. */
const parseStored = object({
  theme: optional(oneOf(themes)),
  slots: optional(count),
  device: optional(text),
  dataFolder: optional(text),
});
export type StoredSettings = Partial<Pick<Settings, 'theme' | 'slots' | 'device' | 'dataFolder'>>;

/** Empty where there is no file. Throws a sentence when it is damaged. */
export function readSettings(path: string): StoredSettings {
  return existsSync(path) ? parseStored(parseObject(readText(path, 'the settings'), path), path) : {};
}

export function writeSettings(path: string, settings: StoredSettings): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, Buffer.from(`${JSON.stringify(settings, null, 2)}\n`));
}
