/** Runs that learned and runs that did not: where learning is a phase transition, a mean over seeds describes none of
 *  them. */
import type { AlgorithmSummary } from './algorithm-summary.ts';

export interface TakeOff {
  /** Middle of the gap between the two modes, in the metric's unit. */
  readonly level: number;
  /** In the order of the verdict. */
  readonly algorithms: readonly {
    readonly algorithm: string;
    readonly tookOff: number;
    readonly n: number;
  }[];
}

/** Of the whole range [0, 1] of a share; two modes that are closer may be noise between seeds. */
const leastGap = 0.3;

/** Whether the final values of all runs fall into two modes: neighbours in their order are further apart than
 *  `leastGap` and than half of the whole spread, and the seeds of one algorithm lie on both sides. Null otherwise, and
 *  for a metric that is no share. direction: 1 where higher is better. */
export function takeOff(algorithms: readonly AlgorithmSummary[], unit: string, direction: 1 | -1): TakeOff | null {
  if (unit !== 'share') return null;
  const finals = algorithms.map(({ finalBySeed }) => [...finalBySeed.values()]);
  const all = finals.flat().sort((a, b) => a - b);
  const gaps = all.slice(1).map((value, i) => value - all[i]);
  const largest = Math.max(0, ...gaps);
  if (largest < leastGap || largest < (all.at(-1)! - all[0]) / 2) return null;
  const at = gaps.indexOf(largest);
  const level = (all[at] + all[at + 1]) / 2;
  const above = finals.map((values) => values.filter((value) => direction * (value - level) > 0).length);
  if (!above.some((count, i) => count > 0 && count < finals[i].length)) return null;
  return {
    level,
    algorithms: algorithms.map(({ algorithm }, i) => ({ algorithm, tookOff: above[i], n: finals[i].length })),
  };
}
