/** The outcome that an algorithm learns from, and access to scores. */
import { choice, number, type Values } from '../config/parameter.ts';
import type { ScoredRollout, TurnScores } from '../data/scores.ts';

const scorerOf = {
  f1Set: 'answerF1Set',
  f1Multiset: 'answerF1Multiset',
  em: 'exactMatch',
  emIgpo: 'exactMatchIgpo',
} as const;
type OutcomeName = keyof typeof scorerOf;

export const outcomeParameters = {
  outcome: choice<OutcomeName>({
    default: 'f1Set',
    choices: Object.keys(scorerOf) as OutcomeName[],
    help: 'Score of the answer: f1Set counts distinct words (IGPO), f1Multiset repeated ones (SQuAD), em is exact match (SQuAD), emIgpo the same after IGPO’s normalisation.',
    source: 'GuoqingWang1/IGPO verl/utils/reward_score/info_gain.py at bdceb82',
  }),
  formatPenalty: number({
    default: -2,
    min: -10,
    max: 0,
    help: 'Outcome of a rollout that is malformed or gives no answer: −2 in IGPO, −1 in DeepResearcher, 0 for none.',
    source: 'GuoqingWang1/IGPO verl/utils/reward_score/info_gain.py at bdceb82',
  }),
};
type OutcomeValues = Values<typeof outcomeParameters>;

export const outcomeScorer = (values: OutcomeValues): string => scorerOf[values.outcome];

/** The answer's score where the rollout is well formed and answers, else the format penalty.  Source:
 *  arXiv:2510.14967v2 Eq. 2.
 *  Throws TypeError if the score is missing. */
export function outcome(rollout: ScoredRollout, values: OutcomeValues): number {
  if (!rollout.wellFormed || !rollout.answered) return values.formatPenalty;
  return outcomeScore(rollout, outcomeScorer(values));
}

/** Throws TypeError if the score is missing. */
export const outcomeScore = (rollout: ScoredRollout, scorer: string): number =>
  required(rollout.outcomeScores[scorer], scorer);

/** [K] Throws TypeError if the scores are missing: a run must not silently become outcome-only. */
export const turnScores = (rollout: ScoredRollout, scorer: string): TurnScores =>
  required(rollout.turnScores[scorer], scorer);

/** [K] The outcome on the last turn, null before it. */
export const onLastTurn = (turns: number, value: number): (number | null)[] =>
  Array.from({ length: turns }, (_, t) => (t === turns - 1 ? value : null));

/** Credit of rollouts as wholes: the same advantage on every turn, the reward on the last. rewards, advantages: one per
 *  rollout. */
export const sameForEveryTurn = (
  group: readonly ScoredRollout[],
  rewards: ArrayLike<number>,
  advantages: ArrayLike<number>,
): { reward: Float64Array; advantage: Float64Array }[] =>
  group.map(({ turns }, i) => ({
    reward: Float64Array.from(onLastTurn(turns, rewards[i]), (reward) => reward ?? 0),
    advantage: new Float64Array(turns).fill(advantages[i]),
  }));

function required<T>(score: T | undefined, scorer: string): T {
  if (score === undefined) throw new TypeError(`credit: expected scores of ${scorer}, got none — run its scorer first`);
  return score;
}
