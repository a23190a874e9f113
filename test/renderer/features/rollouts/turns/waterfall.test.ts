/** The belief line by hand: 100 px from 0 nats at the top to −4 at the bottom, 25 px a nat. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beliefPercent } from '../../../../../shared/statistics/format.ts';
import { beliefDomain, waterfall } from '../../../../../renderer/features/rollouts/turns/waterfall.ts';

const box = { left: 50, width: 300, top: 0, bottom: 100 };
const belief = Float64Array.of(-4, -2, -2.4);

test('each bar goes from the belief before its turn to the belief after it', () => {
  const { steps, start } = waterfall(belief, 3, box, 'nats', beliefDomain([belief], 'nats'));
  assert.equal(start, 100);
  assert.deepEqual(
    steps.map(({ x, before, after }) => [x, before, after && Math.round(after)]),
    [
      [100, 100, 50],
      [200, 50, 60],
      [300, 60, null], // the answer: no belief after it
    ],
  );
  assert.equal(steps[0].change, 2);
  assert.ok(Math.abs(steps[1].change! + 0.4) < 1e-12);
  assert.equal(steps[2].change, null);
});

test('as a probability the axis is 0 to 1 and a change is a difference of probabilities', () => {
  const half = Float64Array.of(Math.log(0.25), Math.log(0.75));
  const { steps, ticks } = waterfall(half, 1, box, 'probability', beliefDomain([half], 'probability'));
  assert.ok(Math.abs(steps[0].before! - 75) < 1e-9);
  assert.ok(Math.abs(steps[0].after! - 25) < 1e-9);
  assert.ok(Math.abs(steps[0].change! - 0.5) < 1e-12);
  assert.deepEqual(
    ticks.map(({ y }) => y),
    [100, 50, 0],
  );
});

test('two rollouts share one axis, and it reaches certainty', () => {
  assert.deepEqual(beliefDomain([belief, Float64Array.of(-7)], 'nats'), [-7, 0]);
  assert.deepEqual(beliefDomain([null, Float64Array.of(-0.1)], 'nats'), [-1, 0]);
});

test('without beliefs, turns, or with one that is not finite, there are gaps and no numbers that are not', () => {
  assert.equal(waterfall(null, 2, box, 'nats', beliefDomain([null], 'nats')).start, null);
  assert.deepEqual(waterfall(belief, 0, box, 'nats', [-4, 0]).steps, []);
  const { steps } = waterfall([-1, -Infinity, -1], 2, box, 'nats', beliefDomain([[-1, -Infinity, -1]], 'nats'));
  assert.deepEqual(
    steps.map(({ change }) => change),
    [null, null],
  );
});

test('a probability is never rounded to certainty or to nothing', () => {
  assert.equal(beliefPercent(Math.log(0.67)), '67 %');
  assert.equal(beliefPercent(Math.log(0.017)), '1.7 %');
  assert.equal(beliefPercent(-20), '< 0.1 %');
  assert.equal(beliefPercent(-1e-6), '> 99.9 %');
  assert.equal(beliefPercent(0), '100.0 %');
  assert.equal(beliefPercent(NaN), '–');
});
