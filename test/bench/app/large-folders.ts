/** Data folders that are too large to make in every run of the bench: made once, kept below .cache/bench. */
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectRun } from '../../support/collect-run.ts';
import { appendPoints } from '../../../main/store/metrics.ts';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open.ts';
import type { Store } from '../../../main/store/open.ts';
import { updateRunFigures } from '../../../main/store/run-figures.ts';
import { runFiles } from '../../../main/run-folder/run-folder.ts';
import { checkout } from '../../window/support/launch.ts';
import { saveSyntheticExperiment, saveSyntheticRun } from '../../support/synthetic-runs.ts';
import { writeRolloutRun } from '../lists.ts';
import { saveLongRollout } from './long-rollout.ts';
import { metricNames } from './metric-names.ts';

export interface Size {
  readonly experiments: number;
  /** Of each experiment: two algorithms, half as many seeds. */
  readonly runs: number;
  readonly metrics: number;
  readonly points: number;
}

/** Experiments whose curves are in the store. */
export const folderOfRuns = ({ experiments, runs, metrics, points }: Size): string =>
  kept(`runs-${experiments}x${runs}x${metrics}x${points}`, (folder, store) => {
    const names = metricNames(metrics);
    for (let n = 1; n <= experiments; n++) {
      const planned = saveSyntheticExperiment(folder, `experiment-${n}`, runs / 2);
      for (const [seed, run] of planned.entries()) {
        saveSyntheticRun(run, { points: 0, seed: 1 + seed });
        storeCurves(store, run, names, points, n + seed);
      }
      if (n % 5 === 0) console.log(`  made ${n * runs} of ${experiments * runs} runs, once`);
    }
  });

/** One run with many short rollouts, `many`, and one with a long one, `long`. */
export const folderOfRollouts = (chunks: number, tokens: number): string =>
  kept(`rollouts-${chunks}-${tokens}`, (folder, store) => {
    for (const name of ['many', 'long']) mkdirSync(join(folder, name));
    writeRolloutRun(join(folder, 'many'), chunks);
    saveLongRollout(join(folder, 'long'), tokens);
    for (const name of ['many', 'long']) collectRun(store, join(folder, name));
  });

/** The folder of this name, with a store of its own; made if it is not complete yet. */
function kept(name: string, make: (folder: string, store: Store) => void): string {
  const root = join(checkout, '.cache/bench', `${name}-schema-${migrations.length}`);
  const folder = join(root, 'runs');
  const complete = join(root, 'complete');
  if (existsSync(complete)) return folder;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const store = openStore(join(folder, '.index.sqlite'));
  store.pragma('journal_mode = OFF'); // incomplete ones are discarded
  store.pragma('synchronous = OFF');
  make(folder, store);
  store.close();
  writeFileSync(complete, '');
  return folder;
}

/** Puts curves into the store as if the run had journaled them: its metrics.jsonl has the right length but no lines. */
function storeCurves(store: Store, folder: string, names: readonly string[], points: number, shift: number): void {
  const { runId } = collectRun(store, folder);
  const step = Float64Array.from({ length: points }, (_, i) => i + 1);
  store.transaction(() => {
    names.forEach((name, n) => {
      const value = step.map((x) => (name.startsWith('total/') ? x : 0.5 + 0.4 * Math.sin(x / 900 + shift + n)));
      appendPoints(store, runId, name, { step, value });
    });
    const length = 1500 * points;
    truncateSync(runFiles(folder).metrics, length);
    store.prepare('UPDATE run SET metrics_offset = ?, step = ? WHERE id = ?').run(length, points, runId);
    updateRunFigures(store, runId);
  })();
}
