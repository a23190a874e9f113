/** Every pair of algorithms compared, with tests corrected for the number of pairs. */
import type { AlgorithmSummary, Reading } from './algorithm-summary.ts';
import { compareBySeed, sharedSeeds } from './compare.ts';
import type { BySeed, Difference } from './compare.ts';
import { holm } from './holm.ts';
import { differenceRange } from './interval.ts';
import type { PairedDifference } from './paired-difference.ts';
import { restrictedDifference } from './restricted-mean.ts';
import { seedsForPower } from './power.ts';
import { improvement } from './probability-of-improvement.ts';
import type { Improvement } from './probability-of-improvement.ts';
import { speedUp } from './speed-up.ts';
import type { SpeedUp } from './speed-up.ts';

/** Differences are oriented so that positive is better for `ahead`, whichever way the metric points. */
export interface Comparison {
  readonly ahead: string;
  readonly behind: string;
  readonly final: Difference;
  /** p of `final` after Holm's correction over all pairs of algorithms; null where there is none. */
  readonly holmP: number | null;
  /** Probability that a random run of `ahead` ends better than one of `behind`; null below 2 runs of either. */
  readonly improvement: Improvement | null;
  readonly area: Difference | null;
  /** Over shared seeds; null without any or without a threshold. */
  readonly speedUp: SpeedUp | null;
  /** What `behind` spent until it reached the threshold minus what `ahead` did, in x; null as `speedUp` is. */
  readonly restricted: PairedDifference | null;
  /** Pairs for 80 % power at the measured effect, before Holm's correction; null if over `mostSeeds`,
   *  unknown or unpaired. */
  readonly seedsNeeded: number | null;
  /** shown: t and sign-flip below 1 − level · suggestive: t alone · notShown: neither · unknown: too few seeds for any
   *  test, or the same difference in all, as a coarse metric gives. */
  readonly conclusion: 'shown' | 'suggestive' | 'notShown' | 'unknown';
}

/** All pairs; those of the first algorithm come first, in the order given. Yields between parts of the work, each of
 *  which takes some ms. */
export function* comparisons(
  algorithms: readonly AlgorithmSummary[],
  reading: Reading,
): Generator<undefined, Comparison[]> {
  const pairs: Pair[] = [];
  for (const [i, ahead] of algorithms.entries())
    for (const behind of algorithms.slice(i + 1)) pairs.push(yield* pair(ahead, behind, reading));
  const tested = pairs.filter(({ final }) => final.tP !== null);
  const adjusted = holm(tested.map(({ final }) => final.tP!));
  return pairs.map((one) => {
    const holmP = one.final.tP === null ? null : adjusted[tested.indexOf(one)];
    return { ...one, holmP, conclusion: conclusion(holmP, one.final, 1 - reading.level) };
  });
}

type Pair = Omit<Comparison, 'holmP' | 'conclusion'>;

function* pair(ahead: AlgorithmSummary, behind: AlgorithmSummary, reading: Reading): Generator<undefined, Pair> {
  const { direction, level, possible, threshold } = reading;
  const oriented = (values: BySeed): BySeed => new Map([...values].map(([seed, value]) => [seed, direction * value]));
  const difference = (of: (side: AlgorithmSummary) => BySeed) =>
    compareBySeed(oriented(of(ahead)), oriented(of(behind)), level, differenceRange(possible));
  const final = difference(({ finalBySeed }) => finalBySeed)!;
  // over the shared seeds alone the order of the means can be the other
  yield;
  if (final.mean < 0) return yield* pair(behind, ahead, reading);
  const seeds = sharedSeeds(ahead.finalBySeed, behind.finalBySeed);
  const values = (side: AlgorithmSummary) => [...oriented(side.finalBySeed).values()];
  const reached = (side: AlgorithmSummary) => seeds.map((seed) => side.reachedBySeed.get(seed)!);
  const improved = improvement(values(ahead), values(behind), { level });
  yield;
  const area = difference(({ areaBySeed }) => areaBySeed);
  yield;
  const restricted = threshold === null ? null : restrictedDifference(reached(behind), reached(ahead), level);
  yield;
  const faster = threshold !== null && seeds.length > 0 ? speedUp(reached(ahead), reached(behind), { level }) : null;
  yield;
  return {
    ahead: ahead.algorithm,
    behind: behind.algorithm,
    ...{ final, improvement: improved, area, restricted, speedUp: faster },
    seedsNeeded: final.paired?.effectSize ? seedsForPower(final.paired.effectSize, 0.8, 1 - level) : null,
  };
}

function conclusion(holmP: number | null, final: Difference, alpha: number): Comparison['conclusion'] {
  if (holmP === null) return 'unknown';
  if (holmP >= alpha) return 'notShown';
  const signFlip = final.paired?.signFlipP ?? null;
  return signFlip !== null && signFlip >= alpha ? 'suggestive' : 'shown';
}
