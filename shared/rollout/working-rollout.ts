/** A rollout while a step works on it: what is saved of it, and measurements that scores read and nobody saves. */
import type { Rollout } from '../record/rollout.ts';

export interface WorkingRollout extends Rollout {
  /** [T] log-prob under the reference policy, nats. Present where a score reads it. */
  readonly refLogProb?: Float32Array;
  /** [1 + responses][accepted answers] log-prob of each accepted answer as a whole under the teacher, after the prompt and after
   *  each turn's retrieval, nats. Present where a score reads it. */
  readonly refAnswerLogProb?: readonly Float64Array[];
  /** [responses][draws] belief if random passages had come back in place of those found, nats. Present where a score reads it. */
  readonly randomEvidenceBelief?: readonly Float64Array[];
  /** [T] the critic's value estimate before each token the policy wrote; 0 where mask = 0. Present where the policy has a critic. */
  readonly value?: Float32Array;
}
