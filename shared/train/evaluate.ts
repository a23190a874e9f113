/** How good the policy is on questions it does not learn from: one rollout of each. */
import type { Split } from '../data/question.ts';
import { evaluationPrefix } from '../metrics/evaluation.ts';
import { rollOut } from '../rollout/roll-out.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import { scoreRollout } from '../scorers/score-rollout.ts';
import { stream } from '../util/rng.ts';
import { mean } from '../util/math.ts';
import { prefixed, scoreMeans } from './step-metrics.ts';
import type { Metrics } from './step-metrics.ts';
import { evaluationScorers } from './reads.ts';
import type { Trainer } from './trainer.ts';

export interface Evaluation {
  /** `evaluation/<split>/<name>`; means over all questions, however their rollouts ended. */
  readonly metrics: Metrics;
  /** In the order of the questions, without credit: nothing is learned from them. */
  readonly rollouts: readonly SavedRollout[];
}

/** The first `count` questions of a split, the same ones at every step. Batches are as large as in training, so that
 *  they fit into memory. A rollout that the environment failed counts as a wrong answer. count ≥ 1. */
export async function evaluate(
  step: number,
  split: Split,
  count: number,
  trainer: Trainer,
  temperature = trainer.config.train.evaluationTemperature,
): Promise<Evaluation> {
  const { seed, rollout, retriever } = trainer.config;
  const scorers = evaluationScorers();
  const rollouts: SavedRollout[] = [];
  for (let first = 0; first < count; first += rollout.questionsPerStep * rollout.groupSize) {
    const size = Math.min(count - first, rollout.questionsPerStep * rollout.groupSize);
    const tasks = Array.from({ length: size }, (_, i) => trainer.task(split, first + i));
    const groups = await rollOut(
      {
        name: `${step}/${split}`,
        tasks,
        firstGroup: first,
        groupSize: 1,
        scoreGroundTruth: false,
        rng: (group) => stream(seed, `evaluate/${split}`, step, group),
      },
      trainer,
      { ...rollout, ...retriever, temperature },
    );
    groups.flat().forEach((one, i) => {
      const { question } = tasks[i];
      const scores = scoreRollout(one, question, scorers);
      rollouts.push({
        rollout: one,
        question,
        scores,
        credit: null,
        belief: null,
        ratio: null,
      });
    });
  }
  return { metrics: evaluationMetrics(split, rollouts), rollouts };
}

function evaluationMetrics(split: Split, rollouts: readonly SavedRollout[]): Metrics {
  const { exact_match, answer_f1, chain_reached } = scoreMeans(rollouts);
  const turns = mean(rollouts.map(({ rollout }) => rollout.turns.length));
  return prefixed(evaluationPrefix(split), { exact_match, answer_f1, chain_reached, turns });
}
