/** The rows of the experiments table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLines, type Query } from '../../../../renderer/features/experiments/table-rows.ts';
import type { ExperimentRow, RunRow } from '../../../../shared/ipc/views.ts';
import { byId, experimentRow as experiment, runRow as row } from '../../support/overview-rows.ts';

const query: Query = { words: '', show: 'all', archived: false, sort: 'created', descending: true, closed: new Set() };

function lines(experiments: readonly ExperimentRow[], runs: readonly RunRow[], change: Partial<Query> = {}): string[] {
  return tableLines(experiments, byId(runs), { ...query, ...change }).map(({ id }) => id);
}

const runs = [
  row('a/1', { answerF1: 0.2 }),
  row('a/2', { answerF1: 0.9, state: 'running', step: 10 }),
  row('b/1', { label: 'grpo', answerF1: null, state: 'failed', tags: ['odd'] }),
  row('alone', { experiment: null, created: '2026-03-01T00:00:00Z' }),
];
const experiments = [
  experiment('a', ['a/1', 'a/2'], { title: 'Alpha' }),
  experiment('b', ['b/1'], { created: '2026-02-01T00:00:00Z' }),
];

test('newest first, runs below their experiment in its order, a run alone among the experiments', () => {
  assert.deepEqual(lines(experiments, runs), ['alone', 'b', 'b/1', 'a', 'a/1', 'a/2']);
});

test('a closed experiment hides its runs', () => {
  assert.deepEqual(lines(experiments, runs, { closed: new Set(['a']) }), ['alone', 'b', 'b/1', 'a']);
});

test('words must all occur, in the run or in its experiment', () => {
  assert.deepEqual(lines(experiments, runs, { words: 'GRPO odd' }), ['b', 'b/1']);
  assert.deepEqual(lines(experiments, runs, { words: 'alpha' }), ['a', 'a/1', 'a/2']);
  assert.deepEqual(lines(experiments, runs, { words: 'grpo running' }), []);
});

test('the list can show only active runs, or only those that need attention', () => {
  assert.deepEqual(lines(experiments, runs, { show: 'active' }), ['a', 'a/2']);
  assert.deepEqual(lines(experiments, runs, { show: 'attention' }), ['b', 'b/1']);
});

test('archived rows are shown when asked for', () => {
  const hidden = [experiment('a', ['a/1', 'a/2'], { archived: true }), experiments[1]];
  assert.deepEqual(lines(hidden, runs), ['alone', 'b', 'b/1']);
  assert.deepEqual(lines(hidden, runs, { archived: true }), ['alone', 'b', 'b/1', 'a', 'a/1', 'a/2']);
});

test('sorting by a value sorts experiments by their mean and the runs below them, those without last', () => {
  assert.deepEqual(lines(experiments, runs, { sort: 'answerF1' }), ['a', 'a/2', 'a/1', 'alone', 'b', 'b/1']);
  assert.deepEqual(lines(experiments, runs, { sort: 'answerF1', descending: false }).slice(0, 2), ['b', 'b/1']);
});

test('an experiment sums its runs up: steps, state, mean, time left at the rate so far', () => {
  const [line] = tableLines([experiments[0]], new Map(runs.slice(0, 2).map((run) => [run.id, run])), query);
  assert.ok(line?.kind === 'experiment');
  assert.deepEqual([line.step, line.steps, line.state], [50, 80, 'running']);
  assert.equal(line.answerF1, 0.55);
  assert.equal(line.secondsLeft, (40 / 50) * 30); // 0.8 s a step, 30 steps to go
});

test('10,000 runs are listed whole', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => row(`e${i % 500}/${i}`, { answerF1: (i * 7919) % 1000 }));
  const owners = Array.from({ length: 500 }, (_, i) =>
    experiment(
      `e${i}`,
      many.filter(({ id }) => id.startsWith(`e${i}/`)).map(({ id }) => id),
    ),
  );
  const all = lines(owners, many, { sort: 'answerF1' });
  assert.equal(all.length, 10_500);
});
