/** All scores of one rollout. */
import type { Question } from '../data/question.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import type { Scorer } from './scorer.ts';
import type { ScoredRollout, TurnScores } from '../data/scores.ts';

/** The scores of a rollout, by scorer name.
 *  A rollout that the environment failed (`environmentFailed`) gets scores like any other, but credit must ignore them.
 *  Throws RangeError where a scorer's turns are not the rollout's. */
export function scoreRollout(rollout: WorkingRollout, question: Question, scorers: readonly Scorer[]): ScoredRollout {
  const turnScores: Record<string, TurnScores> = {};
  const outcomeScores: Record<string, number> = {};
  const turns = rollout.turns.length;
  for (const scorer of scorers) {
    if (scorer.per === 'rollout') {
      outcomeScores[scorer.name] = scorer.score(rollout, question);
      continue;
    }
    const scores = scorer.score(rollout, question);
    if (scores.length !== turns)
      throw new RangeError(
        `rollout ${rollout.id}: ${scores.length} turn scores for ${turns} turns (scorer ${scorer.name})`,
      );
    turnScores[scorer.name] = scores;
  }
  return { turns, wellFormed: rollout.wellFormed, answered: rollout.answer !== null, turnScores, outcomeScores };
}
