/** Weights of gains and outcomes that move while a run trains: gains count most at first, outcomes at the end. */

/** outcome = ½ + ½ · progress from ½ to 1, gain = 1 − ½ · progress from 1 to ½. progress: share of the run's steps that
 *  are done; above 1 both stay as at 1. Throws RangeError for a negative one. Source: GuoqingWang1/IGPO
 *  verl/trainer/ppo/core_algos.py at 49a8c4e. */
export function curriculum(progress: number): { outcome: number; gain: number } {
  if (!(progress >= 0)) throw new RangeError(`curriculum: expected a progress of 0 or more, got ${progress}`);
  const half = Math.min(progress, 1) / 2;
  return { outcome: 0.5 + half, gain: 1 - half };
}
