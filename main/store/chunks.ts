/** Rollout chunks in the store: their rows, and their summaries, which are unpacked once. */
import { rolloutSets } from '../../shared/ipc/rollout-views.ts';
import type { RolloutSet } from '../../shared/ipc/rollout-views.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { unpackSummaries } from './summary-columns.ts';
import type { SummaryColumns } from './summary-columns.ts';

export interface Chunk {
  readonly key: number;
  /** Index into the runs asked for. */
  readonly run: number;
  readonly step: number;
  readonly set: RolloutSet;
  readonly rollouts: number;
  readonly summaries: SummaryColumns;
}

/** First and last step, inclusive. An absent field does not restrict. */
export interface ChunkRange {
  readonly firstStep?: number;
  readonly lastStep?: number;
  readonly set?: RolloutSet;
}

/** By step, then run as asked for, then training first. runIds: null for a run that is not in the store. */
export function chunksOf(
  store: Store,
  runIds: readonly (string | null)[],
  { firstStep = 0, lastStep = Number.MAX_SAFE_INTEGER, set }: ChunkRange,
): Chunk[] {
  const rows = prepared(
    store,
    `SELECT c.key, asked.key AS run, step, chunk_set AS "set", rollouts
     FROM json_each(:runs) asked JOIN rollout_chunk c ON c.run_id = asked.value
     WHERE step BETWEEN :first AND :last AND (:set IS NULL OR chunk_set = :set)`,
  ).all({ runs: JSON.stringify(runIds), first: firstStep, last: lastStep, set: set ?? null }) as Omit<
    Chunk,
    'summaries'
  >[];
  rows.sort((a, b) => a.step - b.step || a.run - b.run || rolloutSets.indexOf(a.set) - rolloutSets.indexOf(b.set));
  const summaries = summariesOf(
    store,
    rows.map(({ key }) => key),
  );
  return rows.map((row) => ({ ...row, summaries: summaries.get(row.key)! }));
}

/** Key of a new chunk. It ascends with time, also after newer chunks were deleted, so that no key is used twice. */
export function nextChunkKey(store: Store): number {
  const last = prepared(store, 'SELECT max(key) FROM rollout_chunk').pluck().get() as number | null;
  return Math.max((last ?? 0) + 1, Date.now() * 1000);
}

/** About 60 MB of a usual shape. */
const mostKept = 2 ** 13;
const kept = new WeakMap<Store, Map<number, SummaryColumns>>();

/** A chunk never changes, so the last `mostKept` summaries that were read are kept. */
function summariesOf(store: Store, keys: readonly number[]): ReadonlyMap<number, SummaryColumns> {
  let known = kept.get(store);
  if (!known) kept.set(store, (known = new Map()));
  const found = new Map<number, SummaryColumns>();
  const missing: number[] = [];
  for (const key of keys) {
    const summaries = known.get(key);
    if (summaries) found.set(key, summaries);
    else missing.push(key);
  }
  const rows = prepared(
    store,
    'SELECT c.key, summaries FROM json_each(?) asked JOIN rollout_chunk c ON c.key = asked.value',
  )
    .raw()
    .iterate(JSON.stringify(missing)) as IterableIterator<[number, Buffer]>;
  for (const [key, packed] of rows) {
    const summaries = unpackSummaries(packed);
    found.set(key, summaries);
    known.set(key, summaries);
  }
  for (const key of known.keys()) {
    if (known.size <= mostKept) break;
    known.delete(key);
  }
  return found;
}
