/** One ratio for several tokens, on the real learner. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenWeights } from '../../../shared/loss/aggregate.ts';
import type { Objective } from '../../../shared/loss/objective.ts';
import { policyLoss, sharedRatio } from '../../../shared/loss/policy-loss.ts';
import type { LearnerRow } from '../../../shared/model/learner.ts';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';

const SEED = 16;
const token: Objective = {
  ...{ clipLow: 0.2, clipHigh: 0.2, dualClip: null, aggregation: 'sequenceMeanTokenMean' },
  ...{ klCoefficient: 0, klEstimator: 'k3', entropyCoefficient: 0 },
};
/** Rollouts of one to three messages of the given lengths, with a prompt of 2 and responses of 3 tokens. */
function rows(messages: readonly (readonly number[])[], advantages: readonly number[]): LearnerRow[] {
  const masks = messages.map((lengths) =>
    lengths.reduce<number[]>((mask, n) => [...mask, ...Array<number>(n).fill(1), 0, 0, 0], [0, 0]),
  );
  const weights = tokenWeights(masks, token.aggregation);
  return masks.map((mask, i) => {
    const rng = stream(SEED, 'row', i);
    return {
      tokens: Int32Array.from(mask, () => rng.integer(tinyArchitecture.vocabularySize)),
      weight: weights[i],
      advantage: Float32Array.from(mask, (m) => m * advantages[i]),
      oldLogProb: Float32Array.from(mask, (m) => m * (-3 + 1.2 * rng.normal())),
      refLogProb: null,
    };
  });
}

/** `over`: the segment of each token, given its row's weights. */
async function updated(given: readonly LearnerRow[], objective: Objective, over?: (weight: Float32Array) => number[]) {
  const { learner, close } = await smallModel(tinyArchitecture, { microBatchTokens: 64 });
  const logProbs = await learner.logProbs(given, 'current');
  const segmented = given.map((row) => ({ ...row, ...(over && { segments: Int32Array.from(over(row.weight)) }) }));
  const result = await learner.update(segmented, objective, 0.01);
  const params = await learner.parameters();
  await close();
  return { logProbs, result, params };
}

test('the loss of a rollout is that of the geometric mean of its ratios', async () => {
  const given = rows([[3, 2], [4], [1, 1, 5]], [0.7, -1.2, 0.4]);
  const { logProbs, result } = await updated(given, { ...token, ratioOver: 'sequence' }, (weight) =>
    Array.from(weight, () => 0),
  );
  const expected = given.map(({ weight, oldLogProb, advantage }, i) => {
    const own = [...weight.keys()].filter((t) => weight[t] !== 0);
    const rho = sharedRatio(
      own.map((t) => logProbs[i][t]),
      own.map((t) => oldLogProb[t]),
    );
    return policyLoss(rho, advantage[own[0]], token) / given.length;
  });
  const total = expected.reduce((a, b) => a + b);
  assert.ok(Math.abs(result.loss - total) < 1e-5, `seed ${SEED}: ${result.loss}, expected ${total}`);
});

test('per-token clip ranges of the usual width give the same bits as one range; wider ones do not', async () => {
  const given = rows([[3, 2], [4], [1, 1, 5]], [0.7, -1.2, 0.4]);
  const scaled = (factor: number) => given.map((row) => ({ ...row, clipScale: row.weight.map(() => factor) }));
  const usual = await updated(given, token);
  const same = await updated(scaled(1), { ...token, clipScaled: true });
  const wider = await updated(scaled(1.3), { ...token, clipScaled: true });
  assert.deepEqual(same.result, usual.result);
  assert.deepEqual(same.params, usual.params);
  assert.notEqual(wider.result.loss, usual.result.loss);
});

test('rollouts and turns of one token learn the same bits with a shared ratio as without', async () => {
  for (const [ratioOver, messages] of [
    ['sequence', [[1], [1], [1]]],
    ['turn', [[1, 1, 1], [1], [1, 1]]],
  ] as const) {
    const given = rows(messages, [0.7, -1.2, 0.4]);
    const turns = (weight: Float32Array) => {
      let turn = -1;
      return Array.from(weight, (w) => (w === 0 ? Math.max(turn, 0) : ++turn));
    };
    const shared = await updated(given, { ...token, ratioOver }, turns);
    const single = await updated(given, token);
    assert.deepEqual(shared.result, single.result, ratioOver);
    assert.deepEqual(shared.params, single.params, ratioOver);
  }
});
