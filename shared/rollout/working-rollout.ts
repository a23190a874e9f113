/** A rollout while a step works on it: what is saved of it, and measurements that scores read and nobody saves. */
import type { Rollout } from '../record/rollout.ts';

export interface WorkingRollout extends Rollout {
  /** [T] log-prob under the reference policy, nats. Present where a score reads it. */
  readonly refLogProb?: Float32Array;
  /** Measurement → its numbers after each prefix or before each response, as the measurement says. Present where a
   *  score reads them. */
  readonly measured?: Readonly<Record<string, readonly Float64Array[]>>;
  /** [T] the critic's value estimate before each token the policy wrote; 0 where mask = 0. Present where the policy has
   *  a critic. */
  readonly value?: Float32Array;
}
