/** The rows of the list: rollouts in order, or grouped below their question. A row is one number, so that 100,000
 *  cost nothing: i ≥ 0 is rollout i of the columns, −1 − g is the heading of group g. */
import type { RolloutAddress, RolloutColumns } from '../../../../shared/ipc/rollout-views.ts';
import { rolloutSets } from '../../../../shared/ipc/rollout-views.ts';

export interface Group {
  /** One of its rollouts, for run, step, set and question. */
  readonly first: number;
  readonly size: number;
  readonly right: number;
}

export interface Rows {
  readonly rows: Int32Array;
  readonly groups: readonly Group[];
  /** [rollouts] 1 if it is below the heading of its group. */
  readonly gathered: Uint8Array;
}

/** One row for each rollout. */
export const plainRows = ({ step }: RolloutColumns): Rows => ({
  rows: Int32Array.from(step, (_, i) => i),
  groups: [],
  gathered: new Uint8Array(step.length),
});

/** A group is placed where its first rollout was; its rollouts follow in their own order. A rollout alone in its
 *  group, as in evaluations, has no heading. */
export function groupedRows(columns: RolloutColumns): Rows {
  const { group, size, first, right } = groupsOf(columns);
  const rows = new Int32Array(group.length + size.filter((count) => count > 1).length);
  const gathered = new Uint8Array(group.length);
  const groups: Group[] = [];
  let at = 0;
  const next = size.map((count, g) => {
    if (count > 1) {
      rows[at++] = -1 - groups.length;
      groups.push({ first: first[g], size: count, right: right[g] });
    }
    at += count;
    return at - count;
  });
  for (let i = 0; i < group.length; i++) {
    rows[next[group[i]]++] = i;
    gathered[i] = size[group[i]] > 1 ? 1 : 0;
  }
  return { rows, groups, gathered };
}

/** The groups in order of first appearance, and the group of every rollout. */
function groupsOf(columns: RolloutColumns) {
  const { run, step, set, exactMatch } = columns;
  const group = new Uint32Array(step.length);
  const [size, first, right]: [number[], number[], number[]] = [[], [], []];
  const chunks = new Map<number, Map<number, number>>();
  for (let i = 0; i < group.length; i++) {
    const chunk = (run[i] * 2 + set[i]) * 2 ** 32 + step[i];
    let known = chunks.get(chunk);
    if (known === undefined) chunks.set(chunk, (known = new Map()));
    let g = known.get(columns.group[i]);
    if (g === undefined) {
      known.set(columns.group[i], (g = size.length));
      size.push(0);
      first.push(i);
      right.push(0);
    }
    group[i] = g;
    size[g]++;
    if (exactMatch[i] === 1) right[g]++;
  }
  return { group, size, first, right };
}

export const addressAt = (columns: RolloutColumns, runs: readonly string[], i: number): RolloutAddress => ({
  run: runs[columns.run[i]],
  step: columns.step[i],
  set: rolloutSets[columns.set[i]],
  n: columns.n[i],
});

/** Position in the columns; −1 if the list does not have it. */
export function positionOf(columns: RolloutColumns, runs: readonly string[], address: RolloutAddress | null): number {
  if (address === null) return -1;
  const run = runs.indexOf(address.run);
  const set = rolloutSets.indexOf(address.set);
  for (let i = 0; i < columns.step.length; i++)
    if (
      columns.n[i] === address.n &&
      columns.step[i] === address.step &&
      columns.run[i] === run &&
      columns.set[i] === set
    )
      return i;
  return -1;
}

/** The row of the next (1) or previous (−1) rollout, headings skipped; the same row at the end. at −1: before the
 *  first. */
export function neighbour(rows: Int32Array, at: number, by: 1 | -1): number {
  for (let row = at + by; row >= 0 && row < rows.length; row += by) if (rows[row] >= 0) return row;
  return at;
}
