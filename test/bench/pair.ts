/** Training steps of GRPO and IGPO on one policy, in turn. */
import { trainStep, type StepResult } from '../../shared/train/step.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { median } from './bench.ts';

/** Their learning rate is 0, so the policy stays and a step has the same rollouts under both. Only IGPO scores the ground truth. */
export interface Pair {
  readonly grpo: Trainer;
  readonly igpo: Trainer;
  close(): Promise<void>;
}

export interface PairTimes {
  /** ms of each step. */
  readonly grpo: readonly number[];
  readonly igpo: readonly number[];
  /** The last step under each. */
  readonly last: { readonly grpo: StepResult; readonly igpo: StepResult };
}

/** `rounds` measured steps of each after one that opens sessions. The order changes every round: what the first leaves in the caches
 *  serves the second. Every step is taken once unmeasured, since its lengths may need graphs that no step before needed. */
export async function stepPair({ grpo, igpo }: Pair, rounds: number): Promise<PairTimes> {
  const ms = { grpo: [] as number[], igpo: [] as number[] };
  const last = {} as { grpo: StepResult; igpo: StepResult };
  for (let round = 0; round < rounds; round++) {
    const step = 1 + (round % STEPS);
    if (round < STEPS) for (const trainer of [grpo, igpo]) await trainStep(step, trainer);
    for (const name of round % 2 === 0 ? (['grpo', 'igpo'] as const) : (['igpo', 'grpo'] as const)) {
      const start = performance.now();
      last[name] = await trainStep(step, { grpo, igpo }[name]);
      ms[name].push(performance.now() - start);
    }
  }
  return { ...ms, last };
}

const STEPS = 3;

/** Median over the rounds of IGPO's time over GRPO's. */
export const overhead = ({ grpo, igpo }: PairTimes): number => median(igpo.map((ms, round) => ms / grpo[round]!));

export const tokensOf = ({ groups }: StepResult): number =>
  groups.flat().reduce((total, { rollout }) => total + rollout.tokens.length, 0);
