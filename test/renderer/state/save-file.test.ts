import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveFile } from '../../../renderer/state/save-file.ts';

test('a file is offered under its name, and kept while a dialog may ask where it goes', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const link = { href: '', download: '', click: t.mock.fn() };
  Object.defineProperty(globalThis, 'document', { value: { createElement: () => link }, configurable: true });
  const revoked = t.mock.method(URL, 'revokeObjectURL');
  saveFile('table.csv', new Blob(['a,b']));
  assert.equal(link.download, 'table.csv');
  assert.match(link.href, /^blob:/);
  assert.equal(link.click.mock.callCount(), 1);
  assert.equal(revoked.mock.callCount(), 0);
  t.mock.timers.tick(60_000);
  assert.deepEqual(revoked.mock.calls[0].arguments, [link.href]);
});
