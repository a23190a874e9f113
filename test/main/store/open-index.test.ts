import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { migrations } from '../../../main/store/migrations.ts';
import { openIndex } from '../../../main/store/open-index.ts';
import { openStore } from '../../../main/store/open.ts';
import { listRuns } from '../../../main/store/runs.ts';
import { collectRun } from '../../support/collect-run.ts';
import { saveSyntheticRun } from '../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A data folder with one run in its index. */
function dataFolder(root: string, name: string): string {
  const folder = join(root, name);
  saveSyntheticRun(join(folder, 'run'));
  const { store } = openIndex(folder);
  collectRun(store, join(folder, 'run'));
  store.close();
  return folder;
}

const indexOf = (folder: string): string => join(folder, '.index.sqlite');
const changed =
  (sql: string) =>
  (folder: string): void => {
    const store = new Database(indexOf(folder));
    store.exec(sql);
    store.close();
  };
const replaced =
  (by: (path: string) => void) =>
  (folder: string): void => {
    renameSync(indexOf(folder), `${folder}-moved`);
    by(indexOf(folder));
  };
const foreign = (path: string): void => {
  const mail = new Database(path);
  mail.exec("CREATE TABLE mail(x); INSERT INTO mail VALUES ('kept')");
  mail.close();
};

/** What an index may have become, and how the sentence about it goes on. */
const cases: Readonly<Record<string, readonly [(folder: string) => void, RegExp]>> = {
  text: [replaced((path) => writeFileSync(path, 'hello '.repeat(1000))), /damaged or another kind of file/],
  'a few bytes': [replaced((path) => writeFileSync(path, 'SQLite')), /damaged or another kind of file/],
  'damaged pages': [
    (folder) => {
      const bytes = readFileSync(indexOf(folder));
      writeFileSync(indexOf(folder), bytes.fill(0xff, 4096));
    },
    /damaged/,
  ],
  'another program': [replaced(foreign), /the database of another program/],
  'another id': [changed('PRAGMA application_id = 7'), /the database of another program/],
  'a newer version': [changed(`PRAGMA user_version = ${migrations.length + 1}`), /written by a newer IGPO Lab/],
  'a trigger': [changed('CREATE TRIGGER t AFTER UPDATE ON run BEGIN DELETE FROM event; END'), /the schema of version/],
  'a view for a table': [
    changed('ALTER TABLE run RENAME TO other; CREATE VIEW run AS SELECT * FROM other'),
    /the schema of version/,
  ],
  'a missing table': [changed('DROP TABLE problem'), /the schema of version/],
  'lying blobs': [changed('UPDATE run_summary SET sparkline = zeroblob(7)'), /damaged ones/],
  'lying JSON': [changed("UPDATE run SET config = '['"), /damaged ones/],
  'a folder': [replaced((path) => mkdirSync(path)), /got a folder/],
  'a folder for its log': [(folder) => mkdirSync(`${indexOf(folder)}-wal`), /got a folder/],
};
const unixCases: typeof cases = {
  'a link': [replaced((path) => symlinkSync(`${path}-elsewhere`, path)), /got a link/],
  'a link for its log': [(folder) => symlinkSync('/dev/zero', `${indexOf(folder)}-wal`), /got a link/],
  'a pipe': [replaced((path) => execFileSync('mkfifo', [path])), /got a pipe/],
  'a second name': [(folder) => linkSync(indexOf(folder), `${folder}-backup`), /got one with 2 \(hard links\)/],
};

test('an index that is not ours, damaged or newer is set aside with a sentence, and a new one is built', (t) => {
  const root = temporaryFolder(t);
  const all = { ...cases, ...(process.platform === 'win32' ? {} : unixCases) };
  for (const [name, [harm, says]] of Object.entries(all)) {
    const folder = dataFolder(root, name.replaceAll(' ', '-'));
    harm(folder);
    const { store, problem } = openIndex(folder);
    assert.match(problem ?? '', says, name);
    assert.deepEqual(listRuns(store), [], name);
    collectRun(store, join(folder, 'run'));
    assert.equal(listRuns(store).length, 1, name);
    store.close();
    const aside = readdirSync(folder).filter((one) => one.startsWith('.index-aside-'));
    assert.equal(aside.length, 1, name);
    assert.equal(openIndex(folder).problem, null, `${name}: the new one is used from now on`);
  }
});

test('the database of another program behind a link stays as it was', { skip: process.platform === 'win32' }, (t) => {
  const root = temporaryFolder(t);
  const folder = dataFolder(root, 'data');
  const mail = join(root, 'mail.sqlite');
  foreign(mail);
  const before = readFileSync(mail);
  renameSync(indexOf(folder), join(root, 'moved'));
  symlinkSync(mail, indexOf(folder));
  openIndex(folder).store.close();
  assert.deepEqual(readFileSync(mail), before);
});

test('a file that is also the log of an index stays as it was: SQLite would write over it', (t) => {
  for (const log of ['-wal', '-shm', '-journal']) {
    const folder = dataFolder(temporaryFolder(t), 'data');
    const theirs = join(folder, 'theirs');
    writeFileSync(theirs, 'theirs');
    linkSync(theirs, `${indexOf(folder)}${log}`);
    const { store, problem } = openIndex(folder);
    collectRun(store, join(folder, 'run'));
    store.close();
    assert.match(problem ?? '', new RegExp(`sqlite${log}: expected a file with one name`));
    assert.equal(readFileSync(theirs, 'utf8'), 'theirs', log);
  }
});

test('an index that was copied along with its folder is set aside, as it names the runs of the original', (t) => {
  const root = temporaryFolder(t);
  const original = dataFolder(root, 'original');
  const copy = join(root, 'copy');
  cpSync(original, copy, { recursive: true });
  const { store, problem } = openIndex(copy);
  assert.match(problem ?? '', /copy\/\.index\.sqlite: expected an index of .*copy, got one of .*original — delete it/);
  collectRun(store, join(copy, 'run'));
  assert.deepEqual(
    listRuns(store).map(({ folder }) => folder),
    [join(copy, 'run')],
  );
  store.close();
  assert.equal(openIndex(original).problem, null, 'the original keeps its own');
});

test('an index of a version that named no owner is used if its runs lie in its folder', (t) => {
  const root = temporaryFolder(t);
  const old = (name: string, run: string): string => {
    const folder = join(root, name);
    mkdirSync(folder);
    const store = new Database(indexOf(folder));
    for (const sql of migrations.slice(0, 4)) store.exec(sql);
    store.pragma('user_version = 4');
    const values = "'a', 1, 'igpo', '{}', 'h', '0', 'cpu', '2026', 'running', 0, 0, 0";
    store.exec(`INSERT INTO run VALUES ('id', '${run}', ${values})`);
    store.close();
    return folder;
  };
  const own = openIndex(old('own', join(root, 'own/run')));
  assert.equal(own.problem, null);
  assert.equal(listRuns(own.store).length, 1);
  own.store.close();
  assert.equal(openStore(indexOf(join(root, 'own'))).pragma('application_id', { simple: true }), 0x4947504f);
  assert.match(
    openIndex(old('copied', join(root, 'own/run'))).problem ?? '',
    /expected an index of .*copied, got one of/,
  );
});
