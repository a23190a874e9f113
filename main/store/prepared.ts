/** Statements that run many times a second, compiled once for each store. */
import type { Statement } from 'better-sqlite3';
import type { Store } from './open.ts';

const statements = new WeakMap<Store, Map<string, Statement>>();

/** The statement of that text. Whoever changes how its rows come (`pluck`, `raw`) changes it for all who share the
 *  text. */
export function prepared(store: Store, sql: string): Statement {
  let known = statements.get(store);
  if (!known) statements.set(store, (known = new Map()));
  let statement = known.get(sql);
  if (!statement) known.set(sql, (statement = store.prepare(sql)));
  return statement;
}
