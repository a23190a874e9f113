/** Log-probs of masked rows and of equal rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planBatches } from '../../../shared/model/buckets.ts';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';

const SEED = 91;
const rng = stream(SEED, 'rows');
const row = (length: number) => Int32Array.from({ length }, () => 1 + rng.integer(tinyArchitecture.vocabularySize - 1));

test('a mask selects log-probs and changes none, and equal rows have equal ones', async () => {
  const { learner, close } = await smallModel(tinyArchitecture);
  const [short, long] = [row(9), row(40)];
  const all = await learner.logProbs([{ tokens: short }, { tokens: long }, { tokens: short }], 'current');
  assert.deepEqual(all[0], all[2]);
  const mask = Uint8Array.from(long, (_, t) => (t === 0 || t === 7 || t === 39 ? 1 : 0));
  const [some, none, rest] = await learner.logProbs(
    [{ tokens: long, mask }, { tokens: long, mask: new Uint8Array(40) }, { tokens: long }],
    'current',
  );
  long.forEach((_, t) => {
    const wanted = mask[t] === 1 ? all[1][t] : 0;
    assert.ok(Math.abs(some![t] - wanted) < 1e-5, `seed ${SEED}, token ${t}: ${some![t]}, expected ${wanted}`);
    assert.ok(Math.abs(rest![t] - all[1][t]) < 1e-5, `seed ${SEED}, token ${t} without a mask`);
  });
  assert.ok(none!.every((logProb) => logProb === 0));
  assert.ok(some![7] < 0 && some![0] === 0, 'the first token is never predicted');
  await close();
});

test('a batch predicts the smallest of a few shares of its tokens that holds all wanted ones', () => {
  // 4 rows of 32 tokens: 128; shares 1/16, 1/8, 1/4, 3/8, 1/2 and 1 are 8, 16, 32, 48, 64 and 128
  const selected = (each: number) =>
    planBatches(
      Array.from({ length: 4 }, () => ({ length: 32, selected: each })),
      1024,
    ).map(({ bucket }) => bucket.selected);
  assert.deepEqual([0, 2, 3, 8, 9, 12, 13, 16, 17, 31].map(selected).flat(), [8, 8, 16, 32, 48, 48, 64, 64, 128, 128]);
});
