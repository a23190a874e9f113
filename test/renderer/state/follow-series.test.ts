import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { fakeServices } from '../support/fake-services.ts';

const { cell, component, flushSync } = await import('../support/component.svelte.ts');
const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { followSeries } = await import('../../../renderer/state/follow-series.svelte.ts');
const services = fakeServices();
connect(services.bridge);

const change = (run: string, step: number[], value: number[], restart = false) => ({
  ...{ run, metric: 'loss', restart },
  ...{ step: Float64Array.from(step), value: Float64Array.from(value) },
});
const setUp = (runs: () => readonly string[]) => component(() => followSeries(runs, () => ['loss']));

test('series grow at their end, and what a chart holds stays as it was', () => {
  const { state, destroy } = setUp(() => ['a', 'b']);
  assert.deepEqual([state.loaded, state.of('a', 'loss').x.length], [false, 0]);
  const call = services.last('series');
  call.value([change('a', [1, 2], [0.5, NaN])]);
  const held = state.of('a', 'loss');
  assert.deepEqual([state.loaded, [...held.x], [...held.y]], [true, [1, 2], [0.5, NaN]]);
  call.value([change('a', [3], [0.25]), change('b', [1], [4])]);
  assert.deepEqual([...state.of('a', 'loss').y], [0.5, NaN, 0.25]);
  assert.deepEqual([...state.of('b', 'loss').y], [4]);
  assert.deepEqual([...held.y], [0.5, NaN]);
  destroy();
});

test('a series outgrows its room and begins again where it restarts', () => {
  const { state, destroy } = setUp(() => ['a']);
  const call = services.last('series');
  const steps = Array.from({ length: 200 }, (_, i) => i + 1);
  for (const step of steps) call.value([change('a', [step], [-step])]);
  const held = state.of('a', 'loss');
  assert.deepEqual([...held.x], steps);
  call.value([change('a', [1, 2], [7, 8], true)]);
  assert.deepEqual([...state.of('a', 'loss').y], [7, 8]);
  assert.equal(held.y[0], -1, 'what a chart still holds');
  destroy();
});

test('without runs or metrics nothing is asked; with others the series begin anew', () => {
  const runs = cell<string[]>([]);
  const before = services.inputs('series').length;
  const { state, destroy } = setUp(() => runs.value);
  assert.equal(services.inputs('series').length, before);
  runs.value = ['a'];
  flushSync();
  services.last('series').value([change('a', [1], [1])]);
  runs.value = ['b'];
  flushSync();
  assert.deepEqual([state.loaded, state.of('a', 'loss').x.length], [false, 0]);
  destroy();
});
