/** The value head on the real learner: it learns, it is saved, and it does not change the policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Objective } from '../../../shared/loss/objective.ts';
import type { LearnerRow, TokenRow } from '../../../shared/model/learner.ts';
import { trainStep } from '../../../shared/train/step.ts';
import type { Trainer } from '../../../shared/train/trainer.ts';
import { mean } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';
import { toyLearner, toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';

const SEED = 12;
const plain: Objective = {
  ...{ clipLow: 0.2, clipHigh: 0.2, dualClip: null, aggregation: 'tokenMean' },
  ...{ klCoefficient: 0, klEstimator: 'k3', entropyCoefficient: 0 },
};
const withCritic: Objective = { ...plain, critic: { coefficient: 1, clip: null, gamma: 1 } };

/** Six rollouts whose first token determines the return. */
const rows: LearnerRow[] = Array.from({ length: 6 }, (_, i) => {
  const rng = stream(SEED, 'row', i);
  const tokens = Int32Array.from({ length: 10 }, (_, t) => (t === 0 ? i % 2 : 2 + rng.integer(20)));
  const written = (x: number) => Float32Array.from(tokens, (_, t) => (t < 3 ? 0 : x));
  return {
    ...{ tokens, weight: written(1 / 42), advantage: written(0), oldLogProb: written(-3), refLogProb: null },
    ...{ valueTarget: written(i % 2 === 0 ? 1 : -0.5), oldValue: written(0) },
  };
});

test('a critic estimates 0 at first, learns its targets, and is restored from a checkpoint bit for bit', async () => {
  const { learner, close } = await smallModel(tinyArchitecture, { critic: true });
  for (const values of await learner.values(rows)) assert.ok(values.every((v) => v === 0));
  const losses: number[] = [];
  for (let i = 0; i < 60; i++) losses.push((await learner.update(rows, withCritic, 0.01)).valueLoss!);
  // targets 1 and −.5, so ½ · mean of squares is .3125 at first, and half their variance, .28125, for the best constant
  assert.ok(Math.abs(losses[0] - 0.3125) < 1e-6, `first loss ${losses[0]}`);
  assert.ok(losses.at(-1)! < 0.05, `last loss ${losses.at(-1)}`);
  const values = await learner.values(rows);
  values.forEach((row, i) => {
    const estimate = mean(row.subarray(3));
    assert.ok(Math.abs(estimate - (i % 2 === 0 ? 1 : -0.5)) < 0.4, `rollout ${i}: ${estimate}`);
  });
  const other = await smallModel(tinyArchitecture, { critic: true, seed: 2 });
  const params = await learner.parameters();
  assert.deepEqual(params['value.weight'].shape, [tinyArchitecture.width, 1]);
  other.learner.restore(params, await learner.optimizerState());
  assert.deepEqual(await other.learner.values(rows), values);
  assert.deepEqual(
    await other.learner.update(rows, withCritic, 0.01),
    await learner.update(rows, withCritic, 0.01),
    'they go on alike',
  );
  await Promise.all([close(), other.close()]);
});

test('a critic of weight 0 does not change the policy and stays at 0', async () => {
  const [head, none] = [await smallModel(tinyArchitecture, { critic: true }), await smallModel(tinyArchitecture)];
  const pushed = rows.map((row, i) => ({ ...row, advantage: row.advantage.map((_, t) => (t < 3 ? 0 : i - 2)) }));
  const silent: Objective = { ...plain, critic: { coefficient: 0, clip: 0.5, gamma: 1 } };
  const results = [await head.learner.update(pushed, silent, 0.01), await none.learner.update(pushed, plain, 0.01)];
  assert.deepEqual({ ...results[0], valueLoss: null }, results[1]);
  const { 'value.weight': weight, 'value.bias': bias, ...policy } = await head.learner.parameters();
  assert.deepEqual(policy, await none.learner.parameters());
  assert.ok([...weight.data, ...bias.data].every((x) => x === 0));
  await assert.rejects(none.learner.values(rows), /learner\.values: expected a critic/);
  await Promise.all([head.close(), none.close()]);
});

/** Its updates change nothing. */
const still = ({ config, ...rest }: Trainer): Trainer => ({
  ...rest,
  config: { ...config, optimizer: { ...config.optimizer, learningRate: 0 } },
});

test('PPO on a real policy: turns show the mean of their tokens, and the critic’s loss is a metric', async () => {
  const model = await smallModel(
    { ...tinyArchitecture, vocabularySize: toyTokenizer.vocabularySize },
    { maxRows: 8, critic: true },
  );
  await model.learner.freezeReference();
  const config = {
    algorithm: { name: 'ppo', preset: 'verl', klCoefficient: 0.1 },
    optimizer: { learningRate: 0.01 },
  };
  const trainer = toyTrainer({ ...model, config });
  for (const step of [1, 2]) {
    const { groups, metrics } = await trainStep(step, trainer);
    for (const [name, value] of Object.entries(metrics)) assert.ok(Number.isFinite(value), `${name} ${value}`);
    assert.ok(metrics['loss/value'] > 0);
    for (const { rollout, credit, tokenCredit } of groups.flat())
      rollout.turns.forEach(({ message }, t) =>
        assert.equal(credit.advantage[t], mean(tokenCredit!.advantage.subarray(message.start, message.end))),
      );
    const estimates = groups.flat().flatMap(({ tokenCredit }) => [...tokenCredit!.critic!.value]);
    assert.equal(
      estimates.some((v) => v !== 0),
      step > 1,
      'the critic has learned',
    );
  }
  const { groups } = await trainStep(3, still(trainer));
  const rollouts = groups.flat().map(({ rollout }) => rollout);
  const passed = await model.learner.values(rollouts);
  rollouts.forEach(({ id, value, mask }, i) =>
    value!.forEach((noted, t) => {
      assert.ok(mask[t] === 1 || noted === 0, `${id}, token ${t} was not sampled`);
      const where = `${id}, token ${t}`;
      // as near as log-probs
      assert.ok(Math.abs(noted - passed[i][t]) < 1e-4, `${where}: ${noted} while sampling, ${passed[i][t]} in a pass`);
    }),
  );
  await model.close();
});

test('a pass of the critic is needed only with tool tokens as steps and λ below 1', async () => {
  const asked: TokenRow[][] = [];
  const learner = {
    ...toyLearner({ skill: 0.3 }),
    values: async (rows: readonly TokenRow[]) => {
      asked.push([...rows]);
      return rows.map(({ tokens }) => new Float32Array(tokens.length).fill(0.25));
    },
  };
  await trainStep(1, toyTrainer({ learner, config: { algorithm: { name: 'ppo' } } }));
  await trainStep(1, toyTrainer({ learner, config: { algorithm: { name: 'ppo', preset: 'withToolTokens' } } }));
  assert.equal(asked.length, 0);
  const included = toyTrainer({
    learner,
    config: { algorithm: { name: 'ppo', preset: 'withToolTokens', lambda: 0.9 } },
  });
  const { groups } = await trainStep(1, included);
  assert.deepEqual(
    asked[0].map(({ mask }) => Array.from(mask!)),
    groups.flat().map(({ rollout }) => Array.from(rollout.tokens, (_, t) => Number(t >= rollout.promptLength))),
  );
  assert.ok(groups.flat().some(({ rollout }) => rollout.turns.some(({ response }) => response !== null)));
  for (const { tokenCredit } of groups.flat()) assert.ok(tokenCredit!.critic!.value.every((v) => v === 0.25));
});
