import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { fakeServices } from '../support/fake-services.ts';

const { cell, component, flushSync } = await import('../support/component.svelte.ts');
const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { follow } = await import('../../../renderer/state/stream.svelte.ts');
const services = fakeServices();
connect(services.bridge);

test('a stream is followed while its input stays the same in content, and left with its component', () => {
  const run = cell({ run: 'e/a' });
  const { state, destroy } = component(() => follow('run', () => ({ ...run.value })));
  const call = services.last('run');
  call.value({ step: 1 });
  assert.deepEqual(state.value, { step: 1 });
  call.value({ step: 2 });
  assert.deepEqual(state.value, { step: 2 });
  run.value = { run: 'e/a' };
  flushSync();
  assert.deepEqual([services.inputs('run').length, call.cancelled], [1, false]);
  destroy();
  assert.equal(services.last('run').cancelled, true);
});

test('another input leaves the stream before, and its value', () => {
  const run = cell<{ run: string } | null>({ run: 'e/b' });
  const { state, destroy } = component(() => follow('run', () => run.value));
  const before = services.last('run');
  before.value({ step: 1 });
  run.value = { run: 'e/c' };
  flushSync();
  assert.deepEqual([before.cancelled, state.value, state.waiting], [true, null, true]);
  before.value({ step: 2 });
  assert.equal(state.value, null);
  run.value = null;
  flushSync();
  assert.deepEqual([services.last('run').cancelled, state.waiting], [true, false]);
  destroy();
});

test('a fold begins from nothing with each input', () => {
  const run = cell({ run: 'e/d' });
  const { state, destroy } = component(() =>
    follow(
      'run',
      () => run.value,
      (_, before: number | null) => (before ?? 0) + 1,
    ),
  );
  services.last('run').value({});
  services.last('run').value({});
  assert.equal(state.value, 2);
  run.value = { run: 'e/f' };
  flushSync();
  services.last('run').value({});
  assert.equal(state.value, 1);
  destroy();
});

test('a broken stream says why and keeps what it had', () => {
  const { state, destroy } = component(() => follow('run', () => ({ run: 'e/a' })));
  services.last('run').value({ step: 1 });
  services.last('run').error('run e/a: expected a run of this folder, got none');
  assert.deepEqual([state.value, state.error], [{ step: 1 }, 'run e/a: expected a run of this folder, got none']);
  destroy();
});
