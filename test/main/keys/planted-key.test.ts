/** A key that the app keeps is in nothing that a run, a report, a window or a child process ever gets. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { forkProcess } from '../../../main/processes/own-process.ts';
import type { StartProcess } from '../../../main/processes/own-process.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { connectedApp, follow } from '../../support/connected-app.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { saveTinyWarmStart } from '../../support/tiny-warm-start.ts';
import { tinyBase } from '../../support/tiny-run.ts';

const planted = 'sk-planted-4c1d';

test('a key that is set is in no run, report, answer, warning or message to the training process', async (t) => {
  const checkpoint = join(temporaryFolder(t), 'warm-start');
  await saveTinyWarmStart(checkpoint);
  process.env.SERPER_API_KEY = planted;
  t.after(() => delete process.env.SERPER_API_KEY);
  const heard: unknown[] = [];
  process.on('warning', (warning) => heard.push(warning));
  const listening: StartProcess = (name, args, hear, reach) => {
    const child = forkProcess(name, args, (message) => (heard.push(message), hear(message)), reach);
    return { ...child, send: (message) => (heard.push(message), child.send(message)) };
  };
  const { dataFolder, window } = connectedApp(t, { startProcess: listening });
  const client = window();
  const overview = follow(client, 'overview', {});
  const settings = follow(client, 'settings', {});
  await client.request('setKey', { name: 'webSearch', value: planted });
  const experiment = {
    ...{ name: 'real', title: 'Real', base: tinyBase(checkpoint, { train: { steps: 2, evaluateEvery: 0 } }) },
    ...{ seeds: [1], algorithms: [{ label: 'igpo', overrides: { 'algorithm.name': 'igpo' } }] },
  } as JsonObject;
  await client.request('startExperiment', { experiment });
  const end = await overview.until(({ runs }) => runs.some(({ state }) => state === 'finished'), 'the end');
  const answers = [
    ...[end, await client.request('keys', {}), await client.request('readExperiment', { experiment: 'real' })],
    await settings.until(() => true, 'the settings'),
    await client.request('report', { ids: ['real'], format: 'json', title: 'Report' }),
    await client
      .request('setKey', { name: 'hub', value: `${planted} ` + planted })
      .catch((error: Error) => error.message),
  ];
  assert.match(String(answers.at(-1)), /key hub: expected/);
  const files = filesBelow(dataFolder);
  assert.ok(files.some((file) => file.endsWith('metrics.jsonl')));
  for (const file of files) assert.ok(!readFileSync(file).includes(planted), `${file} holds the key`);
  for (const one of [...answers, ...heard])
    assert.ok(!JSON.stringify(one).includes(planted), `${JSON.stringify(one).slice(0, 200)} holds the key`);
  // the check can fail: the one place that may hold the key holds it
  assert.ok(readFileSync(join(dirname(dataFolder), 'keys.json')).includes(planted));
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
