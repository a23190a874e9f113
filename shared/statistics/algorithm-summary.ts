/** One algorithm's part of a verdict: its runs' values at the ends of the common range and over it. */
import { aggregates } from './aggregate.ts';
import type { Aggregate } from './aggregate.ts';
import { areaUnderCurve } from './area-under-curve.ts';
import type { BySeed } from './compare.ts';
import { valueAt } from './curve.ts';
import type { Curve } from './curve.ts';
import type { Range } from './interval.ts';
import type { Estimate } from './mean-interval.ts';
import { stepsToThreshold } from './steps-to-threshold.ts';
import type { Reached } from './steps-to-threshold.ts';

/** How all values of one verdict are read. */
export interface Reading {
  /** 1 where higher is better, −1 where lower is. */
  readonly direction: 1 | -1;
  readonly level: number;
  readonly aggregate: Aggregate;
  /** What a value of the metric can be. */
  readonly possible: Range;
  /** The x range that every counted run has. */
  readonly range: readonly [number, number];
  /** Null without one: then no run reaches it. */
  readonly threshold: number | null;
}

export interface CountedRun {
  readonly algorithm: string;
  readonly seed: number;
  /** Without gaps. */
  readonly curve: Curve;
}

export interface AlgorithmSummary {
  readonly algorithm: string;
  readonly seeds: readonly number[];
  readonly start: Estimate;
  readonly final: Estimate;
  /** Of the mean heights over the common range. */
  readonly area: Estimate;
  readonly finalBySeed: BySeed;
  readonly areaBySeed: BySeed;
  readonly reachedBySeed: ReadonlyMap<number, Reached>;
}

/** Summary of the runs of one algorithm. */
export function algorithmSummary(algorithm: string, runs: readonly CountedRun[], reading: Reading): AlgorithmSummary {
  const { aggregate, direction, level, possible, threshold } = reading;
  const [from, to] = reading.range;
  const own = runs.filter((run) => run.algorithm === algorithm).sort((a, b) => a.seed - b.seed);
  const bySeed = <T>(of: (curve: Curve) => T) => new Map(own.map((run) => [run.seed, of(run.curve)]));
  const estimate = (values: BySeed) => aggregates[aggregate].estimate([...values.values()], level, possible);
  const finalBySeed = bySeed((curve) => valueAt(curve, to));
  const areaBySeed = bySeed((curve) => areaUnderCurve(curve, from, to));
  return {
    algorithm,
    seeds: own.map((run) => run.seed),
    start: estimate(bySeed((curve) => valueAt(curve, from))),
    final: estimate(finalBySeed),
    area: estimate(areaBySeed),
    finalBySeed,
    areaBySeed,
    reachedBySeed: bySeed((curve) => stepsToThreshold(upTo(curve, to), threshold ?? NaN, direction)),
  };
}

/** The part of a curve within the common budget, so that no run is credited for training longer. */
function upTo(curve: Curve, end: number): Curve {
  const n = curve.x.filter((x) => x < end).length;
  return { x: [...curve.x.slice(0, n), end], y: [...curve.y.slice(0, n), valueAt(curve, end)] };
}
