/** What the x axis counts. Points are journaled by step; running totals say what had been spent by each step. */
import type { Points } from '../state/follow-series.svelte.ts';

export interface XUnit {
  readonly id: string;
  readonly title: string;
  /** Its running total; null for steps. */
  readonly metric: string | null;
}

export const xUnits: readonly XUnit[] = [
  { id: 'step', title: 'steps', metric: null },
  { id: 'rollouts', title: 'rollouts', metric: 'total/rollouts' },
  { id: 'tokens', title: 'sampled tokens', metric: 'total/sampled_tokens' },
  { id: 'searches', title: 'search calls', metric: 'total/search_calls' },
  { id: 'seconds', title: 'training time, s', metric: 'total/seconds' },
];

export const xUnit = (id: string): XUnit => xUnits.find((unit) => unit.id === id) ?? xUnits[0];

/** The points with x in another unit: the total at the last step that is not later; 0 before the first, as at step 0.
 *  steps of both ascending · same arrays in, same arrays out, so that nothing is redrawn. */
export function inUnit(points: Points, totals: Points | null): Points {
  if (totals === null || points.x.length === 0) return points;
  const cached = cache.get(points.x)?.get(totals.x);
  if (cached && cached.length === points.x.length) return { x: cached, y: points.y };
  const x = new Float64Array(points.x.length);
  let at = 0;
  for (let i = 0; i < x.length; i++) {
    while (at < totals.x.length && totals.x[at] <= points.x[i]) at++;
    x[i] = at === 0 ? 0 : totals.y[at - 1];
  }
  if (!cache.has(points.x)) cache.set(points.x, new WeakMap());
  cache.get(points.x)!.set(totals.x, x);
  return { x, y: points.y };
}

const cache = new WeakMap<Float64Array, WeakMap<Float64Array, Float64Array>>();
