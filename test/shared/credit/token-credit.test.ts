/** Credit that differs within a turn: the KL that each token pays, and the baseline of a position. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { ppo } from '../../../shared/algorithms/ppo.ts';
import { reinforcePlusPlus } from '../../../shared/algorithms/reinforce-plus-plus.ts';
import { payingKl } from '../../../shared/credit/kl-reward.ts';
import { paidAtMessageEnds, type RewardedRollout } from '../../../shared/credit/token-credit.ts';
import type { Turn } from '../../../shared/record/rollout.ts';
import { klRef } from '../../../shared/scorers/kl-ref.ts';
import { sum } from '../../../shared/util/math.ts';
import { rewarded } from '../algorithms/credit-of.ts';
import { valuesOf } from '../algorithms/defaults.ts';
import { close, closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { scoredGroup } from '../../support/scored-group.ts';

test('V7: igpo with preset v0 is the first published code, rewards as they are and a baseline for each position', () => {
  // messages of 2 and 3 tokens, with rewards .3 and .8; and of 3 and 3, with −.2 and 0
  const values = valuesOf(igpo, {}, 'v0');
  const credits = igpo.credit(
    scoredGroup([
      { gains: [0.3], outcome: 0.8 },
      { gains: [-0.2], outcome: 0 },
    ]),
    values,
  );
  const lengths = [
    [2, 3],
    [3, 3],
  ];
  const batch = credits.map(({ reward }, i) => withoutResponses(reward, lengths[i]));
  const [one, two] = igpo.tokenCredit!(batch, values)!;
  close(one.advantage, [0.65, 0.65, 0.5, 0.4, 0.4]);
  close(two.advantage, [-0.65, -0.65, -0.5, -0.4, -0.4, 0]);
  const apart = igpo.tokenCredit!(
    batch.map((rollout, group) => ({ ...rollout, group })),
    values,
  )!;
  assert.ok(
    apart.every(({ advantage }) => advantage.every((a) => a === 0)),
    'groups of one',
  );
});

function withoutResponses(reward: ArrayLike<number>, lengths: readonly number[]): RewardedRollout {
  const starts = lengths.map((_, t) => sum(lengths.slice(0, t)));
  const turns = starts.map((start, t) => ({ message: { start, end: start + lengths[t] }, response: null }) as Turn);
  const mask = new Uint8Array(sum(lengths)).fill(1);
  const rollout = { id: 'r', promptLength: 0, turns, mask, logProb: new Float32Array(mask.length) };
  return { rollout, group: 0, reward, value: null };
}

test('a position’s baseline counts the response as part of the turn, and none of its tokens gets credit', () => {
  // prompt, two tokens, a response, two tokens; rewards 1 and 2 against 0 and 0: returns 3 to the response and 2 after
  // it, less half
  const values = valuesOf(igpo, {}, 'v0');
  closeRows(
    igpo.tokenCredit!([rewarded([1, 2]), rewarded([0, 0])], values)!.map(({ advantage }) => advantage),
    [
      [0, 1.5, 1.5, 0, 1, 1],
      [0, -1.5, -1.5, 0, -1, -1],
    ],
  );
  assert.equal(igpo.tokenCredit!([rewarded([1, 2])], valuesOf(igpo)), null, 'other modes credit turns as a whole');
});

const inReward = { klPlace: 'reward', klCoefficient: 0.5, klEstimator: 'k1' } as const;
/** Two turns of two tokens whose log-ratios to the reference policy are these. */
const drifted = (reward: readonly number[], logRatios: readonly number[]): RewardedRollout => {
  const one = rewarded(reward, true);
  const logProb = Float32Array.of(0, logRatios[0], logRatios[1], 0, logRatios[2], logRatios[3]);
  return { ...one, rollout: { ...one.rollout, logProb, refLogProb: new Float32Array(6) } };
};

test('with the KL in the reward each token pays its own: later tokens of a turn do not pay for earlier ones', () => {
  // k1 at β .5: .1 and .2 in the first turn, .05 and −.1 in the second, whose outcome is 1; turn rewards −.3 and 1 +
  // .05
  const one = drifted([-0.3, 1.05], [0.2, 0.4, 0.1, -0.2]);
  close(payingKl(valuesOf(ppo, inReward))(one), [0, -0.1, -0.2, 0, -0.05, 1.1]);
  // the sums of what follows; with the turn paying at its end the first two would both have .75, and the last two 1.05
  const [credit] = ppo.tokenCredit!([one], valuesOf(ppo, { ...inReward, whitenAdvantage: false }))!;
  close(credit.advantage, [0, 0.75, 0.85, 0, 1.05, 1.1]);
  const discounted = valuesOf(reinforcePlusPlus, { ...inReward, gamma: 0.5 });
  // returns 1.1, −.05 + .55 = .5, −.2 + .25 = .05, −.1 + .025 = −.075: mean .39375, variance .847969 / 3
  const [whitened] = reinforcePlusPlus.tokenCredit!([one], discounted)!;
  close(whitened.advantage, [0, -0.881682, -0.646566, 0, 0.199848, 1.3284]);
});

test('tokens pay together what their turn is charged, whatever the estimator', () => {
  randomCases(100, 'per token', (rng) => {
    const klEstimator = rng.pick(['k1', 'k2', 'k3'] as const);
    const values = valuesOf(ppo, { ...inReward, klEstimator, klCoefficient: rng.next() });
    const logRatios = Array.from({ length: 4 }, () => rng.normal());
    const { rollout } = drifted([0, 0], logRatios);
    const scorer = klRef.find(({ name }) => name === `klRef${klEstimator.toUpperCase()}`)!;
    const charged = scorer.score(rollout as never, null as never).map((kl) => -values.klCoefficient * kl!);
    const paid = payingKl(values)({ ...drifted(charged, logRatios) });
    close([paid[1] + paid[2], paid[4] + paid[5]], charged, 1e-12);
  });
});

test('without a KL in the reward, turns are paid at their ends; a KL without log-probs of the reference is a sentence', () => {
  const one = drifted([-0.3, 1.05], [0.2, 0.4, 0.1, -0.2]);
  assert.deepEqual(payingKl(valuesOf(ppo))(one), paidAtMessageEnds(one));
  assert.deepEqual([...paidAtMessageEnds(one)], [0, 0, -0.3, 0, 0, 1.05]);
  const { id, promptLength, turns, mask, logProb } = one.rollout;
  assert.throws(
    () => payingKl(valuesOf(ppo, inReward))({ ...one, rollout: { id, promptLength, turns, mask, logProb } }),
    /^TypeError: rollout r: expected log-probs of the reference policy, got none/,
  );
});
