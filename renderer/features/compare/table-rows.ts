/** The table of a comparison: one row for each algorithm, best first. */
import { compact } from '../../../shared/statistics/format.ts';
import { amount, difference, estimate, pairOf, pValues } from '../../../shared/report/cells.ts';
import type { AlgorithmSummary } from '../../../shared/statistics/algorithm-summary.ts';
import type { Verdict } from '../../../shared/statistics/verdict.ts';
import { mean } from '../../../shared/util/math.ts';
import type { ChosenRun } from '../../components/comparison/chosen.ts';

export interface ResultRow {
  readonly label: string;
  /** "5", or "4 of 5" where one failed or has no points. */
  readonly seeds: string;
  readonly start: string;
  readonly final: string;
  readonly area: string;
  readonly reached: string;
  /** Difference to the baseline; empty on its own row. */
  readonly difference: string;
  readonly p: string;
}

export function resultRows(
  { algorithms, comparisons, question: { unit }, threshold }: Verdict,
  runs: readonly ChosenRun[],
  baseline: string,
): ResultRow[] {
  return algorithms.map((summary) => {
    const { algorithm, start, final, area } = summary;
    const all = runs.filter(({ label }) => label === algorithm).length;
    const pair = pairOf(comparisons, algorithm, baseline);
    return {
      label: algorithm,
      seeds: final.n === all ? String(all) : `${final.n} of ${all}`,
      start: amount(start.mean, unit),
      final: estimate(final, unit),
      area: estimate(area, unit),
      reached: threshold === null ? '–' : reachedText(summary),
      difference: pair ? difference(pair, baseline, unit) : '',
      p: pair ? pValues(pair) : '',
    };
  });
}

/** Mean x at which the threshold was reached: "2,310"; "≥ 4,100, 3 of 5" if some runs never reached it (they count
 *  with their whole budget); "never". */
export function reachedText({ reachedBySeed }: Pick<AlgorithmSummary, 'reachedBySeed'>): string {
  const all = [...reachedBySeed.values()];
  const there = all.filter(({ reached }) => reached).length;
  if (there === 0) return 'never';
  const spent = compact(mean(all.map((one) => (one.reached ? one.x : one.budget))));
  return there === all.length ? spent : `≥ ${spent}, ${there} of ${all.length}`;
}
