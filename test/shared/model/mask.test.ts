/** Tokens of the environment are not part of the loss, on the real learner. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../../../shared/credit/spread.ts';
import { tokenWeights } from '../../../shared/loss/aggregate.ts';
import type { Objective } from '../../../shared/loss/objective.ts';
import type { LearnerRow } from '../../../shared/model/learner.ts';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';

const SEED = 6;
const objective: Objective = {
  ...{ clipLow: 0.2, clipHigh: 0.2, dualClip: 3, aggregation: 'sequenceMeanTokenMean' },
  ...{ klCoefficient: 0.1, klEstimator: 'k3', entropyCoefficient: 0.01 },
};
/** Prompt of 3, a message, a response of 4, a message. */
const spans = [
  { start: 3, end: 6 },
  { start: 10, end: 12 },
];
const mask = Uint8Array.from({ length: 12 }, (_, t) => Number(spans.some(({ start, end }) => start <= t && t < end)));

function rows(): LearnerRow[] {
  const turns = spans.map((message) => ({
    ...{ message, response: null, thought: null, query: null, retrieval: null, answer: null },
  }));
  return [0, 1, 2].map((i) => {
    const rng = stream(SEED, 'row', i);
    const draw = () => Float32Array.from(mask, (m) => m * (-1 - 2 * rng.next()));
    return {
      tokens: Int32Array.from(mask, () => rng.integer(tinyArchitecture.vocabularySize)),
      weight: tokenWeights([mask, mask, mask], objective.aggregation)[i],
      advantage: spread([rng.normal(), rng.normal()], { id: String(i), turns, mask }),
      oldLogProb: draw(),
      refLogProb: draw(),
    };
  });
}

/** One update of a fresh model: its result, and the params after it. */
async function updated(changed: (row: LearnerRow) => void) {
  const { learner, close } = await smallModel(tinyArchitecture);
  const given = rows();
  given.forEach(changed);
  const result = await learner.update(given, objective, 0.01);
  const params = await learner.parameters();
  await close();
  return { result, params };
}

test('log-probs and advantages of prompt and tool tokens change neither loss nor gradient', async () => {
  const plain = await updated(() => undefined);
  for (const junk of [-7, 100, NaN]) {
    const other = await updated(({ oldLogProb, refLogProb, advantage }) =>
      mask.forEach((m, t) => {
        if (m === 0) for (const column of [oldLogProb, refLogProb!, advantage]) column[t] = junk;
      }),
    );
    assert.deepEqual(other, plain, `${junk} where the mask is 0`);
  }
});

test('the same change on a token that the policy wrote changes loss and gradient', async () => {
  const plain = await updated(() => undefined);
  const other = await updated(({ refLogProb }) => void (refLogProb![4] -= 0.1));
  assert.notEqual(other.result.loss, plain.result.loss);
  assert.notDeepEqual(other.params, plain.params);
});
