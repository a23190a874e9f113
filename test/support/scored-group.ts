/** Groups of scored rollouts for tests of credit: from chosen numbers, or at random. */
import type { ScoredRollout } from '../../shared/scorers/scorer.ts';
import type { Rng } from '../../shared/util/rng.ts';

/** One rollout: a gain for each turn but the last (null: unscored), and an outcome, null where malformed. */
export interface Scores {
  readonly gains: readonly (number | null)[];
  readonly outcome: number | null;
}

/** Every gain scorer says `gains`, every outcome scorer `outcome`. */
export const scoredRollout = ({ gains, outcome }: Scores): ScoredRollout => ({
  turns: gains.length + 1,
  wellFormed: outcome !== null,
  answered: true,
  turnScores: { informationGain: [...gains, null], informationGainProb: [...gains, null] },
  outcomeScores: {
    answerF1Set: outcome ?? 0,
    answerF1Multiset: outcome ?? 0,
    exactMatch: outcome ?? 0,
    exactMatchIgpo: outcome ?? 0,
  },
});

export const scoredGroup = (rollouts: readonly Scores[]): ScoredRollout[] => rollouts.map(scoredRollout);

/** 2–9 rollouts of 1–6 turns; some are malformed, some gains are exactly 0, some turns unscored. */
export const randomScores = (rng: Rng): Scores[] =>
  Array.from({ length: 2 + rng.integer(8) }, () => ({
    gains: Array.from({ length: rng.integer(6) }, () => rng.pick([rng.normal(), rng.normal(), rng.normal(), 0, null])),
    outcome: rng.pick([rng.next(), rng.next(), 0, 1, null]),
  }));
