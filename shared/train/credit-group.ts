/** From the rollouts of one question to the credit of each turn. */
import type { Algorithm, Credit } from '../algorithms/algorithm.ts';
import type { RunConfig } from '../config/run-config.ts';
import type { Question } from '../data/question.ts';
import type { CriticObjective } from '../loss/objective.ts';
import { environmentFailed } from '../record/rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import { beliefs } from '../scorers/belief.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import type { ScoredRollout } from '../data/scores.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import { trainingScorers } from './reads.ts';
import type { Trainer } from './trainer.ts';

/** An algorithm, its values, and the number of steps over which they may change. */
export interface Creditor {
  readonly algorithm: Algorithm;
  readonly config: Pick<RunConfig, 'algorithm' | 'train'>;
  /** The critic that saved rollouts were sampled with. Optional: absent in training, and where their run had none. */
  readonly savedCritic?: CriticObjective;
}

/** Scores and credit of one group. Throws RangeError where an algorithm's credit does not fit the rollouts. */
export function creditGroup(group: readonly WorkingRollout[], question: Question, trainer: Trainer): CreditedRollout[] {
  const scorers = trainingScorers(trainer);
  const scored = group.map((rollout) => ({
    ...{ rollout, question, scores: scoreRollout(rollout, question, scorers) },
    belief: rollout.groundTruthLogProb && beliefs(rollout, 'belief'),
    ratio: null,
  }));
  return withCredit(scored, trainer);
}

/** The scored rollouts of one group with their credit. The algorithm sees the group without rollouts that the
 *  environment failed; their turns have credit 0. Throws RangeError where an algorithm's credit does not fit the
 *  rollouts. */
export function withCredit<Scored extends { readonly rollout: WorkingRollout; readonly scores: ScoredRollout }>(
  group: readonly Scored[],
  { algorithm, config }: Creditor,
): (Scored & { readonly credit: Credit })[] {
  const fair = group.filter(({ rollout }) => !environmentFailed(rollout));
  const credits =
    fair.length > 0
      ? algorithm.credit(
          fair.map(({ scores }) => scores),
          config.algorithm,
        )
      : [];
  if (credits.length !== fair.length)
    throw new RangeError(
      `algorithm ${algorithm.name}: expected credit for ${fair.length} rollouts, got ${credits.length}`,
    );
  const creditOf = new Map(fair.map((item, i) => [item, credits[i]]));
  return group.map((item) => ({ ...item, credit: creditOf.get(item) ?? noCredit(item.rollout.turns.length) }));
}

const noCredit = (turns: number): Credit => ({ reward: new Float64Array(turns), advantage: new Float64Array(turns) });
