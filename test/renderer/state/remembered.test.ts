import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { browser } from '../support/browser.ts';

const { component, flushSync, watch } = await import('../support/component.svelte.ts');
const { remembered } = await import('../../../renderer/state/remembered.svelte.ts');

test('a remembered value is the standard at first, then what it was set to', () => {
  const sort = remembered('sort', { key: 'created' });
  assert.deepEqual(sort.value, { key: 'created' });
  sort.value = { key: 'name' };
  assert.deepEqual(remembered('sort', { key: 'created' }).value, { key: 'name' });
});

test('what is no JSON, or of another kind than the standard, is not taken', () => {
  for (const [text, standard] of [
    ['{', true],
    ['"yes"', true],
    ['{}', []],
    ['[]', {}],
  ] as const) {
    browser.stored.set('key', text);
    assert.equal(remembered<unknown>('key', standard).value, standard);
  }
});

test('it is read when it is first needed, and what shows it follows its changes', () => {
  const width = remembered('width', 1);
  browser.stored.set('width', '2');
  const { state: seen, destroy } = component(() => watch(() => width.value));
  width.value = 3;
  flushSync();
  assert.deepEqual(seen, [2, 3]);
  destroy();
});
