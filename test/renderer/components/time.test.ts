import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absoluteTime, relativeTime } from '../../../renderer/components/time.ts';
import { hostileStrings } from '../../support/hostile-strings.ts';

const now = Date.parse('2026-11-22T10:00:00.000Z');

test('a time is shown relative to now, and in full', () => {
  const ago = (seconds: number): string => relativeTime(new Date(now - 1000 * seconds).toISOString(), now);
  assert.deepEqual([0, 59, 7200, 90_000, 5 * 86_400].map(ago), [
    ...['just now', '1 min ago', '2 h ago', 'yesterday', '5 days ago'],
  ]);
  assert.match(ago(30 * 86_400), /^Oct 23$|^Oct 22$/);
  assert.match(absoluteTime('2026-11-22T10:00:00.000Z'), /^Nov 2\d, 2026, /);
});

test('what is no time is shown as such, and nothing throws', () => {
  for (const text of [...hostileStrings, '+275760-09-13T00:00:00.001Z', '-000001-01-01T00:00:00Z', 'NaN'])
    for (const shown of [absoluteTime(text), relativeTime(text, now)]) assert.match(shown, /^no time: /);
  for (const value of [8.64e15 + 1, null, {}, []] as unknown as string[])
    assert.match(absoluteTime(value), /^no time: /);
});
