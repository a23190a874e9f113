import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { fakeServices } from '../support/fake-services.ts';

const { cell, component, flushSync } = await import('../support/component.svelte.ts');
const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { followRuns } = await import('../../../renderer/state/follow-runs.svelte.ts');

test('runs come in one by one, and other runs begin from nothing', () => {
  const services = fakeServices();
  connect(services.bridge);
  const ids = cell(['a', 'b']);
  const { state, destroy } = component(() => followRuns(() => ids.value));
  const [first, second] = services.calls;
  second.value('run b');
  assert.deepEqual([...state.all], [['b', 'run b']]);
  first.value('run a');
  second.value('run b, later');
  assert.deepEqual(
    new Map(state.all),
    new Map([
      ['a', 'run a'],
      ['b', 'run b, later'],
    ]),
  );
  ids.value = ['b'];
  flushSync();
  assert.deepEqual([state.all.size, first.cancelled, second.cancelled], [0, true, true]);
  assert.deepEqual(services.inputs('run'), [{ run: 'a' }, { run: 'b' }, { run: 'b' }]);
  destroy();
  assert.ok(services.calls.every(({ cancelled }) => cancelled));
});
