/** From the rollouts of one question to what each turn earned. */
import type { Credit } from '../algorithms/algorithm.ts';
import type { Question } from '../data/question.ts';
import { environmentFailed } from '../rollout/rollout.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { beliefs } from '../scorers/belief.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import type { StoredRollout } from './stored-rollout.ts';
import { trainingScorers } from './trainer.ts';
import type { Trainer } from './trainer.ts';

/** Scores and credit of one group. Rollouts that the environment failed are no part of the comparison: the algorithm sees a smaller
 *  group, and their turns earn nothing. Throws RangeError where an algorithm's credit does not fit the rollouts. */
export function creditGroup(group: readonly Rollout[], question: Question, trainer: Trainer): StoredRollout[] {
  const scorers = trainingScorers(trainer);
  const scored = group.map((rollout) => ({ rollout, question, scores: scoreRollout(rollout, question, scorers) }));
  const fair = scored.filter(({ rollout }) => !environmentFailed(rollout));
  const credits =
    fair.length > 0
      ? trainer.algorithm.credit(
          fair.map(({ scores }) => scores),
          trainer.config.algorithm,
        )
      : [];
  if (credits.length !== fair.length)
    throw new RangeError(
      `algorithm ${trainer.algorithm.name}: expected credit for ${fair.length} rollouts, got ${credits.length}`,
    );
  return scored.map((item) => {
    const { rollout } = item;
    const { reward, advantage } = credits[fair.indexOf(item)] ?? noCredit(rollout.turns.length);
    const belief = rollout.groundTruthLogProb && beliefs(rollout, 'belief');
    return { ...item, reward, advantage, belief, ratio: null };
  });
}

const noCredit = (turns: number): Credit => ({ reward: new Float64Array(turns), advantage: new Float64Array(turns) });
