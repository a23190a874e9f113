/** What a run folder says about its run. Read from the files themselves, without the store. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { labelOf } from '../../shared/config/run-name.ts';
import { runState } from '../../shared/ipc/run-state.ts';
import type { RunState } from '../../shared/ipc/run-state.ts';
import type { Series } from '../../shared/report/report.ts';
import { isObject } from '../../shared/util/json.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { own } from '../../shared/util/own.ts';
import { notedIfUnfit, objects, wholeLines } from './tail.ts';
import { listFolder } from '../files/list.ts';
import { statusOf } from './run-state.ts';
import { lockHolder } from './lock.ts';
import { readManifest, runFiles } from './run-folder.ts';
import type { Manifest } from './run-folder.ts';

export interface RunSummary {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly name: string;
  /** Label of its algorithm in its experiment; the algorithm's name if its name holds no label. */
  readonly label: string;
  readonly seed: number;
  readonly steps: number;
  readonly state: RunState;
  /** The sentence of a failed run; null otherwise. */
  readonly failure: string | null;
  readonly events: readonly JsonObject[];
  readonly series: Readonly<Record<string, Series>>;
}

/** Throws a sentence when there is no run in the folder, or when its config.json cannot be read. */
export function summarise(folder: string): RunSummary {
  const manifest = readManifest(folder);
  const { name, seed, algorithm, train } = manifest.config;
  const events = lines(runFiles(folder).events);
  const { status, failure } = statusOf(events);
  return {
    folder,
    manifest,
    name: String(name),
    label: labelOf(String(name), isObject(algorithm) ? String(algorithm.name) : '', basename(folder)),
    seed: Number(seed),
    steps: isObject(train) ? Number(train.steps) : NaN,
    state: runState({ status, isLocked: () => lockHolder(folder) !== null }),
    failure,
    events,
    series: seriesOf(lines(runFiles(folder).metrics)),
  };
}

/** The objects on a file's whole lines, up to what is unfit to be read; none if there is no file. Damaged lines are
 *  skipped. */
function lines(path: string): JsonObject[] {
  const found: JsonObject[] = [];
  const skip = (): void => undefined;
  notedIfUnfit(skip, () => {
    for (const [object] of objects(wholeLines(path), path, skip)) found.push(object);
  });
  return found;
}

function seriesOf(records: readonly JsonObject[]): Record<string, Series> {
  const series = new Map<string, { step: number[]; value: (number | null)[] }>();
  for (const { step, ...values } of records)
    for (const [name, value] of Object.entries(values)) {
      const one = series.get(name) ?? { step: [], value: [] };
      series.set(name, one);
      one.step.push(Number(step));
      one.value.push(typeof value === 'number' ? value : null);
    }
  return Object.fromEntries(series);
}

/** The last value of a series; null without one. */
export const lastValue = ({ series }: RunSummary, metric: string): number | null =>
  own(series, metric)?.value.at(-1) ?? null;

/** The run folders directly in a folder and in its subfolders (experiments), sorted by path, numbers by value. */
export function runFolders(root: string): string[] {
  return within(root).flatMap((folder) => (isRun(folder) ? [folder] : within(folder).filter(isRun)));
}

export const isRun = (folder: string): boolean => existsSync(runFiles(folder).config);

const within = (folder: string): string[] =>
  listFolder(folder, 'follow')
    .entries.filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
