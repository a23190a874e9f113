/** The studies are run by hand; these checks keep their judgement and their table right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import type { RunSummary } from '../../main/run-folder/run-summary.ts';
import { applyOverrides } from '../../shared/config/overrides.ts';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { divergence, type Outcome } from './divergence.ts';
import { settingNamed, settings } from './settings.ts';
import { smokeTable } from './smoke-table.ts';

const series = (value: (number | null)[], step = value.map((_, i) => i)) => ({ step, value });

const learned: Outcome = {
  run: { failure: null, series: { 'entropy/mean': series([0.3, 0.2, 0.1]), 'loss/policy': series([0.1, -0.1]) } },
  start: { greedy: 0.27, sampled: 0.08 },
  end: { greedy: 0.9, sampled: 0.8 },
  klStart: 0.1,
};

test('each setting of the paired comparison is a config, and an unknown one is refused with a suggestion', () => {
  for (const name of Object.keys(settings)) {
    const base = applyOverrides(loadExperiment('quickstart').base, settingNamed(name).overrides);
    const { world, rollout } = parseRunConfig(
      { name, ...applyOverrides(base, { 'algorithm.name': 'grpo' }) },
      catalogues,
    );
    assert.ok(rollout.maxTurns > Number(world.hops), `${name}: a search for each hop and a turn to answer`);
  }
  assert.throws(() => settingNamed('hrad'), /--setting: unknown setting 'hrad' — did you mean hard\?/);
});

test('a run that learned has not diverged, and one that lost a third of its success has not either', () => {
  assert.deepEqual(divergence(learned), []);
  assert.deepEqual(divergence({ ...learned, end: { greedy: 0.18, sampled: 0.06 } }), []);
});

test('each sign of divergence is reported on its own', () => {
  const of = (
    change: Partial<Outcome>,
    more: Record<string, (number | null)[]> = {},
    failure: string | null = null,
  ) => {
    const all = { ...learned.run.series, ...Object.fromEntries(Object.entries(more).map(([k, v]) => [k, series(v)])) };
    return divergence({ ...learned, ...change, run: { failure, series: all } });
  };
  assert.deepEqual(of({}, {}, 'step 3: no number'), ['step 3: no number']);
  assert.deepEqual(of({}, { 'kl/old_k3': [0, 0.1, null] }), ['kl/old_k3 not finite at step 2']);
  assert.deepEqual(of({}, { 'gain/mean': [null] }), [], 'a gain may be missing');
  assert.deepEqual(of({ klStart: 1.2 }), ['KL to the start 1.20 nats']);
  assert.deepEqual(of({ klStart: NaN }), ['KL to the start – nats']);
  assert.deepEqual(of({}, { 'entropy/mean': [0.3, 1.31, 0.2] }), ['entropy from 0.30 to 1.31 nats']);
  assert.deepEqual(of({ end: { greedy: 0.13, sampled: 0.8 } }), ['greedy success from 27.0 % to 13.0 %']);
  assert.deepEqual(of({ end: { greedy: 0.9, sampled: 0.03 } }), ['sampled success from 8.0 % to 3.0 %']);
});

test('the table has a row for each method: means over seeds, the worst memory, CPU seconds of steps without an evaluation', () => {
  const run = (seed: number, greedy: number, memory: number) =>
    ({
      label: 'igpo',
      seed,
      failure: null,
      series: {
        'evaluation/test/exact_match': { step: [0, 3], value: [0.25, greedy] },
        'evaluation/test/chain_reached': { step: [0, 3], value: [0.1, 0.75] },
        'time/written': series([10, 11, 13, 20]),
        // 0.5 · 1 s and 0.75 · 2 s; the evaluation after step 3 does not count
        'time/cpu_cores': series([1, 0.5, 0.75, 1]),
        'time/step_ms': series([900, 1900, 2100], [1, 2, 3]),
        'time/memory_mb': series([100, memory, 120, 120]),
        'total/sampled_tokens': series([0, 1000, 2000, 3400]),
        'total/search_calls': series([0, 100, 200, 260]),
        'entropy/mean': series([0.3, 0.2, 0.1], [1, 2, 3]),
      },
    }) as unknown as RunSummary;
  const probe = { sampledStart: 0.08, sampledEnd: 0.5, klStart: 0.125, passes: 1, forked: 22.5 };
  const measured = [
    { run: run(1, 0.5, 300), probe },
    { run: run(2, 0.75, 200), probe: { ...probe, sampledEnd: 0.02 } },
  ];
  const [, , row] = smokeTable(measured).split('\n');
  assert.equal(
    row,
    '| igpo | 25.0 → 62.5 (50.0, 75.0) | 8.0 → 26.0 | 75.0 | 1.50 | 1.90 | 3 | 0.3 | 1.0 | 23 | 300 | 0.13 | seed 2: sampled success from 8.0 % to 2.0 % |',
  );
});
