/** A data folder with good runs, hostile ones, and names that calls may use. */
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chunkFile, runFiles } from '../../main/run-folder/run-folder.ts';
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
  const damage: Readonly<Record<string, (folder: string) => void>> = {
    'no-config': (folder) => writeFileSync(runFiles(folder).config, ''),
    'config-list': (folder) => writeFileSync(runFiles(folder).config, '['.repeat(100_000)),
    'cut-journal': (folder) => truncateSync(runFiles(folder).metrics, 100),
    'no-journal': (folder) =>
      appendFileSync(runFiles(folder).metrics, `${'\0'.repeat(70_000)}\n{"step":1e308}\n{"step":-1}\n`),
    'wild-events': (folder) =>
      appendFileSync(runFiles(folder).events, '{"kind":7}\n{"time":"never","kind":"failed"}\n[]\n'),
    'cut-chunk': (folder) => truncateSync(chunkFile(folder, 1, 'training'), 50),
    'long-lines': (folder) => appendFileSync(runFiles(folder).metrics, `{"step":50,"${'m'.repeat(10 ** 6)}":1}\n`),
    'many-metrics': (folder) => writeLines(folder, 40, 20, 1, metricsOf(2000)),
    whole: () => undefined,
  };
  for (const [name, harm] of Object.entries(damage)) {
    const folder = join(dataFolder, name);
    saveHostileRun(folder);
    harm(folder);
  }
  symlinkSync(join(dataFolder, 'whole'), join(dataFolder, 'linked'));
  mkdirSync(join(dataFolder, 'odd', 'experiment.json'), { recursive: true });
  const runs = ['good/igpo-seed-1', 'good/igpo-seed-2', 'good/grpo-seed-1', ...Object.keys(damage)];
  const words = ['igpo', 'grpo', 'step', 'cpu', 'gold', 'mother', 'tag', '../x', 'good/../good', 'report'];
  const experiments = ['good', 'other'].map(
    (name) => JSON.parse(JSON.stringify(syntheticExperiment(name, 1))) as unknown,
  );
  const texts = [...runs, 'good', 'linked', 'odd', 'nothing', ...metricsOf(10), ...words];
  return { texts, experiments, removable: { texts: [...expendable, 'nothing'], experiments: [{}] } };
}
