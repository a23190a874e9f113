/** The numbers of a verdict: which algorithm is ahead, by how much and how surely. `verdict-sentences.ts` words
 *  them. */
import type { Aggregate } from './aggregate.ts';
import { algorithmSummary } from './algorithm-summary.ts';
import type { AlgorithmSummary, CountedRun, Reading } from './algorithm-summary.ts';
import { comparisons } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { finitePoints, valueAt } from './curve.ts';
import type { Curve } from './curve.ts';
import { takeOff } from './take-off.ts';
import type { TakeOff } from './take-off.ts';
import { rangeOf } from './interval.ts';
import { mean } from '../util/math.ts';

export interface VerdictRun {
  readonly algorithm: string;
  readonly seed: number;
  /** The compared metric on the declared x unit; null if the run has none. */
  readonly curve: Curve | null;
  /** Why the run failed; null if it did not. */
  readonly failure: string | null;
}

export interface VerdictQuestion {
  /** As it reads in a sentence: "exact match on the test questions". */
  readonly metric: string;
  /** "share" is in [0, 1] and shown in percentage points. */
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** Plural: "rollouts". */
  readonly xUnit: string;
  /** When the values are read, if not at the end of the common range: "after training". */
  readonly when?: string;
  /** For the speed-up; if absent, the verdict chooses one and says which (`Threshold`). */
  readonly threshold?: number;
  readonly level?: number;
  /** Of the start, the final values and the areas; the mean if absent. Differences and tests are always of means. */
  readonly aggregate?: Aggregate;
}

export interface MissingRun {
  readonly algorithm: string;
  readonly seed: number;
  readonly reason: string;
}

/** `halfWay`: between the common start and the worst final mean. `takeOff`: between runs that learned and those that
 *  did not. */
export interface Threshold {
  readonly value: number;
  readonly from: 'declared' | 'halfWay' | 'takeOff';
}

export interface Verdict {
  readonly question: VerdictQuestion;
  readonly level: number;
  readonly aggregate: Aggregate;
  /** The x range that every counted run has; null without runs. */
  readonly range: readonly [number, number] | null;
  readonly threshold: Threshold | null;
  /** Null unless the seeds fall into two modes. */
  readonly takeOff: TakeOff | null;
  /** Best final value first. */
  readonly algorithms: readonly AlgorithmSummary[];
  /** All pairs; the leader's come first, in the order of `algorithms`. */
  readonly comparisons: readonly Comparison[];
  /** Runs that failed or have no points: named, and in none of the numbers. */
  readonly missing: readonly MissingRun[];
  /** Seeds that only some algorithms have, e.g. "GRPO seed 4". */
  readonly unpaired: readonly { readonly algorithm: string; readonly seed: number }[];
}

/** The verdict over all runs. Values are read at the last x that every counted run has reached, linear between points.
 *  Throws RangeError if an algorithm has two runs of one seed. Yields between parts of the work, for whoever has others
 *  to answer meanwhile. */
export function* verdictInParts(runs: readonly VerdictRun[], question: VerdictQuestion): Generator<undefined, Verdict> {
  refuseRepeatedSeeds(runs);
  const { level = 0.95, aggregate = 'mean' } = question;
  const direction = question.better === 'higher' ? 1 : -1;
  const missing: MissingRun[] = [];
  const counted: CountedRun[] = [];
  for (const { algorithm, seed, curve, failure } of runs) {
    const points = curve === null ? null : finitePoints(curve);
    if (failure !== null) missing.push({ algorithm, seed, reason: failure });
    else if (points === null || points.x.length === 0) missing.push({ algorithm, seed, reason: 'no points yet' });
    else counted.push({ algorithm, seed, curve: points });
  }
  const range = commonRange(counted);
  const possible = rangeOf(question.unit);
  const read = (threshold: number | null): Reading | null =>
    range && { ...{ direction, level, aggregate, possible, range }, threshold };
  const summaries = (reading: Reading | null): AlgorithmSummary[] =>
    reading
      ? [...new Set(counted.map((run) => run.algorithm))]
          .map((name) => algorithmSummary(name, counted, reading))
          .sort((a, b) => direction * (b.final.mean - a.final.mean))
      : [];
  const modes = takeOff(summaries(read(null)), question.unit, direction);
  const threshold = range && thresholdOf(question, counted, range, direction, modes);
  const reading = read(threshold?.value ?? null);
  const algorithms = summaries(reading);
  return {
    question,
    level,
    aggregate,
    range,
    threshold,
    takeOff: modes,
    algorithms,
    comparisons: reading ? yield* comparisons(algorithms, reading) : [],
    missing,
    unpaired: counted
      .filter(({ seed }) => !algorithms.every((a) => a.finalBySeed.has(seed)))
      .map(({ algorithm, seed }) => ({ algorithm, seed })),
  };
}

function refuseRepeatedSeeds(runs: readonly VerdictRun[]): void {
  const seen = new Set<string>();
  for (const { algorithm, seed } of runs) {
    const key = JSON.stringify([algorithm, seed]);
    if (seen.has(key))
      throw new RangeError(
        `verdict: expected one run per algorithm and seed, got two of ${algorithm} seed ${seed} — choose one`,
      );
    seen.add(key);
  }
}

/** Null if the runs have no x in common. */
function commonRange(runs: readonly CountedRun[]): readonly [number, number] | null {
  const from = Math.max(...runs.map((run) => run.curve.x[0]));
  const to = Math.min(...runs.map((run) => run.curve.x.at(-1)!));
  return runs.length > 0 && from <= to ? [from, to] : null;
}

function thresholdOf(
  question: VerdictQuestion,
  runs: readonly CountedRun[],
  range: readonly [number, number],
  direction: 1 | -1,
  modes: TakeOff | null,
): Threshold | null {
  if (question.threshold !== undefined) return { value: question.threshold, from: 'declared' };
  if (modes !== null) return { value: modes.level, from: 'takeOff' };
  const start = mean(runs.map((run) => valueAt(run.curve, range[0])));
  const names = [...new Set(runs.map((run) => run.algorithm))];
  const finals = names.map((name) =>
    mean(runs.filter((run) => run.algorithm === name).map((run) => valueAt(run.curve, range[1]))),
  );
  const worst = direction * Math.min(...finals.map((final) => direction * final));
  return direction * (worst - start) > 0 ? { value: (start + worst) / 2, from: 'halfWay' } : null;
}
