import assert from 'node:assert/strict';
import { test } from 'node:test';
import { time } from '../../../shared/util/parser.ts';
import { isTime } from '../../../shared/util/time.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';

test('a time is a date and a time of day in ISO 8601 that exists', () => {
  for (const text of [
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T10:00:00+01:00',
    '2026-11-22T10:00',
    new Date(0).toISOString(),
  ])
    assert.ok(isTime(text), text);
  const wrong = [
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    '-000001-01-01T00:00:00Z',
  ];
  for (const value of [
    ...wrong,
    ...hostileStrings,
    '2026',
    'not a time',
    ' 2026-11-22T10:00:00Z',
    0,
    NaN,
    null,
    undefined,
    {},
  ])
    assert.ok(!isTime(value), String(value));
});

test('the parser of times says what it expected', () => {
  assert.equal(time('2026-11-22T10:00:00.000Z', 'created'), '2026-11-22T10:00:00.000Z');
  assert.throws(() => time('tomorrow', 'created'), {
    message: 'created: expected a time such as 2026-11-22T10:00:00.000Z, got "tomorrow"',
  });
});
