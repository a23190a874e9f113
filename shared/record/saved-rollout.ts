/** A rollout as it is saved, with what the step computed from it. It can be replayed and credited again. */
import type { Question } from '../data/question.ts';
import type { Rollout } from './rollout.ts';
import type { ScoredRollout } from '../data/scores.ts';
import { sum } from '../util/math.ts';

/** What each turn of a rollout earned. */
export interface TurnCredit {
  /** [K] what is learned from, after weights and normalisation. */
  readonly reward: Float64Array;
  /** [K] spread over the turn's masked tokens. */
  readonly advantage: Float64Array;
}

export interface SavedRollout {
  readonly rollout: Rollout;
  readonly question: Question;
  readonly scores: ScoredRollout;
  /** Null where nothing was learned from the rollout, as in an evaluation. */
  readonly credit: TurnCredit | null;
  /** [T] the critic's value estimate before each token; 0 at the environment's tokens where the run skips them.
   *  Absent without a critic. */
  readonly value?: Float32Array;
  /** [turns with a belief, index 0 = prompt only] nats; null where ground truth was not scored. */
  readonly belief: Float64Array | null;
  /** [T] policy after the update to the one that sampled; 1 where mask = 0; null where it was not computed. */
  readonly ratio: Float32Array | null;
}

/** A rollout that was learned from. */
export type LearnedRollout = SavedRollout & { readonly credit: TurnCredit };

export const wasLearned = (saved: SavedRollout): saved is LearnedRollout => saved.credit !== null;

/** Sum of the rewards over the turns; null without credit. */
export const totalReward = ({ credit }: SavedRollout): number | null => credit && sum(credit.reward);
