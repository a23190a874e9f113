import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beliefs } from '../../../shared/scorers/belief.ts';
import { informationGainProb } from '../../../shared/scorers/information-gain-prob.ts';
import { informationGain } from '../../../shared/scorers/information-gain.ts';
import { sum } from '../../../shared/util/math.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

const question = fakeQuestion(['Paris']);
const v1 = [
  [-3, -2, -1],
  [-1.5, -1.2, -0.9],
  [-0.5, -0.3, -0.1],
];
const answered = fakeRollout({ retrieved: [['a'], ['b'], null], groundTruthLogProb: v1, answer: 'Paris' });
const scored = (values: readonly (number | null)[]) => values.filter((x) => x !== null);

test('V1: belief is the mean log-prob of the ground-truth tokens after the prompt and after each retrieval', () => {
  close(beliefs(answered, 'informationGain'), [-2, -1.2, -0.3]);
});

test('V1: informationGain is the difference of beliefs, and its sum telescopes', () => {
  const gain = informationGain.score(answered, question);
  close(scored(gain), [0.8, 0.9]);
  assert.equal(gain[2], null, 'the last turn has the outcome instead');
  assert.ok(Math.abs(sum(scored(gain)) - 1.7) < 1e-6);
});

test('V1: informationGainProb is the difference of geometric means, not of joint probabilities', () => {
  const gain = informationGainProb.score(answered, question);
  close(scored(gain), [0.165859, 0.439624]);
  assert.equal(gain[2], null);
});

test('a rollout cut off after a retrieval has one more belief, and its last turn has no gain', () => {
  const cutOff = fakeRollout({ retrieved: [['a'], ['b']], groundTruthLogProb: v1 });
  const gain = informationGain.score(cutOff, question);
  assert.equal(gain.length, 2);
  close(scored(gain), [0.8]);
  assert.equal(gain[1], null);
});

test('a rollout that answers at once has no gain', () => {
  assert.deepEqual(informationGain.score(fakeRollout({ groundTruthLogProb: [[-1]], answer: 'x' }), question), [null]);
});

test('a gain of exactly 0 is a value, not a missing score', () => {
  const rollout = fakeRollout({ retrieved: [['a'], null], groundTruthLogProb: [[-1], [-1]], answer: 'x' });
  assert.deepEqual(informationGain.score(rollout, question), [0, null]);
});

test('turns next to a belief that is not finite have no gain; the others keep theirs', () => {
  const rollout = fakeRollout({
    retrieved: [['a'], ['b'], ['c'], null],
    groundTruthLogProb: [[-4], [-Infinity], [-2], [-1]],
    answer: 'x',
  });
  assert.deepEqual(informationGain.score(rollout, question), [null, null, 1, null]);
});

test('a mismatch of beliefs and turns is an error, never a silent zero', () => {
  const short = fakeRollout({ retrieved: [['a'], ['b'], null], groundTruthLogProb: v1.slice(1), answer: 'x' });
  assert.throws(() => informationGain.score(short, question), {
    name: 'RangeError',
    message:
      'rollout 3/0/2: 2 beliefs for 3 turns (scorer informationGain), expected 3 — one for the prompt, one after each retrieval',
  });
});

test('a rollout whose ground truth was not scored is an error that says how to score it', () => {
  assert.throws(
    () => informationGainProb.score(fakeRollout({ answer: 'x' }), question),
    /rollout 3\/0\/2: expected log-probs .* \(scorer informationGainProb\) — score it: train\.scoreGroundTruth always/,
  );
});

test('the gains of any answered rollout add up to its last belief minus its first, in both forms', () => {
  randomCases(200, 'telescope', (rng) => {
    const turns = 1 + rng.integer(8);
    const rollout = fakeRollout({
      retrieved: Array.from({ length: turns }, (_, t) => (t < turns - 1 ? ['a'] : null)),
      groundTruthLogProb: Array.from({ length: turns }, () =>
        Array.from({ length: 1 + rng.integer(5) }, () => -Math.abs(rng.normal())),
      ),
      answer: 'x',
    });
    const s = beliefs(rollout, 'informationGain');
    const total = sum(scored(informationGain.score(rollout, question)));
    assert.ok(Math.abs(total - (s[turns - 1] - s[0])) < 1e-12);
    const totalProb = sum(scored(informationGainProb.score(rollout, question)));
    assert.ok(Math.abs(totalProb - (Math.exp(s[turns - 1]) - Math.exp(s[0]))) < 1e-12);
  });
});
