import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { answered, fakeServices } from '../support/fake-services.ts';

const { cell, component, flushSync } = await import('../support/component.svelte.ts');
const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { ask, askWith } = await import('../../../renderer/state/request.svelte.ts');
const services = fakeServices();
connect(services.bridge);

test('a request is sent once for one content, and its answer is the value', async () => {
  const ids = cell(['a']);
  const { state, destroy } = component(() => ask('keptReport', () => ({ ids: ids.value })));
  ids.value = ['a'];
  flushSync();
  assert.deepEqual(services.inputs('keptReport'), [{ ids: ['a'] }]);
  services.last('keptReport').value({ title: 'T' });
  await answered();
  assert.deepEqual([state.value, state.waiting], [{ title: 'T' }, false]);
  destroy();
});

test('an outdated request is cancelled, and the earlier answer stays until the next arrives', async () => {
  const ids = cell(['a']);
  const { state, destroy } = component(() => ask('keptReport', () => ({ ids: ids.value })));
  services.last('keptReport').value({ title: 'A' });
  await answered();
  ids.value = ['b'];
  flushSync();
  const outdated = services.last('keptReport');
  ids.value = ['c'];
  flushSync();
  await answered();
  assert.equal(outdated.cancelled, true);
  assert.deepEqual([state.value, state.error, state.waiting], [{ title: 'A' }, null, true]);
  services.last('keptReport').value({ title: 'C' });
  await answered();
  assert.deepEqual(state.value, { title: 'C' });
  destroy();
});

test('a failed request has its sentence and no value, until the next answer', async () => {
  const ids = cell(['a']);
  const { state, destroy } = component(() => ask('keptReport', () => ({ ids: ids.value })));
  services.last('keptReport').value({});
  await answered();
  ids.value = ['b'];
  flushSync();
  services.last('keptReport').error('report: expected runs, got none');
  await answered();
  assert.deepEqual([state.value, state.error, state.waiting], [null, 'report: expected runs, got none', false]);
  destroy();
});

test('a changed list is asked for again once after a gap, however often it changed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const progress = cell(0);
  const begun = services.inputs('keptReport').length;
  const times = (): number => services.inputs('keptReport').length - begun;
  const { destroy } = component(() => ask('keptReport', () => ({ ids: ['a'] }), { again: () => progress.value }));
  const goOn = (): void => {
    progress.value++;
    flushSync();
  };
  assert.equal(times(), 1);
  goOn(); // while it is asked: once more after the answer
  goOn();
  services.last('keptReport').value({});
  await answered();
  assert.equal(times(), 1);
  t.mock.timers.tick(60_000);
  assert.equal(times(), 2);
  services.last('keptReport').value({});
  await answered();
  t.mock.timers.tick(60_000);
  assert.equal(times(), 2, 'nothing has changed since');
  goOn();
  goOn();
  t.mock.timers.tick(60_000);
  assert.equal(times(), 3);
  destroy();
  goOn();
  t.mock.timers.tick(60_000);
  assert.equal(times(), 3);
});

test('of inputs that change quickly only the last one is asked for', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const words = cell('a');
  const asked: string[] = [];
  const { state, destroy } = component(() =>
    askWith(
      (given: string) => {
        asked.push(given);
        return Promise.resolve(given);
      },
      () => words.value,
      { restMs: (before) => (before === null ? 0 : 350) },
    ),
  );
  assert.deepEqual(asked, ['a']);
  for (const next of ['ab', 'abc']) {
    words.value = next;
    flushSync();
    t.mock.timers.tick(300);
  }
  assert.deepEqual([asked, state.waiting], [['a'], true]);
  t.mock.timers.tick(50);
  assert.deepEqual(asked, ['a', 'abc']);
  destroy();
});
