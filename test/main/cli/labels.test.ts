import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createChangeFeed } from '../../../main/services/library/change-feed.ts';
import { openLibrary } from '../../../main/services/library/library.ts';
import { openStore } from '../../../main/store/open.ts';
import { plannedRuns, saveExperiment } from '../../../main/run-folder/experiment-folder.ts';
import { Journal } from '../../../main/run-folder/journal.ts';
import type { PlannedRun } from '../../../main/run-folder/experiment-folder.ts';
import type { Report } from '../../../shared/report/report.ts';
import { cli } from '../../support/cli.ts';
import { syntheticExperiment } from '../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const labels = ['clip 0.2/0.3', 'clip 0.2/0.4'];

function saveRun({ folder, config, seed }: PlannedRun): void {
  const begun = { config, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f' };
  const journal = Journal.create(folder, begun, { tokenizer: 'worlds' });
  for (let step = 0; step <= 4; step++)
    journal.metrics({ step, 'total/rollouts': 64 * step, 'evaluation/test/exact_match': (seed * step) / 100 });
  journal.event('finished', { step: 4 });
  journal.close();
}

test('labels with a slash stay whole from the experiment through its runs to list, report and library', async (t) => {
  const root = temporaryFolder(t);
  const synthetic = syntheticExperiment('slashes', 2);
  const algorithms = synthetic.algorithms.map(({ overrides }, i) => ({ label: labels[i], overrides }));
  const folder = join(root, 'runs', 'slashes');
  saveExperiment(folder, { ...synthetic, algorithms });
  plannedRuns(folder, { ...synthetic, algorithms }).forEach(saveRun);

  const listed = await cli(['list', '--json'], root);
  const rows = listed.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { algorithm: string });
  assert.deepEqual(
    rows.map(({ algorithm }) => algorithm),
    [labels[0], labels[0], labels[1], labels[1]],
  );

  // Runs without their experiment, so that each label comes from the run's name.
  const runs = ['slashes/clip-0-2-0-3-seed-1', 'slashes/clip-0-2-0-4-seed-1'];
  const reported = await cli(['report', ...runs, '--out', 'out/r.html'], root);
  assert.equal(reported.code, 0, reported.stderr);
  const { report } = JSON.parse(readFileSync(join(root, 'out/r.json'), 'utf8')) as { report: Report };
  assert.deepEqual(
    report.runs.map(({ algorithm }) => algorithm),
    labels,
  );

  const library = openLibrary({
    dataFolder: folder, // so that the experiment's runs lie outside any experiment
    store: openStore(':memory:'),
    supervisor: { attempt: () => null, failure: () => null },
    changes: createChangeFeed(),
  });
  do Array.from(library.pass());
  while (library.backlog > 0);
  assert.deepEqual(new Set(library.runs().map(({ label }) => label)), new Set(labels));
});
