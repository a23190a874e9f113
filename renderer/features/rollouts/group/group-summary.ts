/** What a group could teach: how many of its rollouts an outcome-only method learns from. */
import type { GroupMember } from '../../../../shared/ipc/rollout-views.ts';
import { outcomeParameters } from '../../../../shared/credit/outcome.ts';
import { allEqual, mean } from '../../../../shared/util/math.ts';

const noAnswer = outcomeParameters.formatPenalty.default;

export interface GroupSummary {
  readonly size: number;
  readonly right: number;
  /** Rollouts whose outcome differs from the group's mean: those that an outcome-only method gives an advantage. */
  readonly seenByOutcome: number;
  /** Every rollout has the same outcome, and there are at least two. */
  readonly level: boolean;
  /** Rollouts with a turn whose advantage is not 0. */
  readonly learnedFrom: number;
}

/** Outcome: answer F1, exact match where F1 was not scored, and the standard penalty for a rollout without an answer. */
export function groupSummary(members: readonly GroupMember[]): GroupSummary {
  const outcomes = members.map(({ answer, answerF1, exactMatch }) =>
    answer === null ? noAnswer : (answerF1 ?? exactMatch ?? 0),
  );
  const level = members.length > 1 && allEqual(outcomes);
  const centre = mean(outcomes);
  return {
    size: members.length,
    right: members.filter(({ exactMatch }) => exactMatch === 1).length,
    seenByOutcome: level || members.length < 2 ? 0 : outcomes.filter((outcome) => outcome !== centre).length,
    level,
    learnedFrom: members.filter(({ advantages }) =>
      advantages.some((advantage) => advantage !== null && advantage !== 0),
    ).length,
  };
}
