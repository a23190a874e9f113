/** A rollout with everything the training step worked out about it: what is saved, replayed and credited again later. */
import type { TokenCredit } from '../credit/token-credit.ts';
import type { Question } from '../data/question.ts';
import type { Rollout, StopReason } from '../rollout/rollout.ts';
import type { ScoredRollout } from '../scorers/scorer.ts';
import { sum } from '../util/math.ts';

export interface StoredRollout {
  readonly rollout: Rollout;
  readonly question: Question;
  readonly scores: ScoredRollout;
  /** [K] */
  readonly reward: Float64Array;
  /** [K] */
  readonly advantage: Float64Array;
  /** [K] where turns have clip ranges of their own: what theirs is multiplied with. Only while a step is worked on; not saved. */
  readonly clipScale?: Float64Array;
  /** Where tokens of a turn are credited differently: theirs, of which `advantage` has the mean over each turn. Only while a step is worked
   *  on; not saved. */
  readonly tokenCredit?: TokenCredit;
  /** [T] what the run's critic foresaw before each token; 0 at those that the environment wrote where they play no part. Left out without
   *  a critic. */
  readonly value?: Float32Array;
  /** [turns with a belief, index 0 = prompt only] nats; null where ground truth was not scored. */
  readonly belief: Float64Array | null;
  /** [T] policy after the update to the one that sampled; 1 where mask = 0; null where it was not computed. */
  readonly ratio: Float32Array | null;
}

/** One line of a rollout list: what can be sorted and filtered by without opening the rollout. */
export interface RolloutSummary {
  readonly id: string;
  readonly questionId: string;
  readonly group: number;
  readonly member: number;
  /** Sum over the turns. */
  readonly reward: number;
  /** Over distinct words, as in the metric score/answer_f1. Null where the run has no such scorer. */
  readonly answerF1: number | null;
  readonly exactMatch: number | null;
  readonly stopReason: StopReason;
  /** K. */
  readonly turns: number;
  /** T, prompt included. */
  readonly tokens: number;
}

export function rolloutSummary({ rollout, scores, reward }: StoredRollout): RolloutSummary {
  return {
    id: rollout.id,
    questionId: rollout.questionId,
    group: rollout.group,
    member: rollout.member,
    reward: sum(reward),
    answerF1: scores.outcomeScores.answerF1Set ?? null,
    exactMatch: scores.outcomeScores.exactMatch ?? null,
    stopReason: rollout.stopReason,
    turns: rollout.turns.length,
    tokens: rollout.tokens.length,
  };
}
