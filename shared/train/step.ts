/** One training step, from questions to metrics: the order in which everything happens. Each stage has its own file. */
import { learningRate } from '../optimizers/schedule.ts';
import { rollOut } from '../rollout/roll-out.ts';
import type { Batch } from '../rollout/roll-out.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { stream } from '../util/rng.ts';
import { creditBatch } from './credit-batch.ts';
import { creditGroup } from './credit-group.ts';
import { rolloutMetrics, timeMetrics, updateMetrics } from './step-metrics.ts';
import type { Metrics } from './step-metrics.ts';
import type { StoredRollout } from './stored-rollout.ts';
import { scorersRead, scoresGroundTruth, scoresReference } from './trainer.ts';
import type { Trainer } from './trainer.ts';
import { requireFinite, update } from './update.ts';

export interface StepResult {
  readonly metrics: Metrics;
  /** [questions][G] */
  readonly groups: readonly (readonly StoredRollout[])[];
}

/** Step `step`, counted from 1. What it does depends on nothing but the config, the step and the policy.
 *  Throws RangeError where loss or gradients are not finite, or where an update has no rollout that the environment did not fail. */
export async function trainStep(step: number, trainer: Trainer): Promise<StepResult> {
  const { config, algorithm, clock } = trainer;
  const started = clock?.();

  const batch = trainingBatch(step, trainer);
  const rollouts = await withReference(
    await rollOut(batch, trainer, { ...config.rollout, ...config.retriever }),
    trainer,
  );
  const groups = creditBatch(
    rollouts.map((group, i) => creditGroup(group, batch.tasks[i].question, trainer)),
    trainer,
  );
  const rolledOut = clock?.();

  const rate = learningRate(step, config.train.steps, config.optimizer.learningRate, config.schedule);
  const updates = await update(groups, algorithm.objective(config.algorithm), rate, trainer);
  requireFinite(step, updates);
  const updated = clock?.();

  const outcomes = scorersRead(trainer).flatMap(({ per, name }) => (per === 'rollout' ? [name] : []));
  const metrics = {
    ...rolloutMetrics(groups, outcomes),
    ...updateMetrics(updates),
    'optimizer/learning_rate': rate,
    ...timeMetrics(groups, started, rolledOut, updated),
  };
  return { metrics, groups };
}

/** Adds the log-probs of the reference policy where scores read them. */
async function withReference(groups: readonly (readonly Rollout[])[], trainer: Trainer) {
  if (!scoresReference(trainer)) return groups;
  const refLogProbs = (await trainer.learner.logProbs(groups.flat(), 'reference')).values();
  return groups.map((group) => group.map((rollout) => ({ ...rollout, refLogProb: refLogProbs.next().value! })));
}

/** The questions of a step follow on those of the step before. */
function trainingBatch(step: number, trainer: Trainer): Batch {
  const { seed, rollout } = trainer.config;
  const first = (step - 1) * rollout.questionsPerStep;
  return {
    name: String(step),
    tasks: Array.from({ length: rollout.questionsPerStep }, (_, i) => trainer.task('train', first + i)),
    firstGroup: 0,
    groupSize: rollout.groupSize,
    scoreGroundTruth: scoresGroundTruth(trainer),
    rng: (group, member) => stream(seed, 'sample', step, group * rollout.groupSize + member),
  };
}
