/** Raw numbers from a rollout, before any weights. A scorer reads a rollout; an algorithm reads scores, never tokens. */
import type { Question } from '../data/question.ts';
import type { TurnScores } from '../data/scores.ts';
import type { Supply } from '../data/supply.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';

interface ScorerBase {
  readonly name: string;
  readonly help: string;
  /** Paper with version and equation. */
  readonly source: string;
  /** Range of a score, for tests and axes. */
  readonly range: readonly [number, number];
  /** What the data must know; nothing where left out. */
  readonly needs?: readonly Supply[];
  /** It reads beliefs, so that the ground truth has to be scored while rolling out. */
  readonly readsBelief?: true;
  /** It reads log-probs of the reference policy, so that they have to be known before scoring. */
  readonly readsReference?: true;
  /** It reads what the teacher makes of the accepted answers after each turn, which costs a pass over the rollout. */
  readonly readsReferenceAnswers?: true;
  /** It reads beliefs after random passages, which are read as forks: the tokens of each draw of each turn. */
  readonly readsRandomEvidence?: true;
}

/** One score per turn, [K]. */
export interface TurnScorer extends ScorerBase {
  readonly per: 'turn';
  score(rollout: WorkingRollout, question: Question): TurnScores;
}

/** One score per rollout. */
export interface OutcomeScorer extends ScorerBase {
  readonly per: 'rollout';
  score(rollout: WorkingRollout, question: Question): number;
}

export type Scorer = TurnScorer | OutcomeScorer;
