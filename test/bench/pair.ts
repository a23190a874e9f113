/** Training steps of GRPO and IGPO on one policy, in turn. */
import { trainStep, type StepResult } from '../../shared/train/step.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { median } from './bench.ts';

/** Their learning rate is 0: the policy does not change, and a step has the same rollouts under both. Only IGPO scores
 *  the ground truth. */
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

export interface StepTimes {
  /** Of each step: by the clock, and of all threads of this process. */
  readonly ms: number[];
  readonly cpuMs: number[];
  /** Result of the last step. */
  readonly last: StepResult;
}

/** `rounds` measured steps of each trainer after one that opens sessions. The order alternates, because
 *  the second profits from the caches of the first. Every step is first taken once unmeasured: its lengths may need new
 *  graphs. */
export async function stepTimes(trainers: readonly Trainer[], rounds: number): Promise<StepTimes[]> {
  const times = trainers.map(() => ({ ms: [] as number[], cpuMs: [] as number[], last: null as StepResult | null }));
  const order = [...trainers.keys()];
  for (let round = 0; round < rounds; round++) {
    const step = 1 + (round % STEPS);
    if (round < STEPS) for (const trainer of trainers) await trainStep(step, trainer);
    for (const i of round % 2 === 0 ? order : order.toReversed()) {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      times[i].last = await trainStep(step, trainers[i]);
      times[i].ms.push(performance.now() - start);
      const { user, system } = process.cpuUsage(cpu);
      times[i].cpuMs.push((user + system) / 1000);
    }
  }
  return times.map(({ last, ...measured }) => ({ ...measured, last: last! }));
}

const STEPS = 3;

export async function stepPair({ grpo, igpo }: Pair, rounds: number): Promise<PairTimes> {
  const [ofGrpo, ofIgpo] = await stepTimes([grpo, igpo], rounds);
  return { grpo: ofGrpo!.ms, igpo: ofIgpo!.ms, last: { grpo: ofGrpo!.last, igpo: ofIgpo!.last } };
}

/** Share of rollouts with the same tokens: in float32, a fork in the batch can change the last digit. */
export function sameRollouts(x: StepResult, y: StepResult): number {
  const [xs, ys] = [x, y].map(({ groups }) => groups.flat().map(({ rollout }) => rollout.tokens.join()));
  return xs!.filter((tokens, i) => tokens === ys![i]).length / xs!.length;
}

/** Median over the rounds of IGPO's time over GRPO's. */
export const overhead = ({ grpo, igpo }: PairTimes): number => median(igpo.map((ms, round) => ms / grpo[round]));

export const tokensOf = ({ groups }: StepResult): number =>
  groups.flat().reduce((total, { rollout }) => total + rollout.tokens.length, 0);
