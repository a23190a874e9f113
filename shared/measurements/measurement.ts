/** Measurements of a rollout beyond what sampling records: log-probs under the policy that samples, or under a frozen
 *  copy of it. A scorer names those that it reads; the others are not made. */
import type { RunConfig } from '../config/run-config.ts';
import type { Task } from '../data/task.ts';
import type { Learner, PolicyCopy } from '../model/learner.ts';
import type { Sampler } from '../model/sampler.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { Batch } from '../rollout/roll-out.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';

/** What a measurement works with. */
export interface Instruments {
  readonly config: RunConfig;
  readonly protocol: Protocol;
  readonly learner: Learner;
  /** Reads as the teacher does. Present where a measurement is of the teacher. */
  readonly teacher?: Sampler;
}

/** [groups][G] */
export type Groups = readonly (readonly WorkingRollout[])[];

/** What the agent loop is asked to measure. */
export type WhileSampling = Partial<Pick<Batch, 'scoreGroundTruth' | 'forkMeasurements'>>;

interface MeasurementBase {
  readonly name: string;
  /** Whose log-probs they are. The run opens a reference policy or a teacher for a measurement of one. */
  readonly policy: PolicyCopy;
  /** Tokens that a row of that policy must hold after a full rollout and a ground truth. */
  room(rollout: RunConfig['rollout']): number;
  /** Approximate cost, in forward passes over the tokens of a step. */
  readonly forwardPasses: number;
  /** The result in a rollout; undefined if it was not measured. */
  result(rollout: WorkingRollout): unknown;
}

/** Made by the agent loop, on the rows that it samples. */
export interface SamplingMeasurement extends MeasurementBase {
  readonly when: 'whileSampling';
  ask(step: number, instruments: Instruments): WhileSampling;
}

/** Made on finished rollouts. */
export interface FinishedMeasurement extends MeasurementBase {
  readonly when: 'beforeScoring';
  /** The rollouts with their result. tasks: one per group. */
  measure(groups: Groups, tasks: readonly Task[], instruments: Instruments): Promise<Groups>;
}

export type Measurement = SamplingMeasurement | FinishedMeasurement;

/** What the measurements ask of the agent loop. */
export function whileSampling(
  measurements: readonly Measurement[],
  step: number,
  instruments: Instruments,
): Required<WhileSampling> {
  const asked = measurements.flatMap((one) => (one.when === 'whileSampling' ? [one.ask(step, instruments)] : []));
  return {
    scoreGroundTruth: asked.some(({ scoreGroundTruth }) => scoreGroundTruth),
    forkMeasurements: asked.flatMap(({ forkMeasurements = [] }) => forkMeasurements),
  };
}

/** The rollouts with the measurements that are made before scoring. */
export async function beforeScoring(
  measurements: readonly Measurement[],
  sampled: Groups,
  tasks: readonly Task[],
  instruments: Instruments,
): Promise<Groups> {
  let groups = sampled;
  for (const one of measurements)
    if (one.when === 'beforeScoring') groups = await one.measure(groups, tasks, instruments);
  return groups;
}

/** Tokens for the longest wrapper (9) and a ground truth; a longer one shortens the rollout. */
export const groundTruthRoom = 16;

/** Tokens that a row of that policy must hold. */
export const rowLength = (
  measurements: readonly Measurement[],
  policy: PolicyCopy,
  rollout: RunConfig['rollout'],
): number =>
  rollout.maxTokens +
  groundTruthRoom +
  Math.max(0, ...measurements.filter((one) => one.policy === policy).map((one) => one.room(rollout)));
