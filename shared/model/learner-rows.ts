/** Rows of a learner as rows of a sequence graph. */
import type { Objective } from '../loss/objective.ts';
import { ratioRange } from '../loss/policy-loss.ts';
import type { LearnerRow } from './learner.ts';
import type { SequenceRow } from './sequence-inputs.ts';

/** A sequence for supervised training: the loss is −Σ weight · log-prob over its tokens. */
export interface SupervisedRow {
  readonly tokens: Int32Array;
  readonly weight: Float32Array;
  /** Positions whose target is a distribution, token → share, instead of the token that stands there. */
  readonly soft?: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

/** With the columns that `objectiveGraph` reads. */
export function policyRow({ tokens, segments, clipScale, ...row }: LearnerRow, objective: Objective): SequenceRow {
  const { weight, advantage, oldLogProb, refLogProb, valueTarget, oldValue } = row;
  const mask = weight.map((w) => (w === 0 ? 0 : 1));
  const columns = {
    ...{ weight, advantage, oldLogProb, mask },
    ...(refLogProb && { refLogProb }),
    ...(valueTarget && oldValue && { valueTarget, oldValue }),
    // In float64 here, not in the graph: a factor of 1 gives the very numbers of the constant range.
    ...(clipScale && {
      ratioLow: clipScale.map((scale) => ratioRange(objective, scale).low),
      ratioHigh: clipScale.map((scale) => ratioRange(objective, scale).high),
    }),
  };
  return { tokens, predicted: nonZero(weight), columns, ...(segments && { segments }) };
}

/** With the columns that `crossEntropy` reads. vocabulary: its size for `softCrossEntropy`, where some row has soft
 *  targets; else null. */
export function supervisedRow({ tokens, weight, soft }: SupervisedRow, vocabulary: number | null): SequenceRow {
  const shifts = new Map(
    Array.from(vocabulary === null ? [] : (soft ?? []), ([position, shares]) => {
      const shift = new Float32Array(vocabulary!);
      for (const [token, share] of shares) shift[token] = weight[position] * share;
      shift[tokens[position]] -= weight[position];
      return [position, shift] as const;
    }),
  );
  return { tokens, predicted: nonZero(weight), columns: { weight }, ...(vocabulary !== null && { shifts }) };
}

const nonZero = (weight: Float32Array): number[] => Array.from(weight.keys()).filter((t) => t > 0 && weight[t] !== 0);
