/** Raw numbers from a rollout, before any weights: what scorers give and algorithms read. */

/** A turn without a score is null: marked, never silently zero. */
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
