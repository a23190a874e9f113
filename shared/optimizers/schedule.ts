/** The learning rate as a pure function of the step. */
import { choice, integer, number } from '../config/parameter.ts';
import type { Values } from '../config/parameter.ts';

export const scheduleParameters = {
  learningRate: number({ default: 3e-4, min: 0, help: 'Highest learning rate: reached when the warm-up ends.' }),
  schedule: choice({
    default: 'constant',
    choices: ['constant', 'linear', 'cosine'],
    help: 'How the learning rate falls after the warm-up, until the last step.',
  }),
  warmupSteps: integer({
    default: 0,
    min: 0,
    unit: 'steps',
    help: 'Steps over which the learning rate rises linearly from 0.',
  }),
  finalShare: number({
    default: 0,
    min: 0,
    max: 1,
    help: 'Share of the learning rate that is left at the last step; the constant schedule does not use it.',
  }),
} as const;
export type ScheduleValues = Values<typeof scheduleParameters>;

/** Share of the fall that is still to come: 1 when the warm-up has just ended, 0 at the last step. x: [0, 1], share of the way there. */
const remaining: Record<ScheduleValues['schedule'], (x: number) => number> = {
  constant: () => 1,
  linear: (x) => 1 - x,
  cosine: (x) => (1 + Math.cos(Math.PI * x)) / 2,
};

/** Learning rate of a step:  η · step/W  for step ≤ W = warmupSteps, then  η · (f + (1 − f) · remaining((step − W)/(steps − W))).
 *  step counts from 1 to `steps`, so that no step has a rate of 0 during the warm-up; past `steps` the final rate stays.
 *  Cosine: arXiv:1608.03983v5 section 3, without restarts. */
export function learningRate(step: number, steps: number, values: ScheduleValues): number {
  const { learningRate: peak, warmupSteps, finalShare } = values;
  if (step <= warmupSteps) return (peak * step) / warmupSteps;
  const share = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  return peak * (finalShare + (1 - finalShare) * remaining[values.schedule](share));
}
