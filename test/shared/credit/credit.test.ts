import assert from 'node:assert/strict';
import { test } from 'node:test';
import { centred, stdConventions, zScore, zScoreRows } from '../../../shared/credit/normalise.ts';
import { poolings, normModes } from '../../../shared/credit/pooling.ts';
import { outcome, turnScores } from '../../../shared/credit/outcome.ts';
import { positionalAdvantage } from '../../../shared/credit/positional.ts';
import { returns, returnsOverSqrt } from '../../../shared/credit/returns.ts';
import { mean, variance } from '../../../shared/util/math.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { scoredRollout } from '../../support/scored-group.ts';

test('V11: the z-score of 1, .5, 0, 0 in each convention', () => {
  const values = [1, 0.5, 0, 0];
  close(zScore(values, 'sample'), [1.30558, 0.261116, -0.783348, -0.783348]);
  close(zScore(values, 'sampleTrl'), [1.30531, 0.261062, -0.783186, -0.783186]);
  close(zScore(values, 'population'), [1.507557, 0.301511, -0.904534, -0.904534]);
});

test('the population z-score is √(variance + 1e-8) with 1e-6 added outside', () => {
  // values 0 and 2e-4: mean 1e-4, variance 1e-8 → divisor √2e-8 + 1e-6 = 1.4242136e-4
  close(zScore([0, 2e-4], 'population'), [-0.702142, 0.702142]);
});

test('equal values have a z-score of exactly 0, although their rounded mean differs from them', () => {
  for (const count of [1, 2, 3, 7, 16, 49]) {
    const values = new Array<number>(count).fill(0.895);
    for (const std of stdConventions) assert.deepEqual(zScore(values, std), new Float64Array(count));
    assert.deepEqual(centred(values), new Float64Array(count));
  }
});

test('a pool of one value or none gives 0', () => {
  for (const std of stdConventions) {
    assert.deepEqual(zScore([5], std), new Float64Array(1));
    assert.deepEqual(zScore([], std), new Float64Array(0));
  }
});

test('a z-score has mean 0 and variance 1, and ignores shift and scale', () => {
  randomCases(200, 'z-score', (rng) => {
    const values = Array.from({ length: 2 + rng.integer(20) }, () => rng.normal());
    for (const [std, ddof] of [
      ['population', 0],
      ['sample', 1],
    ] as const) {
      const z = zScore(values, std);
      assert.ok(Math.abs(mean(z)) < 1e-12);
      // the added 1e-6 shrinks the variance by about 2e-6/σ, and σ of two close values is small
      const sigma = Math.sqrt(variance(values, ddof));
      assert.ok(Math.abs(variance(z, ddof) - 1) < 3e-6 / sigma + 2e-8 / sigma ** 2);
      const moved = zScore(
        values.map((x) => 3 + 10 * x),
        std,
      );
      close(moved, [...z], 1e-5 / sigma + 1e-8 / sigma ** 2);
    }
  });
});

test('rows keep their shape, and what is null is 0 and outside of the pool', () => {
  // pool 1, 3: mean 2, population σ 1
  closeRows(zScoreRows([[1, null], [], [null, 3, null]], 'population'), [[-1, 0], [], [0, 1, 0]]);
});

test('every normalisation but pooledZeros gives 0 for a turn without a score of that kind', () => {
  const gains = [[1, 2, null], [4, null], [null]];
  const outcomes = [[null, null, 1], [null, 0], [0.5]];
  for (const mode of normModes.filter((name) => name !== 'pooledZeros')) {
    const { gain, outcome } = poolings[mode](gains, outcomes, 'population');
    gains.forEach((row, i) =>
      row.forEach((value, t) =>
        assert.equal((value === null ? gain : outcome)[i][t], 0, `${mode}, rollout ${i}, turn ${t}`),
      ),
    );
  }
});

test('returns are discounted suffix sums', () => {
  // γ .5: 4; 2 + .5·4 = 4; 1 + .5·4 = 3
  assert.deepEqual([...returns([1, 2, 4], 0.5)], [3, 4, 4]);
  assert.deepEqual([...returns([1, 2, 4], 0)], [1, 2, 4]);
  assert.deepEqual([...returns([], 1)], []);
});

test('a merged turn has the next turn’s return, without a discount', () => {
  // the middle turn merges with the last: 4; 4; 1 + .5·4 = 3
  assert.deepEqual([...returns([1, 2, 4], 0.5, [false, true, false])], [3, 4, 4]);
  assert.deepEqual([...returns([8, 0, 4], 0.5, [false, true, false])], [10, 4, 4]);
});

test('returns over the root of their number count only turns with a reward', () => {
  // 1 + 2 over √2; 2 over √1; nothing
  close(returnsOverSqrt([1, 2, 0], 1, [true, true, false]), [3 / Math.SQRT2, 2, 0]);
});

test('a discount outside of [0, 1] is refused', () => {
  for (const gamma of [-0.1, 1.1, NaN]) assert.throws(() => returns([1], gamma), /expected gamma in \[0, 1\], got/);
});

test('V7: the positional advantage of the first published code', () => {
  const rewards = [
    [0, 0.3, 0, 0, 0.8, 0],
    [0, 0, -0.2, 0, 0, 0],
  ];
  const mask = [
    [1, 1, 1, 1, 1, 0],
    [1, 1, 1, 1, 1, 1],
  ];
  const first = [0.65, 0.65, 0.5, 0.4, 0.4, 0];
  closeRows(positionalAdvantage(rewards, mask), [first, first.map((x) => -x)]);
  assert.throws(() => positionalAdvantage([[0]], [[1, 1]]), /expected rows of 1 tokens, got 2/);
});

test('the outcome is the penalty for a malformed rollout and for one without an answer', () => {
  const values = { outcome: 'f1Set', formatPenalty: -2 } as const;
  const rollout = scoredRollout({ gains: [], outcome: 0.4 });
  assert.equal(outcome(rollout, values), 0.4);
  assert.equal(outcome({ ...rollout, wellFormed: false }, values), -2);
  assert.equal(outcome({ ...rollout, answered: false }, { ...values, formatPenalty: -1 }), -1);
});

test('each outcome option reads the scorer that its name says', () => {
  const outcomeScores = { answerF1Set: 0.1, answerF1Multiset: 0.2, exactMatch: 0.3, exactMatchIgpo: 0.4 };
  const rollout = { ...scoredRollout({ gains: [], outcome: 0 }), outcomeScores };
  const read = (['f1Set', 'f1Multiset', 'em', 'emIgpo'] as const).map((name) =>
    outcome(rollout, { outcome: name, formatPenalty: 0 }),
  );
  assert.deepEqual(read, [0.1, 0.2, 0.3, 0.4]);
});

test('missing scores are an error, never silently zero', () => {
  const rollout = { ...scoredRollout({ gains: [1], outcome: 1 }), turnScores: {}, outcomeScores: {} };
  assert.throws(() => turnScores(rollout, 'informationGain'), /expected scores of informationGain, got none/);
  assert.throws(() => outcome(rollout, { outcome: 'em', formatPenalty: 0 }), /expected scores of exactMatch, got none/);
});
