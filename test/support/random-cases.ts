/** Runs a check on many random cases; a failure names the case's seed. */
import { stream, type Rng } from '../../shared/util/rng.ts';

export function randomCases(count: number, name: string, check: (rng: Rng) => void): void {
  for (let seed = 0; seed < count; seed++) {
    try {
      check(stream(seed, name));
    } catch (error) {
      throw new Error(`${name}, seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}
