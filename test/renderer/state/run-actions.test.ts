import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import type { RunRow, RunState } from '../../../shared/ipc/views.ts';
import { answered, fakeServices } from '../support/fake-services.ts';

const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { notices } = await import('../../../renderer/state/notices.svelte.ts');
const { followOverview } = await import('../../../renderer/state/overview.svelte.ts');
const actions = await import('../../../renderer/state/run-actions.ts');

const services = fakeServices();
connect(services.bridge);
followOverview();
const run = (id: string, state: RunState): RunRow => ({ id, state, name: `name of ${id}` }) as RunRow;
const runs = [
  run('e/paused', 'paused'),
  run('e/failed', 'failed'),
  run('e/running', 'running'),
  run('alone', 'planned'),
];
services.last('overview').value({
  ...{ whole: true, more: false, removed: [] },
  experiments: [{ id: 'e', title: 'Experiment', runs: ['e/paused', 'e/failed', 'e/running'] }],
  runs,
});
const texts = () => notices.all.map(({ text }) => text);
const clear = (): void => notices.all.forEach(({ id }) => notices.close(id));

test('an action is for the runs whose state allows it', () => {
  const ids = (action: Parameters<typeof actions.runsFor>[0]) => actions.runsFor(action, runs).map(({ id }) => id);
  assert.deepEqual(ids('start'), ['alone']);
  assert.deepEqual(ids('pause'), ['e/running']);
  assert.deepEqual(ids('resume'), ['e/paused', 'e/failed']);
  assert.deepEqual(ids('stop'), ['e/paused', 'e/running']);
  assert.equal(actions.actionWord('resume'), 'Resume');
});

test('resuming wakes a paused run and queues one that had ended', async () => {
  const done = actions.control('resume', runs);
  assert.deepEqual(services.inputs('control'), [
    { runs: ['e/paused'], action: 'resume' },
    { runs: ['e/failed'], action: 'start' },
  ]);
  for (const call of services.calls) if (call.name === 'control') call.value(null);
  await done;
});

test('experiments and runs stand for runs, one word for each', () => {
  assert.deepEqual(
    actions.runsOf(['e', 'e/failed', 'alone', 'gone']).map(({ id }) => id),
    ['e/paused', 'e/failed', 'e/running', 'alone'],
  );
});

test('what was removed is named, and comes back when that is undone', async () => {
  for (const [ids, sentence] of [
    [['e'], 'Experiment moved to the bin.'],
    [['alone'], 'name of alone moved to the bin.'],
    [['e', 'alone'], '2 rows moved to the bin.'],
  ] as const) {
    const removed = actions.remove(ids);
    services.last('remove').value({ undo: 'u1' });
    await removed;
    assert.deepEqual(texts(), [sentence]);
    notices.all[0].action!.run();
    assert.deepEqual(services.last('restore').input, { undo: 'u1' });
    services.last('restore').value(null);
    clear();
  }
  await answered();
});

test('what was archived comes back when that is undone', async () => {
  const archived = actions.archive(['e'], true);
  services.last('annotate').value(null);
  await archived;
  assert.deepEqual(texts(), ['Archived.']);
  notices.all[0].action!.run();
  assert.deepEqual(services.last('annotate').input, { ids: ['e'], archived: false });
  services.last('annotate').value(null);
  await answered();
  clear();
});

test('a preset starts by its name; one that is not shipped is an error', async () => {
  const experiment = { title: 'Quickstart' };
  const started = actions.startPreset('quickstart');
  services.last('presets').value([{ name: 'quickstart', experiment }]);
  await answered();
  assert.deepEqual(services.last('startExperiment').input, { experiment });
  services.last('startExperiment').value({ experiment: 'quickstart-2' });
  assert.equal(await started, 'quickstart-2');

  const missing = actions.startPreset('other');
  services.last('presets').value([]);
  assert.equal(await missing, null);
  assert.deepEqual(texts(), ['The preset other is not shipped with this version.']);
  clear();
});
