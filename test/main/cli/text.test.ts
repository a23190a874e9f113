import { test } from 'node:test';
import assert from 'node:assert/strict';
import { bar, clock, columns, divergingBar, localTime, shownPath, thousands, wrap } from '../../../main/cli/text.ts';

test('columns are as wide as their widest cell, two spaces apart', () => {
  assert.deepEqual(
    columns(
      [
        ['a', 'bb', 'c'],
        ['aaa', 'b', ''],
      ],
      new Set([1]),
    ),
    ['a    bb  c', 'aaa   b'],
  );
  assert.deepEqual(columns([]), []);
});

test('a bar fills by share and stays within its width', () => {
  assert.deepEqual(
    [0, 0.5, 1, 2, -1].map((share) => bar(share, 4)),
    ['░░░░', '██░░', '████', '████', '░░░░'],
  );
});

test('a gain bar grows from the middle, right for gains and left for losses', () => {
  assert.equal(divergingBar(1, 2, 4), '    │██  ');
  assert.equal(divergingBar(-2, 2, 4), '▒▒▒▒│    ');
  assert.equal(divergingBar(0, 0, 4), '    │    ');
});

test('durations and rates are short', () => {
  assert.deepEqual([7, 59.6, 3723, NaN].map(clock), ['0:07', '1:00', '1:02:03', '–']);
  assert.deepEqual([456, 9999, 12_345].map(thousands), ['456', '9999', '12.3k']);
});

test('text wraps between words, and a long word has its own line', () => {
  assert.deepEqual(wrap('aa bb cccccccc d', 5), ['aa bb', 'cccccccc', 'd']);
});

test('a path below the working folder is relative, any other absolute', () => {
  assert.equal(shownPath('runs/x'), 'runs/x');
  assert.equal(shownPath('.'), '.');
  assert.equal(shownPath('/nowhere/x'), '/nowhere/x');
});

test('a time is that of this place', () => {
  const before = process.env.TZ;
  try {
    process.env.TZ = 'Asia/Tokyo';
    assert.equal(localTime('2026-12-01T20:51:07.000Z'), '2026-12-02 05:51');
    process.env.TZ = 'America/New_York';
    assert.equal(localTime('2026-12-01T02:05:00.000Z'), '2026-11-30 21:05');
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});
