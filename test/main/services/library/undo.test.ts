/** What was removed comes back, whatever its folder is called. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { experimentFile } from '../../../../main/run-folder/experiments.ts';
import { connectedApp, follow } from '../../../support/connected-app.ts';
import { saveSyntheticExperiment, saveSyntheticRun } from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

for (const name of ['plain', 'lr 1e-3, wd 0.1', '実験 一', 'Prüfung (2)', '100% + more', "it's v1."])
  test(`an experiment in a folder called ${name} is removed and restored with its runs`, async (t) => {
    const dataFolder = temporaryFolder(t);
    const [first] = saveSyntheticExperiment(dataFolder, name, 1);
    saveSyntheticRun(first);
    const client = connectedApp(t, { dataFolder }).window();
    await follow(client, 'overview', {}).until(
      ({ runs }) => runs.some(({ id, state }) => id === `${name}/igpo-seed-1` && state === 'finished'),
      'its run',
    );
    await client.request('annotate', { ids: [name], note: 'kept' });
    const { undo } = await client.request('remove', { ids: [name] });
    assert.ok(!readdirSync(dataFolder).includes(name));
    await client.request('restore', { undo });
    assert.ok(readdirSync(join(dataFolder, name)).includes(experimentFile));
    await follow(client, 'overview', {}).until(
      ({ experiments }) => experiments.some((row) => row.id === name && row.note === 'kept'),
      'the experiment',
    );
    const report = await client.request('report', { ids: [name], format: 'json', title: 'Report' });
    assert.ok(report.text.includes('igpo'));
  });
