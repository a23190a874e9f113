/** metrics.jsonl → series. */
import { excerpt } from '../../shared/util/json.ts';
import type { Budget } from './budget.ts';
import { appendPoints, metricNames } from './metrics.ts';
import type { Store } from './open.ts';
import { prepared } from './prepared.ts';
import { notedIfUnfit, objects, tail } from '../run-folder/tail.ts';
import type { Line, Note } from '../run-folder/tail.ts';

/** Adds the metrics after byte `offset`. `next`: offset for the following call · `complete`: the file had no more. */
export function collectMetrics(
  store: Store,
  runId: string,
  path: string,
  offset: number,
  note: Note,
  budget: Budget,
): { readonly next: number; readonly cut: boolean; readonly complete: boolean } {
  let names: Set<string> | null = null;
  /** Each name has rows of its own, which are written again with every piece. */
  const isKnown = (name: string): boolean => {
    names ??= new Set(metricNames(store, runId));
    if (names.has(name) || (names.size < mostNames && name.length <= longestName)) return names.add(name) !== null;
    note(
      `${path}: expected at most ${mostNames} metrics with names of at most ${longestName} letters, got more or longer ones — those are not shown`,
    );
    return false;
  };
  const update = prepared(store, 'UPDATE run SET step = max(step, ?) WHERE id = ?');
  for (let at = offset; ;) {
    if (!budget.next()) return { next: at, cut: false, complete: false };
    const piece = notedIfUnfit(note, () => tail(path, at));
    if (piece === null || piece.shrank || piece.lines.length === 0)
      return { next: at, cut: piece?.shrank ?? false, complete: true };
    const read = notedIfUnfit(note, () => columns(piece.lines, path, note));
    if (read === null) return { next: at, cut: false, complete: true };
    for (const [name, { step, value }] of read) {
      if (!isKnown(name)) continue;
      appendPoints(store, runId, name, { step: Float64Array.from(step), value: Float64Array.from(value) });
      update.run(step.at(-1), runId);
    }
    at = piece.next;
  }
}

/** Twenty times as many as a run has. */
const mostNames = 2000;
const longestName = 200;

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
