/** Information gain of turns by what they found. It checks that a warm start's belief is calibrated, and explains
 *  whether information gain helps in a world. */
import type { Question } from '../data/question.ts';
import type { Rollout } from '../record/rollout.ts';
import { resolvedHops } from '../rollout/hops.ts';
import { beliefs } from '../scorers/belief.ts';
import { mean, variance } from '../util/math.ts';
import type { Posterior } from './demonstrations.ts';

/** Mean information gain of one kind of turn. */
export interface GainSample {
  readonly n: number;
  /** nats; NaN without turns. */
  readonly mean: number;
  /** Standard error of the mean over turns, nats; NaN for fewer than two. */
  readonly standardError: number;
}

export interface GainByHop {
  /** Index h: turns that found the passage of hop h + 1 when the hops before it were found. */
  readonly hops: readonly GainSample[];
  /** Turns that found no supporting passage that was still missing. */
  readonly useless: GainSample;
}

export interface AskedRollout {
  readonly rollout: Rollout;
  readonly question: Question;
}

/** Gain of every turn with a response, by what it found. Questions without supporting passages are skipped.
 *  Unlike an algorithm's score, the gain of a last turn that only searched counts. beliefsOf: the belief in the ground
 *  truth before the first turn and after each one, nats; the policy's own if absent. */
export function gainByHop<R extends AskedRollout>(
  rollouts: readonly R[],
  beliefsOf: (asked: R) => ArrayLike<number> = ({ rollout }) => beliefs(rollout, 'gainByHop'),
): GainByHop {
  const hops: number[][] = [];
  const useless: number[] = [];
  for (const asked of rollouts) {
    const { rollout, question } = asked;
    if (question.supporting === null || rollout.groundTruthLogProb === null) continue;
    const belief = beliefsOf(asked);
    resolvedHops(rollout, question)!.forEach((hop, t) => {
      if (hop === undefined || !(t + 1 < belief.length)) return;
      (hop === null ? useless : (hops[hop] ??= [])).push(belief[t + 1] - belief[t]);
    });
  }
  return { hops: Array.from(hops, (gains) => sample(gains ?? [])), useless: sample(useless) };
}

/** An ideal reader's belief in the ground truth before the first turn and after each one, nats; empty if no ideal
 *  belief is known. */
export function idealBeliefs({ turns }: Rollout, { groundTruth }: Question, posterior: Posterior): number[] {
  const read = new Set<string>();
  if (posterior(read) === null) return [];
  const belief = () => Math.log(posterior(read)!.get(groundTruth[0])!);
  return [
    belief(),
    ...turns.map(({ retrieval }) => {
      for (const { passage } of retrieval?.passages ?? []) read.add(passage.id);
      return belief();
    }),
  ];
}

const sample = (gains: readonly number[]): GainSample => ({
  n: gains.length,
  mean: mean(gains),
  standardError: Math.sqrt(variance(gains, 1) / gains.length),
});

/** What a warm start must reach before reinforcement learning on it is evidence about information gain. */
const gate = { uselessAtLeast: -0.02, hopsAbove: 0 };

/** Every bar that is missed, as a sentence; empty if the gate is passed. A kind of turn that never occurred misses its
 *  bar. */
export function gateFailures({ hops, useless }: GainByHop, hopCount: number): string[] {
  const failures: string[] = [];
  if (!(useless.mean >= gate.uselessAtLeast))
    failures.push(
      `useless turns: expected a mean gain of at least ${gate.uselessAtLeast} nats, got ${meanText(useless)}`,
    );
  for (let hop = 0; hop < hopCount; hop++) {
    const found = hops[hop];
    if (!found || !(found.mean > gate.hopsAbove))
      failures.push(`hop ${hop + 1}: expected a mean gain above ${gate.hopsAbove} nats, got ${meanText(found)}`);
  }
  return failures;
}

const meanText = (sample: GainSample | undefined): string =>
  sample === undefined || sample.n === 0 ? 'no such turn' : `${sample.mean.toFixed(3)} (n ${sample.n})`;
