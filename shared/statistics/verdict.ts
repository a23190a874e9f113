/** Which algorithm is ahead, by how much and how sure that is: the numbers. `verdict-sentences.ts` says them in words. */
import { areaUnderCurve } from './area-under-curve.ts';
import { compareBySeed, sharedSeeds } from './compare.ts';
import type { BySeed, Difference } from './compare.ts';
import { finitePoints, valueAt } from './curve.ts';
import type { Curve } from './curve.ts';
import { holm } from './holm.ts';
import { differenceRange, rangeOf } from './interval.ts';
import type { Range } from './interval.ts';
import { meanInterval } from './mean-interval.ts';
import type { MeanEstimate } from './mean-interval.ts';
import { seedsForPower } from './power.ts';
import { speedUp } from './speed-up.ts';
import type { SpeedUp } from './speed-up.ts';
import { stepsToThreshold } from './steps-to-threshold.ts';
import type { Reached } from './steps-to-threshold.ts';
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
  /** For the speed-up; if absent, half-way from the common start to the worst final mean, and the verdict says so. */
  readonly threshold?: number;
  readonly level?: number;
}

export interface AlgorithmSummary {
  readonly algorithm: string;
  readonly seeds: readonly number[];
  readonly start: MeanEstimate;
  readonly final: MeanEstimate;
  /** Mean height over the common range. */
  readonly area: MeanEstimate;
  readonly finalBySeed: BySeed;
  readonly areaBySeed: BySeed;
  readonly reachedBySeed: ReadonlyMap<number, Reached>;
}

/** Differences are oriented so that positive is better for `ahead`, whichever way the metric points. */
export interface Comparison {
  readonly ahead: string;
  readonly behind: string;
  readonly final: Difference;
  /** p of `final` after Holm's correction over all pairs of algorithms; null where there is none. */
  readonly holmP: number | null;
  readonly area: Difference | null;
  /** Over shared seeds; null without any or without a threshold. */
  readonly speedUp: SpeedUp | null;
  /** Pairs for 80 % power at the observed effect; null if over 1000, unknown or unpaired. */
  readonly seedsNeeded: number | null;
  /** shown: t and sign-flip below 1 − level · suggestive: t alone · notShown: neither · unknown: too few seeds for any test, or the same
   *  difference in all, as a coarse metric gives. */
  readonly conclusion: 'shown' | 'suggestive' | 'notShown' | 'unknown';
}

export interface MissingRun {
  readonly algorithm: string;
  readonly seed: number;
  readonly reason: string;
}

export interface Verdict {
  readonly question: VerdictQuestion;
  readonly level: number;
  /** The x range that every counted run has; null without runs. */
  readonly range: readonly [number, number] | null;
  readonly threshold: { readonly value: number; readonly declared: boolean } | null;
  /** Best final mean first. */
  readonly algorithms: readonly AlgorithmSummary[];
  /** All pairs; the leader's come first, in the order of `algorithms`. */
  readonly comparisons: readonly Comparison[];
  /** Runs that failed or have no points: named, and in none of the numbers. */
  readonly missing: readonly MissingRun[];
  /** Seeds that only some algorithms have, e.g. "GRPO seed 4". */
  readonly unpaired: readonly { readonly algorithm: string; readonly seed: number }[];
}

interface CountedRun {
  readonly algorithm: string;
  readonly seed: number;
  readonly curve: Curve;
}

/** The verdict over all runs. Values are read at the last x that every counted run has reached, linear between points.
 *  Throws RangeError if an algorithm has two runs of one seed. */
