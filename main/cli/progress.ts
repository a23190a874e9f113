/** The progress of a run as one line. */
import { percent } from '../../shared/statistics/format.ts';
import { mean } from '../../shared/util/math.ts';
import type { SessionReport } from '../trainer/session.ts';
import { bar, clock, thousands } from './text.ts';

export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Shares in [0, 1] of the last steps, latest last. */
  readonly success: readonly number[];
  readonly tokensPerSecond: number | null;
  /** Where and when this session began. */
  readonly from: { readonly step: number; readonly ms: number };
}

/** Success of a single step is too noisy to show a trend. */
const stepsAveraged = 10;

export const begun = (step: number, steps: number, ms: number): Progress => ({
  ...{ step, steps, success: [], tokensPerSecond: null },
  from: { step, ms },
});

export function advance(progress: Progress, { step, metrics }: SessionReport & { readonly kind: 'step' }): Progress {
  const { success, 'throughput/tokens_per_second': tokensPerSecond = null } = metrics;
  return {
    ...progress,
    step,
    success: success === undefined ? progress.success : [...progress.success, success].slice(-stepsAveraged),
    tokensPerSecond: tokensPerSecond ?? progress.tokensPerSecond,
  };
}

/** Seconds to the last step at the pace of this session; NaN before its first step. */
export function secondsLeft({ step, steps, from }: Progress, ms: number): number {
  const done = step - from.step;
  return done > 0 ? ((steps - step) * (ms - from.ms)) / done / 1000 : NaN;
}

/** `igpo seed 1  ████░░░░  12/60  success 31 %  12.3k tokens/s  0:41 left` */
export function progressLine(name: string, progress: Progress, ms: number): string {
  const { step, steps, success, tokensPerSecond } = progress;
  const parts = [
    name,
    bar(step / steps, 20),
    `${String(step).padStart(String(steps).length)}/${steps}`,
    ...(success.length > 0 ? [`success ${percent(mean(success)).padStart(4)}`] : []),
    ...(tokensPerSecond === null ? [] : [`${thousands(tokensPerSecond)} tokens/s`]),
    ...(step < steps && step > progress.from.step ? [`${clock(secondsLeft(progress, ms))} left`] : []),
  ];
  return parts.join('  ');
}

/** Whether the step begins another tenth of the run; log files get a line at each. */
export const isTenth = (step: number, steps: number): boolean =>
  Math.floor((10 * step) / steps) > Math.floor((10 * (step - 1)) / steps);
