/** Where rollouts can be from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsOf, sourcesOf } from '../../../renderer/state/run-sources.ts';
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';

const run = (id: string, experiment: string | null, created: string | null): RunRow => ({
  id,
  experiment,
  created,
  name: id,
  label: 'igpo',
  algorithm: 'igpo',
  seed: 2,
  device: 'cpu',
  state: 'finished',
  failure: null,
  step: 1,
  steps: 1,
  secondsLeft: null,
  seconds: 1,
  answerF1: null,
  exactMatch: null,
  sparkline: new Float32Array(0),
  problems: 0,
  note: '',
  tags: [],
  archived: false,
});
const experiment = (id: string, created: string, runs: readonly string[]): ExperimentRow => ({
  id,
  created,
  runs,
  name: id,
  title: `Title of ${id}`,
  description: '',
  verdict: null,
  lead: null,
  noVerdict: null,
    linkedTo: null,
  note: '',
  tags: [],
  archived: false,
  algorithms: [],
  seeds: [],
  problem: null,
});
const runs = new Map(
  [run('a/1', 'a', '2026'), run('a/2', 'a', null), run('b/1', 'b', '2026'), run('alone', null, '2026')].map((one) => [
    one.id,
    one,
  ]),
);
const experiments = new Map(
  [experiment('a', '2026-01', ['a/1', 'a/2', 'a/gone']), experiment('b', '2026-02', ['b/1'])].map((one) => [
    one.id,
    one,
  ]),
);

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
