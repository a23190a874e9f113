/** Lists of rollouts: filtered, ordered, as columns. The rollouts themselves stay in the run folder. */
import { rolloutSets } from '../../shared/ipc/rollout-views.ts';
import type { RolloutColumns } from '../../shared/ipc/rollout-views.ts';
import { stopReasons } from '../../shared/record/rollout.ts';
import type { StopReason } from '../../shared/record/rollout.ts';
import { chunksOf } from './chunks.ts';
import type { Chunk, ChunkRange } from './chunks.ts';
import type { Store } from './open.ts';
import { ordered } from './rollout-order.ts';
import { emptySummaries, summaryNames } from './summary-columns.ts';
import type { SummaryColumns } from './summary-columns.ts';
import { hasRow, rowsThatSay } from './words.ts';
import type { RowSet } from './words.ts';

/** An absent field does not restrict. */
export interface RolloutFilter extends ChunkRange {
  /** Its id. */
  readonly question?: string;
  readonly stopReason?: StopReason;
  /** True: exact matches. False: all others, scored or not. */
  readonly correct?: boolean;
  readonly leastReward?: number;
  readonly mostReward?: number;
  /** Words that must all occur in its question, thoughts, queries, passages or answer. The last may be a prefix. */
  readonly words?: string;
}

export interface RolloutOrder {
  /** Ties, and `step` itself, are ordered by step, then by run as asked for, training first, then by place in the
   *  chunk. */
  readonly orderBy: 'step' | 'reward' | 'answerF1' | 'turns' | 'tokens';
  /** Rollouts without the value that is ordered by come last either way. */
  readonly descending: boolean;
  readonly limit: number;
  /** Adds, at the end in the same order, the rest of the groups that the limit cuts. Gathered by group, the list is
   *  then the beginning of the whole list. */
  readonly wholeGroups?: boolean;
}

/** The first `limit` rollouts of some runs that pass the filter. runIds: null for a run that is not in the store. */
export function findRollouts(
  store: Store,
  runIds: readonly (string | null)[],
  filter: RolloutFilter,
  { orderBy, descending, limit, wholeGroups = false }: RolloutOrder,
): RolloutColumns {
  const matches = matching(store, runIds, filter);
  const order = orderBy === 'step' ? bySteps(matches, descending) : ordered(sortValues(matches, orderBy), descending);
  return columnsOf(store, matches, wholeGroups ? withGroups(matches, order, limit) : order.subarray(0, limit));
}

/** Rollouts as a chunk and a row of it, in the order of ties. */
interface Matches {
  readonly length: number;
  readonly chunks: readonly Chunk[];
  /** [length] index into chunks */
  readonly chunk: Uint32Array;
  /** [chunks + 1] the first match of each chunk. */
  readonly first: Uint32Array;
  /** [length] */
  readonly row: Uint32Array;
}

function matching(store: Store, runIds: readonly (string | null)[], filter: RolloutFilter): Matches {
  const chunks = chunksOf(store, runIds, filter);
  const keys = chunks.map(({ key }) => key);
  const said = filter.words === undefined ? null : rowsThatSay(store, keys, filter.words);
  const most = chunks.reduce((total, { rollouts }) => total + rollouts, 0);
  const [chunk, row, first] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(chunks.length + 1)];
  let length = 0;
  const passes = rowTest(store, filter);
  chunks.forEach(({ key, rollouts, summaries }, c) => {
    const rows = said && (said.get(key) ?? none);
    first[c] = length;
    for (let i = 0; i < rollouts; i++) {
      if ((rows !== null && !hasRow(rows, i)) || !passes(summaries, i)) continue;
      chunk[length] = c;
      row[length++] = i;
    }
  });
  first[chunks.length] = length;
  return { length, chunks, chunk, row, first };
}

const none: RowSet = new Uint8Array(0);

