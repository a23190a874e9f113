import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';

const { component, flushSync, watch } = await import('../support/component.svelte.ts');
const { clock } = await import('../../../renderer/state/clock.svelte.ts');

test('the clock ticks every half minute for as long as something reads it', async (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: 0 });
  const { state: seen, destroy } = component(() => watch(() => clock.now));
  t.mock.timers.tick(29_999);
  flushSync();
  assert.deepEqual(seen, [0]);
  t.mock.timers.tick(1);
  flushSync();
  assert.deepEqual(seen, [0, 30_000]);
  destroy();
  await Promise.resolve(); // it stops once nothing has begun to read it again
  t.mock.timers.tick(60_000);
  flushSync();
  assert.deepEqual(seen, [0, 30_000]);
  assert.equal(clock.now, 90_000);
});
