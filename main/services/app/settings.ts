/** Settings: a person's preferences, in one small file outside the data folder. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { devices, runParameters } from '../../../shared/config/sections.ts';
import { themes } from '../../../shared/ipc/app-views.ts';
import type { Settings } from '../../../shared/ipc/app-views.ts';
import { placedCharts } from '../../../shared/ipc/contract.ts';
import { count, object, oneOf, optional, text } from '../../../shared/util/parser.ts';
import { objectFromJson } from '../../../shared/util/json.ts';
import { readText } from '../../files/read.ts';
import { makeFolder, saveFile } from '../../files/write.ts';
import { createChangeFeed } from '../library/change-feed.ts';
import type { ChangeFeed } from '../library/change-feed.ts';

/** What the file holds; an absent setting has its default. */
const parseStored = object({
  theme: optional(oneOf(themes)),
  slots: optional(count),
  device: optional(text),
  dataFolder: optional(text),
  charts: optional(placedCharts),
});
export type StoredSettings = Partial<Pick<Settings, 'theme' | 'slots' | 'device' | 'dataFolder' | 'charts'>>;

/** Empty if there is no file. Throws a sentence when it is damaged. */
function readSettings(path: string): StoredSettings {
  return existsSync(path) ? parseStored(objectFromJson(readText(path, 'settings', 'follow'), path), path) : {};
}

function writeSettings(path: string, settings: StoredSettings): void {
  saveFile(path, Buffer.from(`${JSON.stringify(settings, null, 2)}\n`));
}

export interface OpenSettings {
  current(): Settings;
  /** Throws RangeError for an impossible value. A new data folder counts from the next start: runs may be training in
   *  this one. */
  change(change: StoredSettings): void;
  /** Reports every change of them. */
  readonly changes: ChangeFeed;
}

const mostSlots = 64;
/** More than any run has metrics. */
const mostCharts = 1000;
const longestChart = 200;

/** start: fixed until the next start; its data folder is the host's default, which the file may replace. asked: a data
 *  folder for this start alone, which comes before all others. */
export function openSettings(
  path: string,
  start: Pick<Settings, 'dataFolder' | 'readOnly' | 'version'>,
  asked: string | null = null,
): OpenSettings {
  let stored = readSettings(path);
  const dataFolder = resolve(asked ?? stored.dataFolder ?? start.dataFolder);
  const changes = createChangeFeed();
  return {
    current() {
      const { dataFolder: next, ...chosen } = stored;
      const nextDataFolder = resolve(next ?? start.dataFolder);
      return {
        ...{
          theme: 'system',
          slots: 1,
          device: runParameters.device.default,
          charts: [],
          ...chosen,
          ...start,
          dataFolder,
        },
        nextDataFolder: asked !== null || nextDataFolder === dataFolder ? null : nextDataFolder,
      };
    },
    change(change) {
      check(change);
      const next = { ...readSettings(path), ...change };
      writeSettings(path, next);
      stored = next;
      changes.tell(['settings']);
    },
    changes,
  };
}

function check({ slots, device, dataFolder, charts = [] }: StoredSettings): void {
  if (charts.length > mostCharts || new Set(charts.map(({ id }) => id)).size < charts.length)
    throw new RangeError(`settings.charts: expected at most ${mostCharts}, each once, got ${charts.length}`);
  for (const { id } of charts)
    if (id.length > longestChart)
      throw new RangeError(`settings.charts: expected names of at most ${longestChart} characters, got ${id.length}`);
  if (slots !== undefined && (slots < 1 || slots > mostSlots))
    throw new RangeError(`settings.slots: expected 1 to ${mostSlots} runs at the same time, got ${slots}`);
  if (device !== undefined && !(devices as readonly string[]).includes(device))
    throw new RangeError(
      `settings.device: expected one of ${devices.join(', ')}, got ${JSON.stringify(device.slice(0, 40))}`,
    );
  if (dataFolder === undefined) return;
  if (!isAbsolute(dataFolder))
    throw new RangeError(`settings.dataFolder: expected a whole path, got ${JSON.stringify(dataFolder.slice(0, 200))}`);
  try {
    makeFolder(dataFolder, dataFolder);
  } catch (error) {
    throw new RangeError(`settings.dataFolder: ${(error as Error).message} — choose a folder that can be written to`, {
      cause: error,
    });
  }
}
