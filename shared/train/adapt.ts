/** Values of an algorithm that change from step to step, such as a KL coefficient that follows a target. */
import type { Adapted } from '../record/checkpoint.ts';
import { environmentFailed } from '../record/rollout.ts';
import type { Creditor } from './credit-group.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';

/** The algorithm's new values, from a step's rollouts without those that the environment failed. */
export function adaptedValues(
  groups: readonly (readonly CreditedRollout[])[],
  { algorithm, config }: Trainer,
): Adapted {
  const fair = groups.flat().filter(({ rollout }) => !environmentFailed(rollout));
  const scores = fair.map((stored) => stored.scores);
  return (algorithm.adapt?.(scores, config.algorithm) ?? {}) as Adapted;
}

/** The trainer of the next step. */
export const withAdapted = <T extends Creditor>(trainer: T, adapted: Adapted): T => ({
  ...trainer,
  config: { ...trainer.config, algorithm: { ...trainer.config.algorithm, ...adapted } },
});

/** The trainer of step `step`, counted from 1, with the values that its algorithm plans for it. */
export function atStep<T extends Creditor>(step: number, creditor: T): T {
  const { algorithm, config } = creditor;
  return withAdapted(creditor, (algorithm.planned?.(config.algorithm, step / config.train.steps) ?? {}) as Adapted);
}
