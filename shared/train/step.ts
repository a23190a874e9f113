/** One training step, from questions to metrics: the stages in their order. Each stage has its own file. */
import { learningRate } from '../optimizers/schedule.ts';
import { adaptedValues, atStep } from './adapt.ts';
import type { Adapted } from '../record/checkpoint.ts';
import { creditBatch } from './credit-batch.ts';
import { creditTokens } from './credit-tokens.ts';
import { drawGroups, learnedGroups } from './draw-groups.ts';
import { rolloutMetrics, timeMetrics, updateMetrics } from './step-metrics.ts';
import type { Metrics } from './step-metrics.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import { scorersRead } from './reads.ts';
import type { Trainer } from './trainer.ts';
import { renewTeacher, requireFinite, update } from './update.ts';

export interface StepResult {
  readonly metrics: Metrics;
  /** [questions][G] all drawn groups, learned from or not. */
  readonly groups: readonly (readonly CreditedRollout[])[];
  /** Values of the algorithm that change for the next step. */
  readonly adapted: Adapted;
}

/** Step `step`, counted from 1. Its result depends on the config, the step and the policy alone.
 *  Throws RangeError where loss or gradients are not finite, or where the environment failed all rollouts of an
 *  update. */
export async function trainStep(step: number, configured: Trainer): Promise<StepResult> {
  const trainer = atStep(step, configured);
  const { config, algorithm, clock } = trainer;
  const started = clock?.();

  const drawn = await drawGroups(step, trainer);
  const compared = creditBatch(drawn, trainer);
  const groups = await creditTokens(compared, trainer);
  const learned = learnedGroups(groups, trainer);
  const rolledOut = clock?.();

  const rate = learningRate(step, config.train.steps, config.optimizer.learningRate, config.schedule);
  const updates = await update(learned, algorithm.objective(config.algorithm), rate, trainer);
  requireFinite(step, updates);
  await renewTeacher(step, trainer);
  const updated = clock?.();

  const adapted = adaptedValues(groups, trainer);
  const outcomes = scorersRead(trainer).flatMap(({ per, name }) => (per === 'rollout' ? [name] : []));
  const metrics = {
    ...rolloutMetrics(groups, outcomes),
    ...(algorithm.mostDraws && { 'signal/draws': groups.length / config.rollout.questionsPerStep }),
    ...updateMetrics(updates),
    'optimizer/learning_rate': rate,
    ...algorithm.metrics?.(config.algorithm),
    ...timeMetrics(groups, started, rolledOut, updated),
  };
  return { metrics, groups, adapted };
}
