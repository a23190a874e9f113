/** Whether a group has something to learn from: advantages, and outcomes that differ. */
import { allEqual } from '../util/math.ts';
import type { LearnedRollout } from '../record/saved-rollout.ts';

type Group = readonly LearnedRollout[];

/** Whether an advantage is not 0. */
export const hasSignal = (group: Group): boolean => group.some(({ credit }) => credit.advantage.some((a) => a !== 0));

/** Whether all outcomes are equal. outcomes: names of the outcome scorers that the algorithm reads. */
export const equalOutcomes = (group: Group, outcomes: readonly string[]): boolean =>
  // a format penalty makes a difference too
  allEqual(group.map(({ scores }) => Number(scores.wellFormed && scores.answered))) &&
  outcomes.every((name) => allEqual(group.map(({ scores }) => scores.outcomeScores[name])));
