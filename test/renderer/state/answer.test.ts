import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../renderer/state/answer.svelte.ts';
import '../support/runes.ts';

const { cell, component, flushSync } = await import('../support/component.svelte.ts');
const { answer } = await import('../../../renderer/state/answer.svelte.ts');

/** An answer under test, with what has begun and stopped so far. */
function asking(first: string | null, keeps?: (before: string, next: string) => boolean) {
  const input = cell(first);
  const begun: { readonly given: string; readonly before: string | null; readonly report: Report<string> }[] = [];
  const stopped: string[] = [];
  const { state, destroy } = component(() =>
    answer<string, string>(
      () => input.value,
      (given, report, before) => {
        begun.push({ given, before, report });
        return () => stopped.push(given);
      },
      keeps,
    ),
  );
  const set = (next: string | null): void => {
    input.value = next;
    flushSync();
  };
  return { state, set, begun, stopped, destroy };
}

const plain = ({ value, error, waiting, slow }: ReturnType<typeof asking>['state']) => ({
  value,
  error,
  waiting,
  slow,
});
const nothing = { value: null, error: null, waiting: false, slow: false };

test('an answer waits, then has a value, and ends with its component', () => {
  const { state, begun, stopped, destroy } = asking('a');
  assert.deepEqual(plain(state), { ...nothing, waiting: true });
  begun[0].report.value('A');
  assert.deepEqual(plain(state), { ...nothing, value: 'A' });
  destroy();
  assert.deepEqual(stopped, ['a']);
});

test('another input begins anew: the value before goes, its late reports are ignored', () => {
  const { state, set, begun, stopped, destroy } = asking('a');
  begun[0].report.value('A');
  set('b');
  assert.deepEqual(stopped, ['a']);
  assert.deepEqual(plain(state), { ...nothing, waiting: true });
  begun[0].report.value('late');
  begun[0].report.error(new Error('late'));
  assert.deepEqual(plain(state), { ...nothing, waiting: true });
  begun[1].report.value('B');
  assert.equal(state.value, 'B');
  assert.deepEqual(
    begun.map(({ before }) => before),
    [null, 'a'],
  );
  destroy();
});

test('a stale value and a stale error stay until the first report where they may', () => {
  const { state, set, begun, destroy } = asking('a1', (before, next) => before[0] === next[0]);
  begun[0].report.value('A');
  set('a2');
  assert.deepEqual(plain(state), { ...nothing, value: 'A', waiting: true });
  begun[1].report.error(new Error('no a2'));
  set('a3');
  assert.equal(state.error, 'no a2');
  begun[2].report.value('A3');
  assert.deepEqual(plain(state), { ...nothing, value: 'A3' });
  set('b1');
  assert.deepEqual(plain(state), { ...nothing, waiting: true });
  destroy();
});

test('null asks nothing and shows nothing; what comes after it keeps nothing', () => {
  const { state, set, begun, destroy } = asking(null, () => true);
  assert.deepEqual(plain(state), nothing);
  set('a');
  begun[0].report.value('A');
  set(null);
  assert.deepEqual(plain(state), nothing);
  set('a');
  assert.deepEqual([begun[1].before, state.value], [null, null]);
  destroy();
});

test('an error leaves the value of the same input', () => {
  const { state, begun, destroy } = asking('a');
  begun[0].report.value('A');
  begun[0].report.error(new Error('The run was removed.'));
  assert.deepEqual(plain(state), { ...nothing, value: 'A', error: 'The run was removed.' });
  destroy();
});

test('an answer is slow once it has been awaited for 150 ms', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { state, set, begun, destroy } = asking('a');
  t.mock.timers.tick(149);
  assert.equal(state.slow, false);
  t.mock.timers.tick(1);
  assert.equal(state.slow, true);
  begun[0].report.value('A');
  assert.equal(state.slow, false);
  set('b');
  t.mock.timers.tick(100);
  begun[1].report.value('B');
  t.mock.timers.tick(100);
  assert.equal(state.slow, false);
  destroy();
});
