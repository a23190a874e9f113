/** The store: a SQLite index of run folders. It holds nothing that they do not, so it can be deleted and rebuilt. */
import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';

/** Close it with `close()`. */
export type Store = Database.Database;

/** Opens the store, creating or migrating it as needed. `path` may be `:memory:`. Throws a sentence if the file is no
 *  store or was written by a newer version. */
export function openStore(path: string): Store {
  const store = new Database(path);
  try {
    store.pragma('journal_mode = WAL');
    store.pragma('synchronous = NORMAL'); // a power cut may lose the last rows, which are collected again
    store.pragma('foreign_keys = ON');
    migrate(store, path);
    return store;
  } catch (error) {
    store.close();
    if (error instanceof Database.SqliteError && ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(error.code))
      throw new Error(
        `store ${path}: expected a SQLite database, got a damaged or another kind of file — delete it, it is rebuilt from the run folders`,
        { cause: error },
      );
    throw error;
  }
}

function migrate(store: Store, path: string): void {
  const version = store.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length)
    throw new Error(
      `store ${path}: expected schema version ${migrations.length} or older, got ${version} — it was written by a newer IGPO Lab; update this one, or delete the file: it is rebuilt from the run folders`,
    );
  migrations.slice(version).forEach((sql, i) => {
    store.transaction(() => {
      store.exec(sql);
      store.pragma(`user_version = ${version + i + 1}`);
    })();
  });
}
