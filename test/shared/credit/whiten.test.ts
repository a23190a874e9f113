import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whiten } from '../../../shared/credit/whiten.ts';
import { mean, variance } from '../../../shared/util/math.ts';
import { closeRows } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';

test('whitened values have mean 0 and variance 1 over the tokens that hold them', () => {
  randomCases(100, 'whiten', (rng) => {
    const values = Array.from({ length: 1 + rng.integer(5) }, () => Array.from({ length: 3 }, () => rng.normal()));
    const tokens = values.map((row) => row.map(() => rng.integer(4)));
    tokens[0][0] = 2;
    tokens[0][1] = 1;
    const z = whiten(values, tokens);
    const each = z.flatMap((row, i) => [...row].flatMap((x, t) => new Array<number>(tokens[i][t]).fill(x)));
    assert.ok(Math.abs(mean(each)) < 1e-9);
    // + 1e-8 beside the variance
    assert.ok(Math.abs(variance(each, 1) - 1) < 1e-3 || variance(values.flat(), 1) < 1e-2);
    z.forEach((row, i) => row.forEach((x, t) => assert.ok(tokens[i][t] > 0 || x === 0)));
  });
});

test('values without tokens are ignored; equal values and a single token give exactly 0', () => {
  closeRows(
    whiten(
      [
        [1, 99],
        [0, -99],
      ],
      [
        [3, 0],
        [2, 0],
      ],
    ),
    [
      [0.730297, 0],
      [-1.095445, 0],
    ],
  );
  assert.deepEqual(whiten([[0.1, 0.1], [0.1]], [[1, 1], [1]]), [new Float64Array(2), new Float64Array(1)]);
  assert.deepEqual(whiten([[5]], [[1]]), [new Float64Array(1)]);
  assert.deepEqual(whiten([], []), []);
});
