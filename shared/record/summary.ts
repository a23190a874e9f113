/** One line of a rollout list, computed from the rollout. */
import type { StopReason } from './rollout.ts';
import { totalReward } from './saved-rollout.ts';
import type { SavedRollout } from './saved-rollout.ts';

/** What a list shows of a rollout, and sorts and filters by. */
export interface RolloutSummary {
  readonly id: string;
  readonly groupId: string;
  readonly questionId: string;
  readonly group: number;
  readonly member: number;
  /** Sum over the turns; null without credit. */
  readonly reward: number | null;
  /** Over distinct words, as in the metric score/answer_f1. Null where it was not scored. */
  readonly answerF1: number | null;
  readonly exactMatch: number | null;
  readonly stopReason: StopReason;
  /** K. */
  readonly turns: number;
  /** T, prompt included. */
  readonly tokens: number;
}

export function rolloutSummary(saved: SavedRollout): RolloutSummary {
  const { rollout, scores } = saved;
  return {
    id: rollout.id,
    groupId: rollout.groupId,
    questionId: rollout.questionId,
    group: rollout.group,
    member: rollout.member,
    reward: totalReward(saved),
    answerF1: scores.outcomeScores.answerF1Set ?? null,
    exactMatch: scores.outcomeScores.exactMatch ?? null,
    stopReason: rollout.stopReason,
    turns: rollout.turns.length,
    tokens: rollout.tokens.length,
  };
}
