/** metrics.jsonl → series. */
import { excerpt } from '../../shared/util/json.ts';
import type { Budget } from './budget.ts';
import { appendPoints } from './metrics.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { objects, tail } from '../run-folder/tail.ts';
import type { Line, Note } from '../run-folder/tail.ts';

/** About a hundred steps. Small, so that a slice ends soon after its time limit; large, so that series are rewritten
 *  seldom. */
const pieceBytes = 2 ** 18;

/** Adds the metrics after byte `offset`. `next`: offset for the following call · `complete`: the file had no more. */
export function collectMetrics(
  store: Store,
  runId: string,
  path: string,
  offset: number,
  note: Note,
  budget: Budget,
): { readonly next: number; readonly cut: boolean; readonly complete: boolean } {
  const update = prepared(store, 'UPDATE run SET step = max(step, ?) WHERE id = ?');
  for (let at = offset; ;) {
    if (!budget.next()) return { next: at, cut: false, complete: false };
    const { lines, next, shrank } = tail(path, at, pieceBytes);
    if (shrank || lines.length === 0) return { next: at, cut: shrank, complete: true };
    for (const [name, { step, value }] of columns(lines, path, note)) {
      appendPoints(store, runId, name, { step: Float64Array.from(step), value: Float64Array.from(value) });
      update.run(step.at(-1), runId);
    }
    at = next;
  }
}

interface Columns {
  readonly step: number[];
  readonly value: number[];
}

/** The lines' values by metric, null as NaN. Notes and skips what is no number. */
function columns(lines: readonly Line[], path: string, note: Note): Map<string, Columns> {
  const series = new Map<string, Columns>();
  for (const [{ step, ...values }, where] of objects(lines, path, note)) {
    if (typeof step !== 'number' || !Number.isSafeInteger(step)) {
      note(`${where}: expected step to be an integer, got ${excerpt(step)}`);
      continue;
    }
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'number' && value !== null) {
        note(`${where}: expected ${name} to be a number or null, got ${excerpt(value)}`);
        continue;
      }
      if (!series.has(name)) series.set(name, { step: [], value: [] });
      series.get(name)!.step.push(step);
      series.get(name)!.value.push(value ?? NaN);
    }
  }
  return series;
}
