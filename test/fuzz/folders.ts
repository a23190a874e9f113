/** A data folder with good runs, hostile ones, and names that calls may use. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeHostileFolders } from '../support/hostile-folders.ts';
import { saveHostileRun } from '../support/hostile-run.ts';
import {
  metricsOf,
  saveSyntheticExperiment,
  saveSyntheticRun,
  syntheticExperiment,
  writeLines,
} from '../support/synthetic-runs.ts';
import type { Pool } from './inputs.ts';

/** Experiments that calls may remove. */
const expendable = ['spare-0', 'spare-1', 'spare-2', 'spare-3'];

/** Fills the folder. Returns what calls are made of; `removable` is for those that take something away. */
export function fill(dataFolder: string): Pool & { readonly removable: Pool } {
  mkdirSync(dataFolder, { recursive: true });
  saveSyntheticExperiment(dataFolder, 'good', 3).forEach((folder, i) =>
    saveSyntheticRun(folder, { points: 40, seed: i }),
  );
  for (const name of expendable) saveSyntheticExperiment(dataFolder, name, 1);
  saveHostileRun(join(dataFolder, 'hostile'));
  saveSyntheticRun(join(dataFolder, 'many-metrics'));
  writeLines(join(dataFolder, 'many-metrics'), 3, 20, 1, metricsOf(2000));
  const hostile = makeHostileFolders(dataFolder).map(({ id }) => id);
  const runs = ['good/igpo-seed-1', 'good/igpo-seed-2', 'good/grpo-seed-1', 'hostile', 'many-metrics', ...hostile];
  const words = ['igpo', 'grpo', 'step', 'cpu', 'gold', 'mother', 'tag', '../x', 'good/../good', 'report'];
  const experiments = ['good', 'other'].map(
    (name) => JSON.parse(JSON.stringify(syntheticExperiment(name, 1))) as unknown,
  );
  const texts = [...runs, 'good', 'nothing', ...metricsOf(10), ...words];
  return { texts, experiments, removable: { texts: [...expendable, 'nothing'], experiments: [{}] } };
}
