/** Scorers give raw numbers, before any weights. A scorer reads a rollout; an algorithm reads scores, never tokens. */
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
  /** What the data must know. Optional: without it the accepted answers are enough. */
  readonly needs?: readonly Supply[];
  /** Names of the measurements that it reads (`shared/measurements`), which are made before scoring. Optional: without
   *  it the rollout as it was sampled is enough. */
  readonly reads?: readonly string[];
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
