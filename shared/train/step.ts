/** One training step, from questions to metrics: the order in which everything happens. Each stage has its own file. */
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
  /** [questions][G] all that were drawn, learned from or not. */
  readonly groups: readonly (readonly CreditedRollout[])[];
  /** Values of the algorithm that the next step has other than this one. */
  readonly adapted: Adapted;
}

/** Step `step`, counted from 1. What it does depends on nothing but the config, the step and the policy.
 *  Throws RangeError where loss or gradients are not finite, or where an update has no rollout that the environment did not fail. */
export async function trainStep(step: number, configured: Trainer): Promise<StepResult> {
  const trainer = atStep(step, configured);
  const { config, algorithm, clock } = trainer;
  const started = clock?.();

  const groups = await creditTokens(creditBatch(await drawGroups(step, trainer), trainer), trainer);
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