export function verdict(runs: readonly VerdictRun[], question: VerdictQuestion): Verdict {
  refuseRepeatedSeeds(runs);
  const level = question.level ?? 0.95;
  const possible = rangeOf(question.unit);
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
  const threshold = range && thresholdOf(question, counted, range, direction);
  const algorithms = range
    ? [...new Set(counted.map((run) => run.algorithm))]
        .map((name) => summary(name, counted, range, threshold?.value ?? NaN, direction, level, possible))
        .sort((a, b) => direction * (b.final.mean - a.final.mean))
    : [];
  const pairs = algorithms.flatMap((ahead, i) => algorithms.slice(i + 1).map((behind) => [ahead, behind] as const));
  return {
    question,
    level,
    range,
    threshold,
    algorithms,
    comparisons: withHolm(
      pairs.map(([ahead, behind]) =>
        comparison(ahead, behind, direction, level, differenceRange(possible), threshold !== null),
      ),
      level,
    ),
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
  const from = Math.max(...runs.map((run) => run.curve.x[0]!));
  const to = Math.min(...runs.map((run) => run.curve.x.at(-1)!));
  return runs.length > 0 && from <= to ? [from, to] : null;
}

function thresholdOf(
  question: VerdictQuestion,
  runs: readonly CountedRun[],
  range: readonly [number, number],
  direction: 1 | -1,
) {
  if (question.threshold !== undefined) return { value: question.threshold, declared: true };
  const start = mean(runs.map((run) => valueAt(run.curve, range[0])));
  const names = [...new Set(runs.map((run) => run.algorithm))];
  const finals = names.map((name) =>
    mean(runs.filter((run) => run.algorithm === name).map((run) => valueAt(run.curve, range[1]))),
  );
  const worst = direction * Math.min(...finals.map((final) => direction * final));
  return direction * (worst - start) > 0 ? { value: (start + worst) / 2, declared: false } : null;
}

function summary(
  algorithm: string,
  runs: readonly CountedRun[],
  [from, to]: readonly [number, number],
  threshold: number,
  direction: 1 | -1,
  level: number,
  possible: Range,
): AlgorithmSummary {
  const own = runs.filter((run) => run.algorithm === algorithm).sort((a, b) => a.seed - b.seed);
  const bySeed = <T>(of: (curve: Curve) => T) => new Map(own.map((run) => [run.seed, of(run.curve)]));
  const finalBySeed = bySeed((curve) => valueAt(curve, to));
  const areaBySeed = bySeed((curve) => areaUnderCurve(curve, from, to));
  return {
    algorithm,
    seeds: own.map((run) => run.seed),
    start: meanInterval(
      own.map((run) => valueAt(run.curve, from)),
      level,
      possible,
    ),
    final: meanInterval([...finalBySeed.values()], level, possible),
    area: meanInterval([...areaBySeed.values()], level, possible),
    finalBySeed,
    areaBySeed,
    reachedBySeed: bySeed((curve) => stepsToThreshold(upTo(curve, to), threshold, direction)),
  };
}

/** The part of a curve within the common budget, so that no run is credited for training longer. */
function upTo(curve: Curve, end: number): Curve {
  const n = curve.x.filter((x) => x < end).length;
  return { x: [...curve.x.slice(0, n), end], y: [...curve.y.slice(0, n), valueAt(curve, end)] };
}

function comparison(
  ahead: AlgorithmSummary,
  behind: AlgorithmSummary,
  direction: 1 | -1,
  level: number,
  possible: Range,
  hasThreshold: boolean,
): Omit<Comparison, 'holmP' | 'conclusion'> {
  const oriented = (values: BySeed): BySeed => new Map([...values].map(([seed, value]) => [seed, direction * value]));
  const final = compareBySeed(oriented(ahead.finalBySeed), oriented(behind.finalBySeed), level, possible)!;
  // Over the shared seeds alone the order of the means can turn round.
  if (final.mean < 0) return comparison(behind, ahead, direction, level, possible, hasThreshold);
  const seeds = sharedSeeds(ahead.finalBySeed, behind.finalBySeed);
  const reached = (side: AlgorithmSummary) => seeds.map((seed) => side.reachedBySeed.get(seed)!);
  return {
    ahead: ahead.algorithm,
    behind: behind.algorithm,
    final,
    area: compareBySeed(oriented(ahead.areaBySeed), oriented(behind.areaBySeed), level, possible),
    speedUp: hasThreshold && seeds.length > 0 ? speedUp(reached(ahead), reached(behind), { level }) : null,
    seedsNeeded: final.paired?.effectSize ? seedsForPower(final.paired.effectSize, 0.8, 1 - level) : null,
  };
}

function withHolm(comparisons: readonly Omit<Comparison, 'holmP' | 'conclusion'>[], level: number): Comparison[] {
  const tested = comparisons.filter((c) => c.final.tP !== null);
  const adjusted = holm(tested.map((c) => c.final.tP!));
  return comparisons.map((c) => {
    const holmP = c.final.tP === null ? null : adjusted[tested.indexOf(c)]!;
    return { ...c, holmP, conclusion: conclusion(holmP, c.final, 1 - level) };
  });
}

function conclusion(holmP: number | null, final: Difference, alpha: number): Comparison['conclusion'] {
  if (holmP === null) return 'unknown';
  if (holmP >= alpha) return 'notShown';
  const signFlip = final.paired?.signFlipP ?? null;
  return signFlip !== null && signFlip >= alpha ? 'suggestive' : 'shown';
}
