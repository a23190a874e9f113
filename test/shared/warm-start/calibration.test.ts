import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gainByHop, gateFailures, idealBeliefs, type GainByHop } from '../../../shared/warm-start/calibration.ts';
import { fakeQuestion, fakeRollout } from '../scorers/fake-rollout.ts';

const question = fakeQuestion(['Ilmar'], ['a', 'b']);
/** Finds something else, the first hop, the first hop again, the second hop; then answers. */
const rollout = fakeRollout({
  retrieved: [['x'], ['a'], ['a'], ['b'], null],
  groundTruthLogProb: [[-4], [-4.5], [-3], [-3.25], [-0.25]],
  answer: 'Ilmar',
});

test('the gain of a turn counts for the hop it found, or as useless if it found no missing hop', () => {
  const { hops, useless } = gainByHop([{ rollout, question }]);
  assert.deepEqual(
    hops.map(({ n, mean }) => [n, mean]),
    [
      [1, 1.5],
      [1, 3],
    ],
  );
  assert.deepEqual([useless.n, useless.mean, useless.standardError], [2, -0.375, 0.125]);
});

test('a passage found too early in the chain is useless, and the hops before it count when they are found', () => {
  const early = fakeRollout({ retrieved: [['b'], ['a'], null], groundTruthLogProb: [[-4], [-3], [-1]], answer: 'x' });
  const { hops, useless } = gainByHop([{ rollout: early, question }]);
  assert.deepEqual([useless.n, useless.mean], [1, 1]);
  assert.deepEqual(
    hops.map(({ n, mean }) => [n, mean]),
    [[1, 2]],
  );
});

test('rollouts without beliefs or without known passages are skipped', () => {
  const unscored = fakeRollout({ retrieved: [['a'], null], answer: 'x' });
  const { hops, useless } = gainByHop([
    { rollout: unscored, question },
    { rollout, question: fakeQuestion(['Ilmar']) },
  ]);
  assert.deepEqual([hops.length, useless.n], [0, 0]);
});

test('an ideal reader’s belief after each turn is given all passages read so far', () => {
  const asked: string[] = [];
  const ideal = idealBeliefs(rollout, question, (read) => {
    asked.push([...read].join('+'));
    return new Map([['Ilmar', read.has('b') ? 1 : 1 / (4 - read.size)]]);
  });
  assert.deepEqual(asked.slice(1), ['', 'x', 'x+a', 'x+a', 'x+a+b', 'x+a+b']);
  assert.deepEqual(ideal, [1 / 4, 1 / 3, 1 / 2, 1 / 2, 1, 1].map(Math.log));
  const { useless } = gainByHop([{ rollout, question }], () => ideal);
  assert.equal(useless.n, 2);
  assert.ok(Math.abs(useless.mean - Math.log(4 / 3) / 2) < 1e-12); // 0 for a passage that was read before
});

test('without an ideal belief no turn has a gain', () => {
  const ideal = idealBeliefs(rollout, question, () => null);
  assert.deepEqual(ideal, []);
  assert.equal(gainByHop([{ rollout, question }], () => ideal).useless.n, 0);
});

test('the gate names every bar that is missed, also for kinds of turn that never occurred', () => {
  const sample = (mean: number, n = 10) => ({ n, mean, standardError: 0.01 });
  const gain = (hops: readonly number[], useless: number): GainByHop => ({
    hops: hops.map((mean) => sample(mean)),
    useless: sample(useless),
  });
  assert.deepEqual(gateFailures(gain([0.1, 0.2], -0.02), 2), []);
  assert.deepEqual(gateFailures(gain([0.1, 0], -0.021), 3), [
    'useless turns: expected a mean gain of at least -0.02 nats, got -0.021 (n 10)',
    'hop 2: expected a mean gain above 0 nats, got 0.000 (n 10)',
    'hop 3: expected a mean gain above 0 nats, got no such turn',
  ]);
  const never = { n: 0, mean: NaN, standardError: NaN };
  assert.deepEqual(gateFailures({ hops: [never, sample(0.1)], useless: never }, 2), [
    'useless turns: expected a mean gain of at least -0.02 nats, got no such turn',
    'hop 1: expected a mean gain above 0 nats, got no such turn',
  ]);
});
