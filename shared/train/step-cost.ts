/** Cost of a step of one run relative to a step of another, from what their configs say: the size of a draw, the draws
 *  of a step, and the passes over them. */
import { algorithms } from '../algorithms/index.ts';
import type { RunConfig } from '../config/run-config.ts';
import { sum } from '../util/math.ts';
import { measurementsRead } from './reads.ts';

export interface StepShape {
  /** Rollouts × tokens of one draw, at most. */
  readonly size: number;
  /** Draws, at most. */
  readonly draws: number;
  /** Forward passes over all tokens, besides the update's own: for a critic of every token, the reference policy in the
   *  loss, measurements, and two for a preference objective. */
  readonly forwardPasses: number;
}

/** How a step spent its time. */
export interface StepTime {
  /** Share of it for drawing and scoring rollouts, [0, 1]. */
  readonly rolloutShare: number;
  /** Mean. */
  readonly draws: number;
}

/** An algorithm that this version does not have counts as one draw and no further pass. */
export function stepShape({ algorithm: values, rollout }: Pick<RunConfig, 'algorithm' | 'rollout'>): StepShape {
  const size = rollout.groupSize * rollout.questionsPerStep * rollout.maxTokens;
  const algorithm = algorithms.find(({ name }) => name === values.name);
  if (!algorithm) return { size, draws: 1, forwardPasses: 0 };
  const { klCoefficient, preference, critic } = algorithm.objective(values);
  const forwardPasses =
    Number(critic?.everyToken ?? false) +
    Number(klCoefficient > 0) +
    sum(measurementsRead(algorithm, values).map((one) => one.forwardPasses)) +
    (preference === undefined ? 0 : 2);
  return { size, draws: algorithm.mostDraws?.(values) ?? 1, forwardPasses };
}

/** A forward pass costs a third of one with gradients: the gradient takes twice the multiplications. */
const forwardCost = 1 / 3;

/** Time of a step of shape `to` as a multiple of one of shape `from`, whose time went as `spent` says:
 *  size · (rolloutShare · draws + (1 − rolloutShare) · passes), each as a ratio. If both have the same most draws, `to`
 *  is assumed to draw as often as `from` did; else as often as it may. */
export function relativeCost(to: StepShape, from: StepShape, { rolloutShare, draws }: StepTime): number {
  const drawn = to.draws === from.draws ? 1 : to.draws / draws;
  const passed = (1 + forwardCost * to.forwardPasses) / (1 + forwardCost * from.forwardPasses);
  return (to.size / from.size) * (rolloutShare * drawn + (1 - rolloutShare) * passed);
}
