import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen } from '../../../../renderer/components/comparison/chosen.ts';
import type { ExperimentRow, RunRow, RunState } from '../../../../shared/ipc/views.ts';

const row = (id: string, label: string, seed: number, state: RunState = 'finished', failure: string | null = null) =>
  ({ id, label, seed, state, failure, name: id, experiment: id.split('/')[0] }) as RunRow;
const experiment = (id: string, algorithms: string[], runs: string[]) =>
  ({ id, title: id.toUpperCase(), algorithms, runs }) as unknown as ExperimentRow;

test('experiments stand for their runs, each counted once, in the order of the experiment', () => {
  const runs = [row('a/1', 'grpo', 1), row('a/2', 'igpo', 1), row('b', 'igpo', 2, 'failed', 'no memory')];
  const rows = {
    experiments: new Map([['a', experiment('a', ['igpo', 'grpo'], ['a/1', 'a/2', 'a/planned'])]]),
    runs: new Map(runs.map((run) => [run.id, run])),
  };
  const all = chosen(['a', 'a/2', 'b', 'gone'], rows);
  assert.deepEqual(
    all.runs.map(({ id, label, failure }) => [id, label, failure]),
    [
      ['a/1', 'grpo', null],
      ['a/2', 'igpo', null],
      ['b', 'igpo', 'no memory'],
    ],
  );
  assert.deepEqual(all.labels, ['igpo', 'grpo']);
  assert.deepEqual([all.title, all.gone], ['A and 2 others', ['gone']]);
  assert.equal(chosen(['a'], rows).title, 'A');
});

test('a warning about a running run is not a failure', () => {
  const rows = { experiments: new Map(), runs: new Map([['a', row('a', 'igpo', 1, 'running', 'silent for 5 min')]]) };
  assert.equal(chosen(['a'], rows).runs[0].failure, null);
});

test('runs of two experiments with one label and seed are distinguished by their experiment', () => {
  const runs = [row('a/igpo-seed-1', 'igpo', 1), row('b/igpo-seed-1', 'igpo', 1)];
  const rows = {
    experiments: new Map([
      ['a', experiment('a', ['igpo'], ['a/igpo-seed-1'])],
      ['b', experiment('b', ['igpo'], ['b/igpo-seed-1'])],
    ]),
    runs: new Map(runs.map((run) => [run.id, run])),
  };
  assert.deepEqual(chosen(['a', 'b'], rows).labels, ['a/igpo', 'b/igpo']);
});
