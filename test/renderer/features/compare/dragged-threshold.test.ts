import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../../support/browser.ts';
import '../../support/runes.ts';

const { draggedThreshold } = await import('../../../../renderer/features/compare/dragged-threshold.svelte.ts');

test('a threshold shows while it is dragged, and is in the address once it rests', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  browser.hash = '#/compare?of=a&threshold=0.1';
  const threshold = draggedThreshold();
  for (const value of [0.2, 0.3]) {
    threshold.set(value);
    t.mock.timers.tick(100);
    assert.deepEqual([threshold.value, browser.hash], [value, '#/compare?of=a&threshold=0.1']);
  }
  t.mock.timers.runAll();
  assert.deepEqual([threshold.value, browser.hash], [null, '#/compare?of=a&threshold=0.3']);
  threshold.set(null);
  t.mock.timers.runAll();
  assert.equal(browser.hash, '#/compare?of=a');
});
