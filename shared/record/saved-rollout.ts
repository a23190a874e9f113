/** A rollout as it is saved, with what the training step worked out about it: what is replayed and credited again later. */
import type { Question } from '../data/question.ts';
import type { Rollout } from './rollout.ts';
import type { ScoredRollout } from '../data/scores.ts';

export interface SavedRollout {
  readonly rollout: Rollout;
  readonly question: Question;
  readonly scores: ScoredRollout;
  /** [K] */
  readonly reward: Float64Array;
  /** [K] */
  readonly advantage: Float64Array;
  /** [T] what the run's critic foresaw before each token; 0 at those that the environment wrote where they play no part. Left out without
   *  a critic. */
  readonly value?: Float32Array;
  /** [turns with a belief, index 0 = prompt only] nats; null where ground truth was not scored. */
  readonly belief: Float64Array | null;
  /** [T] policy after the update to the one that sampled; 1 where mask = 0; null where it was not computed. */
  readonly ratio: Float32Array | null;
}
