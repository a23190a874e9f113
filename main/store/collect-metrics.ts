/** metrics.jsonl → series. */
import { excerpt } from '../../shared/util/json.ts';
import { appendPoints } from './metrics.ts';
import type { Store } from './open.ts';
import { objects, tail } from './tail.ts';
import type { Line, Note } from './tail.ts';

/** Adds the metrics after byte `offset`. `next`: where the following call goes on. */
export function collectMetrics(store: Store, runId: string, path: string, offset: number, note: Note) {
  const update = store.prepare('UPDATE run SET step = max(step, ?) WHERE id = ?');
  for (let at = offset; ;) {
    const { lines, next, shrank } = tail(path, at);
    if (shrank || lines.length === 0) return { next: at, cut: shrank };
    const series = columns(lines, path, note);
    for (const [name, { step, value }] of series) {
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

/** The lines' values by metric, null as NaN; what is no number is noted and left out. */
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
