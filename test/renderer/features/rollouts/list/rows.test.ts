/** Rows of the list, against a list that can be counted by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressAt,
  groupedRows,
  neighbour,
  plainRows,
  positionOf,
} from '../../../../../renderer/features/rollouts/list/rows.ts';
import type { RolloutColumns } from '../../../../../shared/ipc/rollout-views.ts';

/** [run, step, set, n, group, question, exactMatch] */
function columnsOf(rows: readonly (readonly number[])[]): RolloutColumns {
  const column = (i: number): number[] => rows.map((row) => row[i]);
  return {
    total: rows.length,
    run: Uint16Array.from(column(0)),
    step: Uint32Array.from(column(1)),
    set: Uint8Array.from(column(2)),
    n: Uint32Array.from(column(3)),
    group: Uint32Array.from(column(4)),
    member: Uint32Array.from(column(3)),
    question: Uint32Array.from(column(5)),
    reward: Float32Array.from(column(6)),
    answerF1: Float32Array.from(column(6)),
    exactMatch: Float32Array.from(column(6)),
    turns: Uint16Array.from(column(3)),
    tokens: Uint32Array.from(column(3)),
    stopReason: Uint8Array.from(column(2)),
    stopReasons: ['answered', 'maxTurns', 'maxTokens', 'error'],
    questions: [
      { id: 'a', text: 'A?' },
      { id: 'b', text: 'B?' },
    ],
  };
}

// By reward: two questions of one step mixed, and the first one again at another step.
const columns = columnsOf([
  [0, 1, 0, 2, 0, 0, 1],
  [0, 1, 0, 7, 1, 1, NaN],
  [0, 1, 0, 0, 0, 0, 0],
  [0, 2, 0, 0, 0, 0, 1],
  [0, 1, 0, 1, 0, 0, 1],
]);
const runs = ['quickstart/igpo-seed-1'];

test('a group stands where its first rollout stood, its rollouts follow in their own order', () => {
  const { rows, groups, gathered } = groupedRows(columns);
  assert.deepEqual([...rows], [-1, 0, 2, 4, 1, 3]);
  assert.deepEqual([...gathered], [1, 0, 1, 0, 1]);
  assert.deepEqual(groups, [{ first: 0, size: 3, right: 2 }]); // the others stand alone, without a heading
  assert.deepEqual([...plainRows(columns).rows], [0, 1, 2, 3, 4]);
});

test('a question that is drawn twice in a step has two headings', () => {
  const twice = columnsOf([0, 1, 0, 1].map((group, n) => [0, 1, 0, n, group, 0, 1]));
  assert.deepEqual([...groupedRows(twice).rows], [-1, 0, 2, -2, 1, 3]);
});

test('J and K skip headings and stop at the ends', () => {
  const { rows } = groupedRows(columns);
  assert.equal(neighbour(rows, -1, 1), 1);
  assert.equal(neighbour(rows, 3, 1), 4);
  assert.equal(neighbour(Int32Array.of(0, -1, 1), 0, 1), 2);
  assert.equal(neighbour(Int32Array.of(0, -1, 1), 2, -1), 0);
  assert.equal(neighbour(rows, 5, 1), 5);
  assert.equal(neighbour(rows, 1, -1), 1);
  assert.equal(neighbour(new Int32Array(0), -1, 1), -1);
});

test('every rollout is found at its own address and at no other', () => {
  for (let i = 0; i < columns.step.length; i++) assert.equal(positionOf(columns, runs, addressAt(columns, runs, i)), i);
  assert.equal(positionOf(columns, runs, { run: runs[0], step: 2, set: 'evaluation', n: 0 }), -1);
  assert.equal(positionOf(columns, runs, { run: 'another', step: 2, set: 'training', n: 0 }), -1);
  assert.equal(positionOf(columns, runs, null), -1);
});

test('gathering by question reads a rollout as often among 100,000 as among 1,000', () => {
  const reads = [1000, 100_000].map((count) => {
    const all = columnsOf(Array.from({ length: count }, (_, i) => [0, i >> 7, 0, i & 127, (i & 127) >> 3, 0, i & 1]));
    const counts = countReads(all);
    const { rows, groups } = groupedRows(counts.columns);
    assert.deepEqual([groups.length, rows.length], [count / 8, count + count / 8]);
    return counts.reads() / count;
  });
  assert.equal(reads[0], reads[1]);
});

/** The columns, which count how often one of their values is read. */
function countReads(columns: RolloutColumns) {
  let count = 0;
  const counting = <T>(value: T): T =>
    ArrayBuffer.isView(value)
      ? new Proxy(value, {
          get(target, key) {
            if (typeof key === 'string' && /^\d+$/.test(key)) count++;
            return Reflect.get(target, key, target) as unknown;
          },
        })
      : value;
  const counted = Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, counting(value)]));
  return { columns: counted as unknown as RolloutColumns, reads: () => count };
}
