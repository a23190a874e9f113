/** The step on a real (tiny) policy: what sampling recorded agrees with what the learner computes. */
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { trainStep } from '../../../shared/train/step.ts';
import type { StepResult } from '../../../shared/train/step.ts';
import { mean } from '../../../shared/util/math.ts';
import type { SmallModel } from '../../support/small-model.ts';
import { taughtModel } from '../../support/taught-model.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

let model: SmallModel;
let result: StepResult;
const trainer = () =>
  toyTrainer({
    ...model,
    config: { algorithm: { name: 'igpo', klCoefficient: 0.1 }, optimizer: { learningRate: 0.01 } },
  });

before(async () => {
  model = await taughtModel();
  result = await trainStep(1, trainer());
});
after(() => model.close());

test('before its first update the policy is the one that sampled, and the reference', () => {
  const { metrics } = result;
  // log-probs from decoding and from the training graph differ by up to 2e-5 in float32
  for (const name of ['kl/old_k1', 'kl/old_k3', 'kl/ref_k3'])
    assert.ok(Math.abs(metrics[name]) < 1e-4, `${name} ${metrics[name]}`);
  assert.equal(metrics['loss/clip_fraction'], 0);
  const rollouts = result.groups.flat().map(({ rollout }) => rollout);
  const entropies = rollouts.flatMap(({ mask, entropy }) => [...entropy].filter((_, t) => mask[t] === 1));
  assert.ok(
    Math.abs(metrics['entropy/mean'] - mean(entropies)) < 1e-4,
    'the entropy of sampling is that of the learner',
  );
});

test('forked beliefs equal fresh forward passes over prefix and wrapper', async () => {
  const { protocol, learner, config } = trainer();
  const fork = protocol.groundTruthFork('Ada', config.rollout.wrapper);
  const stored = result.groups.flat();
  assert.ok(
    stored.some(({ belief }) => belief!.length > 1),
    'some rollouts searched',
  );
  for (const { rollout, belief } of stored) {
    const ends = [rollout.promptLength, ...rollout.turns.flatMap(({ response }) => (response ? [response.end] : []))];
    const rows = ends.map((end) => ({ tokens: Int32Array.of(...rollout.tokens.subarray(0, end), ...fork.tokens) }));
    // the learner has been updated since: its reference is the policy that sampled
    const logProbs = await learner.logProbs(rows, 'reference');
    ends.forEach((end, t) => {
      const expected = mean(logProbs[t].subarray(end + fork.span.start, end + fork.span.end));
      assert.ok(Math.abs(belief![t] - expected) < 1e-4, `${rollout.id} belief ${t}: ${belief![t]}, fresh ${expected}`);
    });
  }
});

test('the update moves the policy', async () => {
  const { metrics } = result;
  assert.ok(metrics['optimizer/grad_norm'] > 0);
  const next = await trainStep(2, trainer());
  assert.ok(next.metrics['kl/ref_k3'] > 1e-6, `kl/ref_k3 ${next.metrics['kl/ref_k3']}`);
});
