import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prefixPasses } from './prefix-passes.ts';
import { close } from '../support/close.ts';

test('V28: over turns of one length, a pass for each prefix costs this many times one pass', () => {
  for (const [turns, quadratic, linear] of [
    [3, 1.555556, 2],
    [10, 3.85, 5.5],
    [30, 10.505556, 15.5],
  ]) {
    const cost = prefixPasses(Array.from({ length: turns }, (_, t) => 7 * (t + 1)));
    close([cost.quadratic, cost.linear], [quadratic, linear]);
  }
});

test('V27: prefixes of 4, 7 and 10 tokens cost 165 instead of 100 in attention', () => {
  close([prefixPasses([4, 7, 10]).quadratic * 100, prefixPasses([10]).quadratic * 100], [165, 100]);
  assert.throws(() => prefixPasses([]), /expected prefixes of at least 1 token, got \[\]/);
  assert.throws(() => prefixPasses([0, 3]), /got \[0, 3\]/);
});
