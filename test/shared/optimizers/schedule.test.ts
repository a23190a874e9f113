import { test } from 'node:test';
import assert from 'node:assert/strict';
import { schedules } from '../../../shared/config/sections.ts';
import { learningRate } from '../../../shared/optimizers/schedule.ts';

const rates = (name: string, steps: number, warmupSteps: number, finalShare: number) =>
  Array.from({ length: steps }, (_, i) => learningRate(i + 1, steps, 8, { name, warmupSteps, finalShare }));
const near = (got: readonly number[], expected: readonly number[]) =>
  got.forEach((rate, i) => assert.ok(Math.abs(rate - expected[i]) < 1e-12, `step ${i + 1}: ${rate}, ${expected[i]}`));

test('the warm-up rises linearly and reaches the peak at its last step', () => {
  // 8 · 1/4, 8 · 2/4, 8 · 3/4, 8 · 4/4, then constant for any final share
  near(rates('constant', 6, 4, 0.5), [2, 4, 6, 8, 8, 8]);
});

test('a linear schedule begins at the peak and would reach its final share after the last step', () => {
  // 4 steps of falling from 8 to 2 after 1 of warm-up: 8 − 6 · 0/4, 1/4, 2/4, 3/4
  near(rates('linear', 5, 1, 0.25), [8, 8, 6.5, 5, 3.5]);
});

test('a cosine schedule is half-way down in the middle', () => {
  // (1 + cos(π x))/2 at x = 0, 1/4, 1/2, 3/4 is 1, 0.853553, 0.5, 0.146447
  near(rates('cosine', 4, 0, 0), [8, 8 * (0.5 + Math.SQRT1_2 / 2), 4, 8 * (0.5 - Math.SQRT1_2 / 2)]);
});

test('no step has rate 0: what is sampled is learned from, as in transformers', () => {
  // get_linear_schedule_with_warmup of 6 steps: 6/6, 5/6, …, 1/6 of the peak
  near(
    rates('linear', 6, 0, 0),
    [6, 5, 4, 3, 2, 1].map((share) => (8 * share) / 6),
  );
  for (const { name } of schedules) assert.ok(learningRate(6, 6, 8, { name, warmupSteps: 0, finalShare: 0 }) > 0, name);
});

test('past the last step the final rate stays, and a warm-up as long as the run never falls', () => {
  assert.equal(learningRate(99, 4, 8, { name: 'linear', warmupSteps: 0, finalShare: 0.25 }), 2);
  near(rates('cosine', 3, 3, 0), [8 / 3, 16 / 3, 8]);
});

test('every schedule of the config is at its peak when the warm-up ends', () => {
  for (const { name } of schedules) assert.equal(learningRate(2, 10, 8, { name, warmupSteps: 2 }), 8);
});
