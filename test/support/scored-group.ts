/** Groups of scored rollouts for tests of credit, from chosen numbers or at random. Every scorer has a score. */
import { scorers } from '../../shared/scorers/index.ts';
import type { Scorer } from '../../shared/scorers/scorer.ts';
import type { ScoredRollout, TurnScores } from '../../shared/data/scores.ts';
import type { Rng } from '../../shared/util/rng.ts';

/** One rollout: a gain for each turn but the last (null: unscored), and an outcome, null where malformed. */
export interface Scores {
  readonly gains: readonly (number | null)[];
  readonly outcome: number | null;
  /** Scores of other scorers, by name. */
  readonly turnScores?: Readonly<Record<string, TurnScores>>;
  readonly outcomeScores?: Readonly<Record<string, number>>;
}

const gainScorers = ['informationGain', 'informationGainProb'];
const outcomeScorers = ['answerF1Set', 'answerF1Multiset', 'exactMatch', 'exactMatchIgpo'];
const others = (per: Scorer['per']): Scorer[] =>
  scorers.filter((scorer) => scorer.per === per && ![...gainScorers, ...outcomeScorers].includes(scorer.name));
const byName = <T>(names: readonly string[], value: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, value(name)]));

/** Every gain scorer has the score `gains`, every outcome scorer `outcome`. The others, unless named, have the turn's
 *  index cut to their range, or 0 for a rollout. */
export const scoredRollout = ({ gains, outcome, turnScores, outcomeScores }: Scores): ScoredRollout => ({
  turns: gains.length + 1,
  wellFormed: outcome !== null,
  answered: true,
  turnScores: {
    ...byName(gainScorers, () => [...gains, null]),
    ...Object.fromEntries(
      others('turn').map(({ name, range }) => [name, [...gains, null].map((_, t) => Math.min(t, range[1]))]),
    ),
    ...turnScores,
  },
  outcomeScores: {
    ...byName(outcomeScorers, () => outcome ?? 0),
    ...byName(
      others('rollout').map(({ name }) => name),
      () => 0,
    ),
    ...outcomeScores,
  },
});

export const scoredGroup = (rollouts: readonly Scores[]): ScoredRollout[] => rollouts.map(scoredRollout);

/** A score in the scorer's range; few different ones, so that some are equal. */
const randomScore = (rng: Rng, { range: [low, high] }: Scorer): number =>
  Number.isFinite(high - low) ? low + (high - low) * rng.pick([0, 0.25, 0.5, 1]) : rng.normal();

/** Two choices at every turn, and two responses where there is one. `action` numbers the path up to and including a
 *  turn, `context` the path before it. */
function wayOf(gains: readonly (number | null)[], thoughts: readonly (number | null)[]): Record<string, TurnScores> {
  const action: number[] = [];
  for (const gain of gains) action.push(3 * (action.at(-1) ?? 0) + ((gain ?? 0) > 0 ? 1 : 2));
  const context = [0, ...action.slice(0, -1)];
  const evidence = thoughts.map((thought, t) =>
    t === 0 || thought === null ? null : 1e6 + 2 * context[t] + Number(thought > 0),
  );
  return { action, context, evidence };
}

/** 2–9 rollouts of 1–6 turns; some are malformed, some gains are exactly 0, some turns unscored. */
export const randomScores = (rng: Rng): Scores[] =>
  Array.from({ length: 2 + rng.integer(8) }, () => {
    const gains = Array.from({ length: rng.integer(6) }, () =>
      rng.pick([rng.normal(), rng.normal(), rng.normal(), 0, null]),
    );
    const perTurn = (scorer: Scorer) => [
      ...gains.map((gain) => (gain === null ? null : randomScore(rng, scorer))),
      rng.pick([null, randomScore(rng, scorer)]),
    ];
    const outcome = rng.pick([rng.next(), rng.next(), 0, 1, null]);
    const turnScores = Object.fromEntries(others('turn').map((scorer) => [scorer.name, perTurn(scorer)]));
    const turnFormat = turnScores.turnFormat.map((score) => score && Math.ceil(score));
    return {
      gains,
      outcome,
      turnScores: { ...turnScores, turnFormat, ...wayOf([...gains, null], turnScores.evidence) },
      outcomeScores: Object.fromEntries(others('rollout').map((scorer) => [scorer.name, randomScore(rng, scorer)])),
    };
  });
