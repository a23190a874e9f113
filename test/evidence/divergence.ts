/** When a run has diverged. */
import type { RunSummary } from '../../main/run-folder/run-summary.ts';
import { fixed, percent } from '../../shared/statistics/format.ts';

/** Success of a policy: shares of right answers. */
export interface Success {
  readonly greedy: number;
  readonly sampled: number;
}

export interface Outcome {
  readonly run: Pick<RunSummary, 'failure' | 'series'>;
  readonly start: Success;
  readonly end: Success;
  /** KL of the trained policy to the one it began from, on what it samples now; nats per token. */
  readonly klStart: number;
}

/** Largest KL, nats per token; largest rise of the entropy above that of the first step, nats per token; least share of
 *  the success at the start that must remain. A policy of this size starts at about 0.3 nats of entropy and moves by
 *  about 0.1 nats. */
export const bars = { klStart: 1, entropyRise: 1, successKept: 0.5 };

/** The rule in words, for the table. */
export const divergenceRule =
  `a run that failed, a loss, gradient norm, KL or entropy that is not finite, a KL to the start above ${bars.klStart} nat per token, ` +
  `entropy more than ${bars.entropyRise} nat above the first step’s, or greedy or sampled success under ${percent(bars.successKept)} of the start’s`;

const finiteGroups = /^(loss|optimizer|kl|entropy|reward)\//;

/** Every sign of divergence, as a phrase; empty if there is none. */
export function divergence({ run: { failure, series }, start, end, klStart }: Outcome): string[] {
  const signs: string[] = [];
  if (failure !== null) signs.push(failure);
  for (const [name, { step, value }] of Object.entries(series)) {
    const at = finiteGroups.test(name) ? value.findIndex((one) => one === null) : -1;
    if (at >= 0) signs.push(`${name} not finite at step ${step[at]}`);
  }
  if (!(klStart <= bars.klStart)) signs.push(`KL to the start ${fixed(klStart)} nats`);
  const entropy = (series['entropy/mean']?.value ?? []).map(Number);
  const most = Math.max(...entropy);
  if (most > entropy[0] + bars.entropyRise) signs.push(`entropy from ${fixed(entropy[0])} to ${fixed(most)} nats`);
  for (const how of ['greedy', 'sampled'] as const)
    if (end[how] < bars.successKept * start[how])
      signs.push(`${how} success from ${percent(start[how], 1)} to ${percent(end[how], 1)}`);
  return signs;
}
