/** The rows of the list: rollouts in their order, or gathered below the question that they tried. A row is one number, so that 100,000 of
 *  them cost nothing: i ≥ 0 is rollout i of the columns, −1 − g is the heading of group g. */
import type { RolloutAddress, RolloutColumns } from '../../shared/ipc/rollout-views.ts';
import { rolloutSets } from '../../shared/ipc/rollout-views.ts';

export interface Group {
  /** One of its rollouts, which says run, step, set and question. */
  readonly first: number;
  readonly size: number;
  readonly right: number;
}

export interface Rows {
  readonly rows: Int32Array;
  readonly groups: readonly Group[];
  /** [rollouts] 1 where it stands below the heading of its group. */
  readonly gathered: Uint8Array;
}

/** One row for each rollout. */
export const plainRows = ({ step }: RolloutColumns): Rows => ({
  rows: Int32Array.from(step, (_, i) => i),
  groups: [],
  gathered: new Uint8Array(step.length),
});

/** A group stands where the first of its rollouts stood; they follow it in their own order. A rollout without
 *  others, as in evaluations, needs no heading. */
export function groupedRows(columns: RolloutColumns): Rows {
  const members = new Map<string, number[]>();
  for (let i = 0; i < columns.step.length; i++) {
    const key = `${columns.run[i]}/${columns.step[i]}/${columns.set[i]}/${columns.group[i]}/${columns.question[i]}`;
    const known = members.get(key);
    if (known) known.push(i);
    else members.set(key, [i]);
  }
  const all = [...members.values()];
  const rows = new Int32Array(columns.step.length + all.filter(({ length }) => length > 1).length);
  const gathered = new Uint8Array(columns.step.length);
  const groups: Group[] = [];
  let at = 0;
  for (const group of all) {
    if (group.length > 1) {
      rows[at++] = -1 - groups.length;
      const right = group.filter((i) => columns.exactMatch[i] === 1).length;
      groups.push({ first: group[0]!, size: group.length, right });
    }
    for (const i of group) {
      gathered[i] = group.length > 1 ? 1 : 0;
      rows[at++] = i;
    }
  }
  return { rows, groups, gathered };
}

export const addressAt = (columns: RolloutColumns, runs: readonly string[], i: number): RolloutAddress => ({
  run: runs[columns.run[i]!]!,
  step: columns.step[i]!,
  set: rolloutSets[columns.set[i]!]!,
  n: columns.n[i]!,
});

/** Position in the columns; −1 where the list does not have it. */
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

/** The row of the next rollout after a row (by 1 or −1), headings passed over; the same row at the end. at −1: before the first. */
export function neighbour(rows: Int32Array, at: number, by: 1 | -1): number {
  for (let row = at + by; row >= 0 && row < rows.length; row += by) if (rows[row]! >= 0) return row;
  return at;
}
