/** Colours, columns and lines of tokens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf, textWidth, tokenLines } from '../../../../../renderer/features/rollouts/tokens/token-lines.ts';
import {
  levelOf,
  levels,
  scaleTexts,
  tokenScale,
  hasTokenValues,
  tokenValues,
} from '../../../../../renderer/features/rollouts/tokens/token-scale.ts';
import {
  environment,
  stripColumns,
  stripLevels,
  tokenAt,
} from '../../../../../renderer/features/rollouts/tokens/token-strip.ts';
import { savedRollout } from '../saved-rollout.ts';

test('a scale ends at a round number that holds every value', () => {
  assert.equal(tokenScale('logProb', [Float32Array.of(-0.1, -3.2, NaN)]).end, -4);
  assert.equal(tokenScale('entropy', [Float32Array.of(1.7), null]).end, 2);
  // sure of everything: pale, not noise at full colour
  assert.equal(tokenScale('logProb', [Float32Array.of(-0.01)]).end, -1);
  assert.equal(tokenScale('advantage', [Float32Array.of(-0.3), Float32Array.of(0.9)]).end, 1);
  assert.deepEqual(scaleTexts(tokenScale('logProb', [Float32Array.of(-3)])), ['0', '−3 nats']);
  assert.deepEqual(scaleTexts(tokenScale('ratio', [Float32Array.of(0.5)])), ['0.5', '1', '2']);
});

test('levels grow with what they show, to both sides of nothing where the scale has two', () => {
  const logProb = tokenScale('logProb', [Float32Array.of(-5)]);
  assert.deepEqual(
    [0, -2.5, -5, -50].map((value) => levelOf(value, logProb)),
    [0, levels / 2, levels, levels],
  );
  const advantage = tokenScale('advantage', [Float32Array.of(2)]);
  assert.deepEqual(
    [-2, -1, 0, 2].map((value) => levelOf(value, advantage)),
    [-levels, -levels / 2, 0, levels],
  );
  const ratio = tokenScale('ratio', [Float32Array.of(2)]);
  assert.equal(levelOf(0.5, ratio), -levels);
  assert.equal(levelOf(2, ratio), levels);
  assert.equal(levelOf(NaN, ratio), 0);
  assert.equal(levelOf(0, ratio), -levels); // its logarithm is −∞
});

test('every token of a message has its turn’s advantage, the environment’s have no value', () => {
  const saved = savedRollout();
  const values = tokenValues(saved, 'advantage')!;
  const { rollout } = saved;
  rollout.turns.forEach(({ message, response }, t) => {
    for (let i = message.start; i < message.end; i++) assert.equal(values[i], Math.fround(saved.credit!.advantage[t]));
    if (response) for (let i = response.start; i < response.end; i++) assert.ok(Number.isNaN(values[i]));
  });
  assert.equal(tokenValues(saved, 'ratio'), null);
  assert.equal(tokenValues({ ...saved, credit: null }, 'advantage'), null);
  assert.equal(hasTokenValues({ ...saved, credit: null }, 'advantage'), false);
  assert.ok(Number.isNaN(tokenValues(saved, 'logProb')![0]));
});

test('columns cover every token once, whether there are fewer or more of them than pixels', () => {
  for (const [tokens, width] of [
    [7, 700],
    [700, 7],
    [32_000, 811],
    [0, 100],
    [10, 0],
  ] as const) {
    const columns = stripColumns(tokens, width);
    assert.equal(columns[0], 0);
    if (tokens > 0 && width > 0) assert.equal(columns.at(-1), tokens);
    for (let c = 1; c < columns.length; c++) assert.ok(tokens === 0 || width === 0 || columns[c] > columns[c - 1]);
  }
});

test('one surprising token among thousands is not lost, and a column without policy tokens says so', () => {
  const values = new Float32Array(10_000);
  values[7777] = -5;
  const mask = new Uint8Array(10_000).fill(1, 5000);
  const levelsOf = stripLevels(values, mask, stripColumns(10_000, 100), tokenScale('logProb', [values]));
  assert.equal(levelsOf.indexOf(levels), 77);
  assert.equal(levelsOf[0], environment);
  assert.equal(levelsOf[99], 0);
  assert.equal(tokenAt(0, 100, 10), 0);
  assert.equal(tokenAt(100, 100, 10), 9);
});

test('lines break where the next token does not fit and where a turn begins', () => {
  // widths 4, 4, 4 with 0.75 between: two fit in 10, three do not
  assert.deepEqual([...tokenLines(Uint32Array.of(0, 0, 0, 0, 0), [4], 10)], [0, 2, 4, 5]);
  assert.deepEqual([...tokenLines(Uint32Array.of(0, 0, 0, 0), [4], 10, [1])], [0, 1, 3, 4]);
  assert.deepEqual([...tokenLines(Uint32Array.of(0, 1, 0), [4, 99], 10)], [0, 1, 2, 3]);
  assert.deepEqual([...tokenLines(new Uint32Array(0), [], 10)], [0]);
  const lines = Uint32Array.of(0, 2, 4, 5);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((token) => lineOf(lines, token)),
    [0, 0, 1, 1, 2],
  );
});

test('wide characters take two columns, marks none', () => {
  assert.equal(textWidth('abc'), 3);
  assert.equal(textWidth('日本'), 4);
  assert.equal(textWidth('e\u0301'), 1);
  assert.equal(textWidth('😀'), 2);
});

test('laying out and colouring 32,000 tokens looks at each of them once', () => {
  const count = 32_000;
  const reads = new Map<unknown, number>();
  const counted = <T extends object>(values: T): T => {
    const proxy = new Proxy(values, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads.set(proxy, (reads.get(proxy) ?? 0) + 1);
        return Reflect.get(target, key, target) as unknown;
      },
    });
    return proxy;
  };
  const words = counted(Uint32Array.from({ length: count }, (_, i) => i % 500));
  const widths = Float32Array.from({ length: 500 }, (_, i) => 1 + (i % 11));
  const values = Float32Array.from({ length: count }, (_, i) => -(i % 97) / 20);
  const shown = counted(values);
  const lines = tokenLines(words, widths, 110);
  stripLevels(shown, new Uint8Array(count).fill(1), stripColumns(count, 900), tokenScale('logProb', [values]));
  assert.deepEqual([reads.get(words), reads.get(shown)], [count, count]);
  assert.ok(lines.length > 1000);
});
