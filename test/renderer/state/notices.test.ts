import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';

const { attempt, notices } = await import('../../../renderer/state/notices.svelte.ts');
const texts = () => notices.all.map(({ text }) => text);
const clear = (): void => notices.all.forEach(({ id }) => notices.close(id));

test('what was done is said for eight seconds, an error until it is closed', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  notices.done('Archived.', { label: 'Undo', run: () => undefined });
  notices.error('It failed.');
  assert.deepEqual(texts(), ['Archived.', 'It failed.']);
  assert.equal(notices.all[0].action?.label, 'Undo');
  t.mock.timers.tick(8000);
  assert.deepEqual(texts(), ['It failed.']);
  clear();
  assert.deepEqual(texts(), []);
});

test('at most four are shown, the newest', () => {
  for (const text of ['1', '2', '3', '4', '5']) notices.error(text);
  assert.deepEqual(texts(), ['2', '3', '4', '5']);
  clear();
});

test('an attempt that fails shows its sentence', async () => {
  assert.equal(await attempt(() => Promise.resolve()), true);
  assert.deepEqual(texts(), []);
  assert.equal(await attempt(() => Promise.reject(new Error('run a: expected a pause, got a stop'))), false);
  assert.deepEqual(texts(), ['run a: expected a pause, got a stop']);
  clear();
});
