import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open.ts';
import { listRuns } from '../../../main/store/runs.ts';
import { Journal } from '../../../main/run-folder/journal.ts';
import { collectAll } from '../../support/collect-all.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a closed store keeps its rows, and a deleted one is rebuilt with the same', (t) => {
  const root = temporaryFolder(t);
  const path = join(root, 'store.sqlite');
  for (const id of ['run-1', 'run-2']) {
    const run = { config: { seed: 1 }, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id };
    Journal.create(join(root, 'runs', id), run, { tokenizer: 'w' }).close();
  }
  const store = openStore(path);
  collectAll(store, join(root, 'runs'));
  const rows = listRuns(store);
  assert.equal(rows.length, 2);
  store.close();
  const again = openStore(path);
  assert.deepEqual(listRuns(again), rows);
  again.close();
  for (const name of readdirSync(root).filter((file) => file.startsWith('store'))) rmSync(join(root, name));
  const rebuilt = openStore(path);
  assert.deepEqual(listRuns(rebuilt), []);
  collectAll(rebuilt, join(root, 'runs'));
  assert.deepEqual(listRuns(rebuilt), rows);
  rebuilt.close();
});

test('the store is a write-ahead log, synced as the design says', (t) => {
  const store = openStore(join(temporaryFolder(t), 'store.sqlite'));
  assert.equal(store.pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(store.pragma('synchronous', { simple: true }), 1); // 1 is NORMAL
  assert.equal(store.pragma('user_version', { simple: true }), migrations.length);
  store.close();
});

test('a store from a newer version and a file that is no store are refused in words', (t) => {
  const root = temporaryFolder(t);
  const path = join(root, 'store.sqlite');
  const store = openStore(path);
  store.pragma(`user_version = ${migrations.length + 1}`);
  store.close();
  assert.throws(() => openStore(path), {
    message: `store ${path}: expected schema version ${migrations.length} or older, got ${migrations.length + 1} — it was written by a newer IGPO Lab; update this one, or delete the file: it is rebuilt from the run folders`,
  });
  const other = join(root, 'other.sqlite');
  writeFileSync(other, 'not a database '.repeat(1000));
  assert.throws(() => openStore(other), {
    message: `store ${other}: expected a SQLite database, got a damaged or another kind of file — delete it, it is rebuilt from the run folders`,
  });
});
