/** The learning rate as a pure function of the step. Its parameters are declared in config/sections.ts. */
import type { RunConfig } from '../config/run-config.ts';
import type { schedules } from '../config/sections.ts';

/** warmupSteps: steps over which the rate rises · finalShare: share of it that is left after the last step, [0, 1];
 *  `constant` has none. */
export type Schedule = RunConfig['schedule'];

/** Share of the decay that is left: 1 at the first step after the warm-up, 0 after the last step. x: [0, 1), progress
 *  between them. */
const remaining: Record<(typeof schedules)[number]['name'], (x: number) => number> = {
  constant: () => 1,
  linear: (x) => 1 - x,
  cosine: (x) => (1 + Math.cos(Math.PI * x)) / 2,
};

/** Learning rate of a step:  η · step/W  for step ≤ W = warmupSteps,
 *  then  η · (f + (1 − f) · remaining((step − 1 − W)/(steps − W))).
 *  step counts from 1 to `steps`: no step of the warm-up has rate 0, and the final share f is reached after the last
 *  step, so that with f = 0 the last step still learns. Past `steps` the final rate stays.
 *  As transformers' get_linear_schedule_with_warmup, whose steps count from 0. Cosine: arXiv:1608.03983v5 section 3,
 *  without restarts. */
export function learningRate(step: number, steps: number, peak: number, schedule: Schedule): number {
  const { name, warmupSteps, finalShare = 0 } = schedule;
  if (step <= warmupSteps) return (peak * step) / warmupSteps;
  const share = Math.min(1, (step - 1 - warmupSteps) / Math.max(1, steps - warmupSteps));
  return peak * (finalShare + (1 - finalShare) * remaining[name as keyof typeof remaining](share));
}
