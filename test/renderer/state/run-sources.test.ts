/** Where rollouts can be from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsOf, sourcesOf } from '../../../renderer/state/run-sources.ts';
import { byId, experimentRow, runRow } from '../support/overview-rows.ts';

const seed = 2;
const runs = byId([
  runRow('a/1', { seed }),
  runRow('a/2', { seed, created: null }),
  runRow('b/1', { seed }),
  runRow('alone', { seed, experiment: null }),
]);
const experiments = byId([
  experimentRow('a', ['a/1', 'a/2', 'a/gone'], { created: '2026-01' }),
  experimentRow('b', ['b/1'], { created: '2026-02' }),
]);

test('the newest experiment comes first, without runs that have not begun or no longer exist', () => {
  assert.deepEqual(sourcesOf(experiments, runs), [
    { id: 'b', text: 'Title of b', runs: [{ id: 'b/1', text: 'igpo · seed 2' }] },
    { id: 'a', text: 'Title of a', runs: [{ id: 'a/1', text: 'igpo · seed 2' }] },
    { id: 'alone', text: 'alone', runs: [] },
  ]);
});

test('a source is all runs of an experiment, one run, or nothing', () => {
  assert.deepEqual(runsOf('a', experiments, runs), ['a/1']);
  assert.deepEqual(runsOf('alone', experiments, runs), ['alone']);
  assert.deepEqual(runsOf('', experiments, runs), []);
  assert.deepEqual(sourcesOf(new Map(), new Map()), []);
});