function rowTest(store: Store, { question, stopReason, correct, leastReward, mostReward }: RolloutFilter) {
  const keys = question === undefined ? null : new Set(questionKeys(store, question));
  const reason = stopReason === undefined ? null : stopReasons.indexOf(stopReason);
  // The bounds rounded like the column: a reward of 0.7 is at least 0.7. A rollout without credit is within no bounds.
  const bounded = leastReward !== undefined || mostReward !== undefined;
  const [least, most] = [Math.fround(leastReward ?? -Infinity), Math.fround(mostReward ?? Infinity)];
  return (columns: SummaryColumns, i: number): boolean =>
    (keys === null || keys.has(columns.question[i])) &&
    (reason === null || columns.stopReason[i] === reason) &&
    (correct === undefined || (columns.exactMatch[i] === 1) === correct) &&
    (!bounded || (columns.reward[i] >= least && columns.reward[i] <= most));
}

/** More than one where runs mean different questions by the same id. */
const questionKeys = (store: Store, id: string): number[] =>
  store.prepare('SELECT key FROM question WHERE id = ?').pluck().all(id) as number[];

/** [length] float32 has every column exactly, tokens up to 2²⁴. */
function sortValues(matches: Matches, orderBy: Exclude<RolloutOrder['orderBy'], 'step'>): Float32Array {
  const values = new Float32Array(matches.length);
  gather(matches, orderBy, values);
  return values;
}

/** Matches are in the order of steps already, so descending steps need no sorting. */
function bySteps({ length, chunks, first }: Matches, descending: boolean): Uint32Array {
  const order = new Uint32Array(length);
  if (!descending) return order.map((_, i) => i);
  for (let end = chunks.length, at = 0; end > 0;) {
    let start = end - 1;
    while (start > 0 && chunks[start - 1].step === chunks[start].step) start--;
    for (let match = first[start]; match < first[end]; match++) order[at++] = match;
    end = start;
  }
  return order;
}

/** The first `limit` of the order, then the others of their groups. */
function withGroups({ chunks, chunk, row }: Matches, order: Uint32Array, limit: number): Uint32Array {
  const groups = new Map<number, Set<number>>(); // by chunk
  const groupOf = (match: number): number => chunks[chunk[match]].summaries.group[row[match]];
  for (const match of order.subarray(0, limit)) {
    const seen = groups.get(chunk[match]);
    if (seen) seen.add(groupOf(match));
    else groups.set(chunk[match], new Set([groupOf(match)]));
  }
  const others = order.subarray(limit).filter((match) => groups.get(chunk[match])?.has(groupOf(match)));
  const first = order.subarray(0, limit);
  const all = new Uint32Array(first.length + others.length);
  all.set(first);
  all.set(others, first.length);
  return all;
}

/** Fills a column from its chunks: row i is the rollout `order[i]` of the matches. */
function gather({ chunks, chunk, row }: Matches, name: keyof SummaryColumns, into: Column, order?: Uint32Array): void {
  for (let i = 0; i < into.length; i++) {
    const match = order ? order[i] : i;
    into[i] = chunks[chunk[match]].summaries[name][row[match]];
  }
}

type Column = Float32Array | Uint32Array | Uint16Array | Uint8Array;

function columnsOf(store: Store, matches: Matches, order: Uint32Array): RolloutColumns {
  const { length } = order;
  const where = { run: new Uint16Array(length), step: new Uint32Array(length), set: new Uint8Array(length) };
  for (let i = 0; i < length; i++) {
    const { run, step, set } = matches.chunks[matches.chunk[order[i]]];
    where.run[i] = run;
    where.step[i] = step;
    where.set[i] = rolloutSets.indexOf(set);
  }
  const columns = emptySummaries(length);
  for (const name of summaryNames) gather(matches, name, columns[name], order);
  const questions = replaceKeys(store, columns.question);
  return { total: matches.length, ...where, ...columns, stopReasons, questions };
}

/** Puts in place of each question's key its index in the list that is returned. */
function replaceKeys(store: Store, column: Uint32Array): { readonly id: string; readonly text: string }[] {
  const keys = [...new Set(column)];
  const indices = new Map(keys.map((key, i) => [key, i]));
  for (let i = 0; i < column.length; i++) column[i] = indices.get(column[i])!;
  return store
    .prepare(
      'SELECT question.id, text FROM json_each(?) wanted JOIN question ON question.key = wanted.value ORDER BY wanted.key',
    )
    .all(JSON.stringify(keys)) as { readonly id: string; readonly text: string }[];
}
