/** What a step of one run costs against a step of another. Only what differs by config is weighed: how large a draw is, how many draws a step
 *  takes, and how many passes the update makes over them. */
import { algorithms } from '../algorithms/index.ts';
import type { RunConfig } from '../config/run-config.ts';
import { sum } from '../util/math.ts';
import { measurementsRead } from './reads.ts';

export interface StepShape {
  /** Rollouts × tokens of one draw, at most. */
  readonly size: number;
  /** Draws, at most. */
  readonly draws: number;
  /** Passes over all tokens that only go forward, beside the one of the update that comes back too: for a critic of every token, for the
   *  reference policy in the loss, for measurements, for the policy and the reference where pairs are learned from. */
  readonly forwardPasses: number;
}

/** Where the time of a step went. */
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

/** A pass forward costs a third of one that comes back too: the gradient takes twice the multiplications. */
const forwardCost = 1 / 3;

/** Time of a step of shape `to` as a multiple of one of shape `from`, whose time went as `spent` says:
 *  size · (rolloutShare · draws + (1 − rolloutShare) · passes), each as a ratio. Where both may draw equally often, `to` is taken to draw as
 *  often as `from` did; else as often as it may. */
export function relativeCost(to: StepShape, from: StepShape, { rolloutShare, draws }: StepTime): number {
  const drawn = to.draws === from.draws ? 1 : to.draws / draws;
  const passed = (1 + forwardCost * to.forwardPasses) / (1 + forwardCost * from.forwardPasses);
  return (to.size / from.size) * (rolloutShare * drawn + (1 - rolloutShare) * passed);
}
