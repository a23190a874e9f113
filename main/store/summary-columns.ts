/** Summaries of rollouts as columns, one blob a chunk: a hundred thousand are read and filtered in milliseconds. As
 *  rows of a table, handing them over alone takes longer. */
import { stopReasons } from '../../shared/record/rollout.ts';
import type { ChunkEntry } from '../run-folder/rollout-chunk.ts';

/** Widest first, so that every column begins at a multiple of its width. */
const kinds = {
  /** NaN without credit. */
  reward: Float32Array,
  /** NaN where it was not scored. */
  answerF1: Float32Array,
  exactMatch: Float32Array,
  /** Position in the chunk. */
  n: Uint32Array,
  /** Key in the table `question`. */
  question: Uint32Array,
  /** Number of its group in the chunk. */
  group: Uint32Array,
  member: Uint32Array,
  tokens: Uint32Array,
  turns: Uint16Array,
  /** Index into `stopReasons`. */
  stopReason: Uint8Array,
} as const;

type Name = keyof typeof kinds;
export const summaryNames = Object.keys(kinds) as readonly Name[];
const bytesEach = summaryNames.reduce((total, name) => total + kinds[name].BYTES_PER_ELEMENT, 0);

/** Row i is column[i] of each. */
export type SummaryColumns = { readonly [N in Name]: InstanceType<(typeof kinds)[N]> };

/** Columns of zeros, each with a buffer of its own. */
export const emptySummaries = (length: number): SummaryColumns =>
  Object.fromEntries(summaryNames.map((name) => [name, new kinds[name](length)])) as unknown as SummaryColumns;

/** questionKey: of a question's id. */
export function packSummaries(entries: readonly ChunkEntry[], questionKey: (id: string) => number): Buffer {
  const buffer = new ArrayBuffer(entries.length * bytesEach);
  const columns = view(buffer);
  const groups = new Map<string, number>();
  entries.forEach(({ groupId, questionId, stopReason, ...entry }, i) => {
    if (!groups.has(groupId)) groups.set(groupId, groups.size);
    const row = {
      ...entry,
      group: groups.get(groupId),
      question: questionKey(questionId),
      stopReason: stopReasons.indexOf(stopReason),
    };
    for (const name of summaryNames) columns[name][i] = row[name] ?? NaN;
  });
  return Buffer.from(buffer);
}

// A copy, because a view needs bytes that begin at a multiple of its width.
export const unpackSummaries = (blob: Buffer): SummaryColumns => view(new Uint8Array(blob).buffer);

function view(buffer: ArrayBuffer): SummaryColumns {
  const length = buffer.byteLength / bytesEach;
  let at = 0;
  const columns = summaryNames.map((name) => {
    const column = new kinds[name](buffer, at, length);
    at += column.byteLength;
    return [name, column];
  });
  return Object.fromEntries(columns) as SummaryColumns;
}
