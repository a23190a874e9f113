/** What every algorithm keeps, over the catalogue, its presets and random groups. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCritic } from '../../../shared/algorithms/algorithm.ts';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { algorithms } from '../../../shared/algorithms/index.ts';
import { stdConventions } from '../../../shared/credit/normalise.ts';
import { normModes } from '../../../shared/credit/pooling.ts';
import { scorers } from '../../../shared/scorers/index.ts';
import { sum } from '../../../shared/util/math.ts';
import { closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup, type Scores } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

const settings = algorithms.flatMap((algorithm) =>
  [undefined, ...Object.keys(algorithm.presets)].map((preset) => ({
    algorithm,
    values: valuesOf(algorithm, {}, preset),
    name: `${algorithm.name}, ${preset ?? 'defaults'}`,
  })),
);

for (const { algorithm, values, name } of settings) {
  test(`${name}: its presets parse, its scorers exist and nothing contradicts`, () => {
    for (const scorer of algorithm.scorers(values))
      assert.ok(
        scorers.some((known) => known.name === scorer),
        scorer,
      );
    assert.deepEqual(algorithm.problems?.(values, { groupSize: 8, maxTokens: 32_768 }) ?? [], []);
  });

  test(`${name}: credit has a finite reward and advantage for every turn`, () => {
    randomCases(100, name, (rng) => {
      const rollouts = randomScores(rng);
      const credits = creditOf(algorithm, scoredGroup(rollouts), values);
      assert.equal(credits.length, rollouts.length);
      credits.forEach(({ reward, advantage }, i) => {
        assert.equal(reward.length, rollouts[i].gains.length + 1);
        assert.equal(advantage.length, reward.length);
        assert.ok([...reward, ...advantage].every(Number.isFinite));
      });
    });
  });

  test(`${name}: permuting the group permutes the credit`, () => {
    randomCases(50, name, (rng) => {
      const rollouts = randomScores(rng);
      const order = rng.shuffle(rollouts.map((_, i) => i));
      const credits = creditOf(algorithm, scoredGroup(rollouts), values);
      const permuted = creditOf(algorithm, scoredGroup(order.map((i) => rollouts[i])), values);
      // sums in another order round differently, and two close values divide that by a small σ
      closeRows(
        permuted.map((c) => c.advantage),
        order.map((i) => [...credits[i].advantage]),
        1e-6,
      );
    });
  });

  const tokensDiffer = Number(values.lambda) < 1; // GAE discounts what is further away
  test(`${name}: equal rollouts have an advantage of exactly 0`, { skip: tokensDiffer && 'tokens differ by λ' }, () => {
    const same: Scores[] = Array.from({ length: 16 }, () => ({ gains: [0.895, 0.895], outcome: 0.895 }));
    // gains that no other rollout is a baseline of
    const contrast = algorithm.scorers(values).includes('evidenceContrast');
    const perTurn = scorers.some(({ name, per }) => per === 'turn' && algorithm.scorers(values).includes(name));
    const turnsEarn = hasCritic(algorithm, values) && perTurn; // each its own, while value estimates are 0
    const turnsDiffer = contrast || turnsEarn || values.normMode === 'pooledZeros' || values.klPlace === 'reward';
    const equal = turnsDiffer ? same.map(({ outcome }) => ({ gains: [], outcome })) : same;
    for (const { advantage } of creditOf(algorithm, scoredGroup(equal), values))
      assert.ok(advantage.every((a) => a === 0));
  });

  test(`${name}: a group of one, and a rollout of one turn, have finite credit`, () => {
    for (const rollouts of [[{ gains: [], outcome: 1 }], [{ gains: [0.5], outcome: null }]]) {
      const [{ reward, advantage }] = creditOf(algorithm, scoredGroup(rollouts), values);
      assert.ok([...reward, ...advantage].every(Number.isFinite));
    }
  });
}

test('an algorithm’s objective carries its parameters, and a dual clip of 0 is off', () => {
  for (const algorithm of algorithms.filter(({ parameters }) => 'dualClip' in parameters)) {
    const changes = {
      clipLow: 0.1,
      clipHigh: 0.3,
      dualClip: 0,
      klCoefficient: 0.5,
      klEstimator: 'k2',
      entropyCoefficient: 0.25,
    };
    assert.deepEqual(algorithm.objective(valuesOf(algorithm, { ...changes, aggregation: 'tokenMean' })), {
      ...algorithm.objective(valuesOf(algorithm)),
      ...changes,
      dualClip: null,
      aggregation: 'tokenMean',
    });
  }
});

for (const normMode of normModes.filter((mode) => mode !== 'rawGain'))
  // which keeps the mean in
  test(`igpo, ${normMode}: the first-turn advantages of a group add up to 0 at γ = 1`, () => {
    randomCases(200, normMode, (rng) => {
      const credits = creditOf(igpo, scoredGroup(randomScores(rng)), valuesOf(igpo, { normMode }));
      assert.ok(Math.abs(sum(credits.map(({ advantage }) => advantage[0]))) < 1e-6);
    });
  });

test('igpo without gain is grpo, bit for bit, under the same standard deviation', () => {
  randomCases(200, 'without gain', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const std = rng.pick(stdConventions);
    const advantages = (credits: readonly { advantage: Float64Array }[]) =>
      credits.map(({ advantage }) => [...advantage]);
    assert.deepEqual(
      advantages(igpo.credit(group, valuesOf(igpo, { std, gainWeight: 0 }))),
      advantages(grpo.credit(group, valuesOf(grpo, { std }))),
    );
  });
});

/** Random scores without penalties, which would not move with the others. */
const freeScores = (rollouts: readonly Scores[]) =>
  rollouts.map(({ gains, outcome }) => ({ gains, outcome: outcome ?? 0.25 }));
const moved = (rollouts: readonly Scores[], outcome: (x: number) => number, gain: (x: number) => number): Scores[] =>
  rollouts.map((rollout) => ({
    gains: rollout.gains.map((g) => (g === null ? null : gain(g))),
    outcome: outcome(rollout.outcome!),
  }));
const igpoAdvantages = (rollouts: readonly Scores[], normMode: (typeof normModes)[number]) =>
  igpo.credit(scoredGroup(rollouts), valuesOf(igpo, { normMode })).map(({ advantage }) => [...advantage]);

test('igpo, separate: shifting and scaling outcomes, or gains, changes nothing', () => {
  randomCases(200, 'shift and scale', (rng) => {
    const rollouts = freeScores(randomScores(rng));
    const before = igpoAdvantages(rollouts, 'separate');
    // the epsilons weigh 1e-6/σ beside the scores; close outcomes have a small σ
    closeRows(
      igpoAdvantages(
        moved(
          rollouts,
          (x) => 5 + 3 * x,
          (x) => x,
        ),
        'separate',
      ),
      before,
      1e-3,
    );
    closeRows(
      igpoAdvantages(
        moved(
          rollouts,
          (x) => x,
          (x) => 2 * x - 1,
        ),
        'separate',
      ),
      before,
      1e-3,
    );
  });
});

test('igpo, joint: shifting the outcomes alone does change the advantages', () => {
  const rollouts: Scores[] = [
    { gains: [0.8, 0.9], outcome: 0.8 },
    { gains: [-0.3], outcome: 0 },
  ];
  const before = igpoAdvantages(rollouts, 'joint').flat();
  const after = igpoAdvantages(
    moved(
      rollouts,
      (x) => x + 5,
      (x) => x,
    ),
    'joint',
  ).flat();
  assert.ok(before.some((a, i) => Math.abs(a - after[i]) > 0.1));
});
