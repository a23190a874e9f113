import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';

const { cell, component, watch, flushSync } = await import('../support/component.svelte.ts');
const { settled } = await import('../../../renderer/state/settled.svelte.ts');

test('a settled value is the same object, and wakes nothing, until its content changes', () => {
  const ids = cell(['a', 'b']);
  const { state, destroy } = component(() => {
    const read = settled(() => ({ ids: ids.value }));
    return { read, seen: watch(read) };
  });
  const first = state.read();
  ids.value = ['a', 'b'];
  flushSync();
  assert.equal(state.read(), first);
  assert.equal(state.seen.length, 1);
  ids.value = ['a'];
  flushSync();
  assert.deepEqual(state.read(), { ids: ['a'] });
  assert.equal(state.seen.length, 2);
  destroy();
});

test('a settled value is a copy: a list that is changed in place is a change', () => {
  const ids = cell(['a']);
  const { state, destroy } = component(() => {
    const read = settled(() => ids.value);
    return { read, seen: watch(read) };
  });
  ids.value.push('b');
  flushSync();
  assert.deepEqual(state.read(), ['a', 'b']);
  assert.equal(state.seen.length, 2);
  destroy();
});

test('null settles like any other value', () => {
  const input = cell<{ run: string } | null>(null);
  const { state, destroy } = component(() => settled(() => input.value));
  assert.equal(state(), null);
  input.value = { run: 'r' };
  assert.deepEqual(state(), { run: 'r' });
  input.value = null;
  assert.equal(state(), null);
  destroy();
});
