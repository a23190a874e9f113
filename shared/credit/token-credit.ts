/** Credit of single tokens: its input and its result. */
import type { WorkingRollout } from '../rollout/working-rollout.ts';

/** A rollout whose turns have their rewards. */
export interface RewardedRollout {
  readonly rollout: Pick<WorkingRollout, 'id' | 'promptLength' | 'turns' | 'mask' | 'logProb' | 'refLogProb'>;
  /** Equal for rollouts of one group. */
  readonly group: number;
  /** [K] */
  readonly reward: ArrayLike<number>;
  /** [T] the critic's value estimate before each token is chosen, 0 at position 0; null without a critic. */
  readonly value: ArrayLike<number> | null;
}

/** [T] each. */
export interface TokenCredit {
  /** 0 where mask = 0. */
  readonly advantage: Float32Array;
  /** The critic's value estimates and their targets; both mean nothing where mask = 0. Optional: absent without a
   *  critic. */
  readonly critic?: { readonly value: Float32Array; readonly target: Float32Array };
}

/** [K] → [T]: each turn's reward at the last token of its message, 0 elsewhere. */
export function paidAtMessageEnds({ rollout: { turns, mask }, reward }: RewardedRollout): Float64Array {
  const perToken = new Float64Array(mask.length);
  turns.forEach(({ message }, t) => (perToken[message.end - 1] += reward[t]));
  return perToken;
}
