/** Scores of a rollout before any weights: scorers give them, algorithms read them. */

/** null marks a turn without a score; it is never silently zero. */
export type TurnScores = readonly (number | null)[];

/** All scores of one rollout: what credit assignment works from. */
export interface ScoredRollout {
  /** K. */
  readonly turns: number;
  readonly wellFormed: boolean;
  /** The policy gave an answer: false where the rollout ran out of turns or tokens. */
  readonly answered: boolean;
  /** Turn scorer name → [K]. */
  readonly turnScores: Readonly<Record<string, TurnScores>>;
  /** Outcome scorer name → score. */
  readonly outcomeScores: Readonly<Record<string, number>>;
}
