/** The store: a SQLite index of run folders. It holds nothing that they do not, so it can be deleted and rebuilt.
 *  It may have come with the folder: a file is looked at before SQLite opens it, its schema before any write. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { refuseShared } from '../files/own.ts';
import { bytesFrom, fileStamp, Unfit, withFile } from '../files/read.ts';
import { migrations } from './migrations.ts';

/** Close it with `close()`. */
export type Store = Database.Database;

/** "IGPO", in the header of every index of ours. */
const applicationId = 0x4947504f;

/** A closed store, and what SQLite keeps beside an open one. */
export const storeFiles = (path: string): string[] => [path, `${path}-wal`, `${path}-shm`, `${path}-journal`];

/** Opens the store, creating or migrating it as needed. `path` may be `:memory:`. Throws Unfit, and leaves the file as
 *  it is, if it is no store, has another schema than ours, was written by a newer version, or indexes another folder
 *  than the one it lies in. */
export function openStore(path: string): Store {
  const folder = path === ':memory:' ? '' : realpathSync(dirname(path));
  for (const file of path === ':memory:' ? [] : storeFiles(path)) {
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found) refuseShared(file, found);
  }
  const isNew = path === ':memory:' || isEmptyFile(path);
  if (!isNew) checkHeader(path);
  const store = new Database(path);
  try {
    store.pragma('trusted_schema = OFF');
    if (!isNew) checkContent(store, path, folder);
    if (isNew) store.pragma(`application_id = ${applicationId}`); // before the log, so that it is in the file at once
    store.pragma('journal_mode = WAL');
    store.pragma('synchronous = NORMAL'); // a power cut may lose the last rows, which are collected again
    store.pragma('foreign_keys = ON');
    migrate(store, folder);
    return store;
  } catch (error) {
    store.close();
    if (isDamage(error)) throw unfit(path, 'a SQLite database', 'a damaged file', error);
    throw error;
  }
}

/** Whether an error says that the bytes of the index are at fault. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(error.code);

const isEmptyFile = (path: string): boolean =>
  fileStamp(path) === '-' || withFile(path, 'an index of runs', ({ size }) => size === 0);

const unfit = (path: string, expected: string, got: string, cause?: unknown): Unfit =>
  Object.assign(
    new Unfit(`store ${path}: expected ${expected}, got ${got} — delete it, it is rebuilt from the run folders`),
    { cause },
  );

/** Header fields of a database: 16 bytes of magic, the schema version at 60, the application's id at 68. */
function checkHeader(path: string): void {
  const header = withFile(path, 'an index of runs', (file) => bytesFrom(file, 0, 100));
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    throw unfit(path, 'a SQLite database', 'a damaged or another kind of file');
  const [version, id] = [header.readUInt32BE(60), header.readUInt32BE(68)];
  if (id !== applicationId && (id !== 0 || version === 0))
    // earlier versions left the id at 0
    throw unfit(path, 'an index of runs', 'the database of another program');
  if (version > migrations.length)
    throw new Unfit(
      `store ${path}: expected schema version ${migrations.length} or older, got ${version} — it was written by a newer IGPO Lab; update this one, or delete the file: it is rebuilt from the run folders`,
    );
}

/** Reads alone: nothing was written since SQLite opened the file, and no trigger or view of it can act. */
function checkContent(store: Store, path: string, folder: string): void {
  const version = store.pragma('user_version', { simple: true }) as number;
  if (schemaOf(store) !== schemaAt(version)) throw unfit(path, `the schema of version ${version}`, 'another one');
  const owner = ownerOf(store, version, folder);
  if (owner !== folder) throw unfit(path, `an index of ${folder}`, `one of ${owner}`);
}

const schemaOf = (store: Store): string =>
  JSON.stringify(store.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all());

/** The schema that the first `version` migrations make; empty for a version that is not ours. */
function schemaAt(version: number): string {
  if (version > migrations.length) return '';
  const store = new Database(':memory:');
  for (const sql of migrations.slice(0, version)) store.exec(sql);
  const schema = schemaOf(store);
  store.close();
  return schema;
}

/** The folder that it says it indexes. Earlier versions did not say: the folders of their runs do. */
function ownerOf(store: Store, version: number, folder: string): string {
  if (version >= ownerVersion) return String(store.prepare('SELECT folder FROM owner').pluck().get());
  const elsewhere = store
    .prepare('SELECT folder FROM run WHERE substr(folder, 1, length(:folder)) <> :folder LIMIT 1')
    .pluck()
    .get({ folder });
  return elsewhere === undefined ? folder : dirname(String(elsewhere));
}

/** The version that added the table `owner`. */
const ownerVersion = 5;

function migrate(store: Store, folder: string): void {
  const version = store.pragma('user_version', { simple: true }) as number;
  migrations.slice(version).forEach((sql, i) => {
    store.transaction(() => {
      store.exec(sql);
      if (version + i + 1 === ownerVersion) store.prepare('INSERT INTO owner VALUES (?)').run(folder);
      store.pragma(`user_version = ${version + i + 1}`);
    })();
  });
  if (version < migrations.length) store.pragma(`application_id = ${applicationId}`);
}
