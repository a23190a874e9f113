/** Sentences that a reader needs beside the verdict: few seeds, runs that still train, how curves were aligned. */
import type { Drawn } from '../../../shared/report/line-chart.ts';
import { compact } from '../../../shared/statistics/format.ts';
import type { Verdict } from '../../../shared/statistics/verdict.ts';
import type { ChosenRun } from '../../components/comparison/chosen.ts';

/** Below this, the spread between seeds is hardly known. */
const enoughSeeds = 3;

/** "Fewer than 3 seeds (igpo 2, grpo 1): …", by name if they differ; null if all have enough. */
export function fewSeeds({ algorithms }: Verdict): string | null {
  const few = algorithms.filter(({ final }) => final.n < enoughSeeds);
  if (few.length === 0) return null;
  const alone = few.every(({ final }) => final.n === 1);
  const why = alone ? 'a single run has no band' : 'the spread between them is hardly known';
  const [n] = few.map(({ final }) => final.n);
  const same = few.length > 2 && few.length === algorithms.length && few.every(({ final }) => final.n === n);
  const which = same ? `${n} of each algorithm` : few.map((a) => `${a.algorithm} ${a.final.n}`).join(', ');
  return `Fewer than ${enoughSeeds} seeds (${which}): ${why}.`;
}

const training: ReadonlySet<string> = new Set(['queued', 'starting', 'running', 'paused', 'stopping']);

/** How far the runs are compared, and why no further; null if all end at one x. */
export function commonRange(
  { range, question, missing }: Verdict,
  runs: readonly ChosenRun[],
  ends: readonly number[],
): string | null {
  const unfinished = runs.filter(({ state }) => training.has(state)).length;
  if (range === null) return null;
  const left = runs.filter(
    (run) =>
      training.has(run.state) && missing.some(({ algorithm, seed }) => algorithm === run.label && seed === run.seed),
  );
  if (unfinished > 0 && left.length === unfinished && ends.every((end) => end === range[1]))
    return `${unfinished} of ${runs.length} runs still train or wait: those that have ended are compared.`;
  const short = ends.some((end) => end > range[1]);
  if (unfinished === 0 && !short) return null;
  const counted = runs.length - missing.length;
  const upTo = `${compact(range[1])} ${question.xUnit}`;
  const why =
    unfinished > 0 ? `${unfinished} of ${runs.length} runs still train or wait` : 'The runs end at different points';
  return `${why}: compared up to ${upTo}, as far as all ${counted} with points have come.`;
}

/** How the curves were aligned on one x axis. */
export function alignment(bands: Drawn, xUnit: string): string {
  const several = bands.filter(({ band }) => band.n > 1);
  if (several.length === 0) return 'Values at the end are read by linear interpolation where a run has no point there.';
  return several.some(({ band }) => band.method === 'linear')
    ? `Measured at different ${xUnit}: aligned by linear interpolation between each run’s own points, never beyond them.`
    : `All seeds of an algorithm are measured at the same ${xUnit}: means are taken point by point, nothing is interpolated.`;
}
