/** Data folders of any size: real experiments and run folders with invented journals, and stores that have read
 *  them. */
import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { plannedRuns, saveExperiment } from '../../main/run-folder/experiment-folder.ts';
import { collectRun } from './collect-run.ts';
import { appendPoints } from '../../main/store/metrics.ts';
import type { Store } from '../../main/store/open.ts';
import { configHash, runFiles } from '../../main/run-folder/run-folder.ts';
import type { Experiment } from '../../shared/config/experiment.ts';
import { stream } from '../../shared/util/rng.ts';

/** The quickstart's question under another name. */
export const syntheticExperiment = (name: string, seeds = 2): Experiment => ({
  ...loadExperiment('quickstart'),
  ...{ name, title: `Synthetic ${name}`, seeds: Array.from({ length: seeds }, (_, i) => i + 1) },
});

/** Makes an experiment's folder; returns the folders that its runs will have. */
export function saveSyntheticExperiment(dataFolder: string, name: string, seeds = 2): string[] {
  const experiment = syntheticExperiment(name, seeds);
  const folder = join(dataFolder, name);
  saveExperiment(folder, experiment);
  return plannedRuns(folder, experiment).map((run) => run.folder);
}

export interface SyntheticRun {
  /** Events after `started`. */
  readonly ends?: readonly string[];
  /** Lines of its journal. */
  readonly points?: number;
  readonly seed?: number;
}

const base = plannedRuns('.', syntheticExperiment('synthetic', 1))[0].config;

/** Begins a run in the folder; it may be one that an experiment plans. */
export function saveSyntheticRun(
  folder: string,
  { ends = ['finished'], points = 3, seed = 1 }: SyntheticRun = {},
): void {
  const config = { ...base, name: `synthetic/igpo/${seed}`, seed };
  const manifest = {
    ...{ formatVersion: 1, id: `run ${folder}`, config, configHash: configHash(config), codeVersion: 'test' },
    ...{ created: '2026-11-22T10:00:00.000Z', device: 'made up', warmStart: '5e1f' },
  };
  mkdirSync(runFiles(folder).rollouts, { recursive: true });
  writeFileSync(runFiles(folder).config, JSON.stringify(manifest));
  writeEvents(folder, ['started', ...ends]);
  writeLines(folder, 0, points, seed);
}

export const writeEvents = (folder: string, kinds: readonly string[], detail: object = {}): void =>
  appendFileSync(
    runFiles(folder).events,
    kinds.map((kind) => `${JSON.stringify({ time: new Date().toISOString(), kind, ...detail })}\n`).join(''),
  );

/** Names of `count` metrics; those that readers here ask for come first. */
const named = ['score/answer_f1', 'evaluation/test/exact_match', 'total/rollouts', 'total/seconds'];
export const metricsOf = (count: number): string[] => [
  ...named,
  ...Array.from({ length: count - named.length }, (_, i) => `made/up_${i}`),
];

/** Lines of metrics.jsonl from step `first` on. */
export function writeLines(folder: string, first: number, count: number, seed = 1, metrics = metricsOf(8)): void {
  const rng = stream(seed, 'synthetic', first);
  const line = (step: number) => {
    const values = metrics.map((name) => [name, name.startsWith('total/') ? step * 10 : rng.next()] as const);
    return `${JSON.stringify({ step, ...Object.fromEntries(values), 'time/written': Date.now() / 1000 })}\n`;
  };
  appendFileSync(runFiles(folder).metrics, Array.from({ length: count }, (_, i) => line(first + i)).join(''));
}

/** Stores the run as if its journal had `points` lines of these metrics. The file has that length and holds nothing. */
export function storeLongRun(store: Store, folder: string, metrics: readonly string[], points: number): void {
  const { runId } = collectRun(store, folder);
  const step = Float64Array.from({ length: points }, (_, i) => i + 100);
  const value = step.map((x) => Math.sin(x / 100) + 1);
  store.transaction(() => {
    for (const name of metrics) appendPoints(store, runId, name, { step, value });
    const length = 1500 * points;
    truncateSync(runFiles(folder).metrics, length);
    store.prepare('UPDATE run SET metrics_offset = ?, step = ? WHERE id = ?').run(length, step.at(-1), runId);
  })();
}
