import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonSettings } from '../../../../renderer/components/comparison/settings.ts';
import { headlineMetric } from '../../../../shared/metrics/evaluation.ts';
import { fakeServices } from '../../support/fake-services.ts';
import '../../support/runes.ts';

const { cell, component, flushSync } = await import('../../support/component.svelte.ts');
const { connect } = await import('../../../../renderer/state/connection.svelte.ts');
const { followComparison } = await import('../../../../renderer/features/compare/follow-comparison.svelte.ts');
const services = fakeServices();
connect(services.bridge);

const runs = ['a', 'b'].map(
  (id) => ({ id, label: id, seed: 1, state: 'finished', step: 10, steps: 10, failure: null }) as const,
);
const choice = { runs, labels: ['a', 'b'], title: '', gone: [] };
const recorded = [headlineMetric, 'gain/mean', 'advantage/std', 'my/own', 'total/rollouts'];

/** A comparison whose runs have said what they record. */
function followed() {
  const before = services.calls.length;
  const query = cell('');
  const all = cell(false);
  const { state, destroy } = component(() =>
    followComparison(
      () => choice,
      () => comparisonSettings(new URLSearchParams(query.value)),
      () => all.value,
    ),
  );
  const own = () => services.calls.slice(before);
  for (const call of own().filter(({ name }) => name === 'run')) call.value({ metrics: recorded });
  flushSync();
  const streams = () => own().filter(({ name, cancelled }) => name === 'series' && !cancelled);
  const metrics = () => streams().map(({ input }) => (input as { readonly metrics: readonly string[] }).metrics);
  return { state, destroy, query, all, streams, metrics };
}

const points = (run: string, metric: string, step: readonly number[], value: readonly number[]) => ({
  ...{ run, metric, restart: false },
  ...{ step: Float64Array.from(step), value: Float64Array.from(value) },
});

test('metrics beyond the usual ones come in a stream of their own, which leaves the usual one as it is', () => {
  const { state, all, streams, metrics, destroy } = followed();
  const [usual] = streams();
  assert.ok(metrics()[0].includes('gain/mean') && metrics()[0].includes('total/rollouts'));
  assert.equal(streams().length, 1);
  assert.deepEqual(
    state.visible.map(({ metric }) => metric),
    [headlineMetric, 'gain/mean'],
  );
  all.value = true;
  flushSync();
  assert.deepEqual(streams()[0], usual);
  assert.deepEqual(metrics()[1], ['advantage/std', 'my/own']);
  assert.equal(state.visible.length, state.panels.length);
  destroy();
});

test('points have come when those of the compared metric have', () => {
  const { state, query, streams, destroy } = followed();
  const loaded = () => [state.loaded, state.usualLoaded];
  assert.deepEqual(loaded(), [false, false]);
  streams()[0].value([]);
  assert.deepEqual(loaded(), [true, true]);
  query.value = 'metric=score/answer_f1'; // which the runs do not record
  flushSync();
  assert.deepEqual(loaded(), [false, true]);
  streams()[1].value([]);
  assert.deepEqual(loaded(), [true, true]);
  destroy();
});

test('the verdict follows the points, and a run whose steps do not rise is named and takes no other along', () => {
  const { state, streams, destroy } = followed();
  const [usual] = streams();
  usual.value(
    ['a', 'b'].flatMap((run, i) => [
      points(run, headlineMetric, [0, 1], [0, (i + 1) / 4]),
      points(run, 'total/rollouts', [1], [8]),
    ]),
  );
  assert.ok(typeof state.result !== 'string');
  assert.deepEqual(
    state.result.verdict.algorithms.map(({ algorithm }) => algorithm),
    ['b', 'a'],
  );
  usual.value([points('a', headlineMetric, [1], [0.5])]);
  assert.ok(typeof state.result !== 'string');
  assert.match(state.result.verdict.missing[0].reason, /^its journal is damaged — .*: expected finite, increasing x/);
  assert.deepEqual(
    state.result.verdict.algorithms.map(({ algorithm }) => algorithm),
    ['b'],
  );
  destroy();
});
