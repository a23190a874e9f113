import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { browser } from '../support/browser.ts';

const { layout } = await import('../../../renderer/state/layout.svelte.ts');
const { followAddress } = await import('../../../renderer/state/router.svelte.ts');
followAddress();

test('the inspector is shown where there is room for it, until a person says otherwise for a view', () => {
  const shown = (): boolean[] =>
    ['live', 'rollouts'].map((view) => {
      browser.hash = `#/${view}`;
      return layout.inspector;
    });
  assert.deepEqual(shown(), [true, false]);
  layout.inspector = true; // of the rollouts, where the loop ended
  assert.deepEqual(shown(), [true, true]);
  browser.hash = '#/live';
  layout.inspector = false;
  assert.deepEqual(shown(), [false, true]);
  assert.deepEqual(JSON.parse(browser.stored.get('layout.inspectors')!), { rollouts: true, live: false });
});
