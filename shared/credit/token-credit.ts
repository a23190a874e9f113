/** Credit of single tokens: what it is worked out from, and what comes out. */
import type { WorkingRollout } from '../rollout/working-rollout.ts';

/** A rollout whose turns have earned their rewards. */
export interface RewardedRollout {
  readonly rollout: Pick<WorkingRollout, 'id' | 'promptLength' | 'turns' | 'mask' | 'logProb' | 'refLogProb'>;
  /** The same number for rollouts that are compared with each other. */
  readonly group: number;
  /** [K] */
  readonly reward: ArrayLike<number>;
  /** [T] the return that a critic foresees before each token is chosen, 0 at position 0; null without a critic. */
  readonly value: ArrayLike<number> | null;
}

/** [T] each. */
export interface TokenCredit {
  /** 0 where mask = 0. */
  readonly advantage: Float32Array;
  /** What a critic foresaw and what it is to foresee, which means nothing where mask = 0; left out without a critic. */
  readonly critic?: { readonly value: Float32Array; readonly target: Float32Array };
}

/** [K] → [T]: each turn's reward at the last token of its message, 0 elsewhere. */
export function paidAtMessageEnds({ rollout: { turns, mask }, reward }: RewardedRollout): Float64Array {
  const perToken = new Float64Array(mask.length);
  turns.forEach(({ message }, t) => (perToken[message.end - 1] += reward[t]));
  return perToken;
}
