/** How many rollouts of a group an outcome-only method can learn from. */
import type { GroupMember } from '../../../../shared/ipc/rollout-views.ts';
import { outcomeParameters } from '../../../../shared/credit/outcome.ts';
import { allEqual, mean } from '../../../../shared/util/math.ts';

const noAnswer = outcomeParameters.formatPenalty.default;

export interface GroupSummary {
  readonly size: number;
  readonly right: number;
  /** Rollouts whose outcome differs from the group's mean: an outcome-only method gives them an advantage. */
  readonly seenByOutcome: number;
  /** Every rollout has the same outcome, and there are at least two. */
  readonly equalOutcomes: boolean;
  /** Rollouts with a turn whose advantage is not 0. */
  readonly learnedFrom: number;
}

/** The outcome: answer F1, else exact match; the standard penalty for a rollout without an answer. */
export function groupSummary(members: readonly GroupMember[]): GroupSummary {
  const outcomes = members.map(({ answer, answerF1, exactMatch }) =>
    answer === null ? noAnswer : (answerF1 ?? exactMatch ?? 0),
  );
  const equalOutcomes = members.length > 1 && allEqual(outcomes);
  const centre = mean(outcomes);
  return {
    size: members.length,
    right: members.filter(({ exactMatch }) => exactMatch === 1).length,
    seenByOutcome: equalOutcomes || members.length < 2 ? 0 : outcomes.filter((outcome) => outcome !== centre).length,
    equalOutcomes,
    learnedFrom: members.filter(({ advantages }) =>
      advantages.some((advantage) => advantage !== null && advantage !== 0),
    ).length,
  };
}
