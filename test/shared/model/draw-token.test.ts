/** One token drawn from a distribution, against numbers by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawToken } from '../../../shared/model/draw-token.ts';
import { stream, type Rng } from '../../../shared/util/rng.ts';

const probs = Float32Array.of(0.125, 0.5, 0.25, 0.125);
const at = (uniform: number): Rng => ({ ...stream(1, 'unused'), next: () => uniform });
const drawn = (uniform: number, temperature: number, topP: number) =>
  drawToken(probs, temperature, topP, at(uniform)).token;

test('at temperature 1 the first token whose cumulative probability exceeds the random number', () => {
  assert.deepEqual(
    [0, 0.124, 0.126, 0.624, 0.626, 0.874, 0.876, 0.9999999].map((uniform) => drawn(uniform, 1, 1)),
    [0, 0, 1, 1, 2, 2, 3, 3],
  );
});

test('temperature ½ squares the probabilities: 1, 16, 4 and 1 of 22', () => {
  assert.deepEqual(
    [0.9 / 22, 1.1 / 22, 16.9 / 22, 17.1 / 22, 20.9 / 22, 21.1 / 22].map((uniform) => drawn(uniform, 0.5, 1)),
    [0, 1, 1, 2, 2, 3],
  );
  assert.equal(drawn(0.5, 0.001, 1), 1, 'a temperature so small that powers underflow');
});

test('top-p 0.7 keeps ½ and ¼, as ⅔ and ⅓', () => {
  assert.deepEqual(
    [0, 0.66, 0.67, 0.9999999].map((uniform) => drawn(uniform, 1, 0.7)),
    [1, 1, 2, 2],
  );
});

test('temperature 0 takes the largest, the first of equals; log-probs are the policy’s at any temperature', () => {
  assert.equal(drawn(0.99, 0, 1), 1);
  assert.equal(drawToken(Float32Array.of(0.25, 0.375, 0.375), 0, 1, at(0)).token, 1);
  for (const [temperature, topP] of [
    [1, 1],
    [0.5, 1],
    [2, 0.7],
    [0, 1],
  ])
    assert.equal(drawToken(probs, temperature, topP, at(0.3)).logProb, Math.log(0.5));
});

test('every draw takes one random number, and NaN among the probabilities is refused', () => {
  let taken = 0;
  const rng = { ...at(0), next: () => (taken++, 0.5) };
  for (const temperature of [0, 0.5, 1]) drawToken(probs, temperature, 1, rng);
  assert.equal(taken, 3);
  assert.throws(() => drawToken(Float32Array.of(NaN, NaN), 1, 1, rng), /policy: expected finite logits, got NaN/);
});
