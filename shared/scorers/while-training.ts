/** Reads a measurement that no file keeps. */
import type { WorkingRollout } from '../rollout/working-rollout.ts';

/** The measurement. Throws TypeError where it was not made, naming what was expected and the scorer. */
export function whileTraining<T>(measured: T | undefined, { id }: WorkingRollout, what: string, scorer: string): T {
  if (measured !== undefined) return measured;
  throw new TypeError(`rollout ${id}: expected ${what}, got none (scorer ${scorer}) — they exist while training only`);
}
