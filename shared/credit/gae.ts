/** Generalised advantage estimation, token by token. */

export const toolTokenRules = ['skip', 'include'] as const;
/** `skip`: the recursion ignores tokens that the environment wrote. `include`: they are steps like any other. */
export type ToolTokenRule = (typeof toolTokenRules)[number];

/** A[t] = δ[t] + γλ · A[t+1],  δ[t] = r[t] + γ · V[t+1] − V[t],  target[t] = A[t] + V[t];  V and A are 0 after the last
 *  token.
 *  reward, value, mask: [T] · value[t] estimates the return before token t is chosen · returns both [T]. With `skip` a
 *  token with mask 0 changes neither A nor V of other tokens; its own A means nothing.
 *  Throws RangeError where lengths differ. Source: arXiv:1506.02438 Eq. 16; verl core_algos.py
 *  compute_gae_advantage_return, `skip` at 1dda039, `include` in older versions. */
export function gae(
  reward: ArrayLike<number>,
  value: ArrayLike<number>,
  mask: ArrayLike<number>,
  { gamma, lambda, toolTokens }: { gamma: number; lambda: number; toolTokens: ToolTokenRule },
): { advantage: Float64Array; target: Float64Array } {
  const length = mask.length;
  if (reward.length !== length || value.length !== length)
    throw new RangeError(`gae: expected ${length} rewards and values, got ${reward.length} and ${value.length}`);
  const advantage = new Float64Array(length);
  const target = new Float64Array(length);
  let [nextValue, after] = [0, 0];
  for (let t = length - 1; t >= 0; t--) {
    if (mask[t] !== 0 || toolTokens === 'include') {
      after = reward[t] + gamma * nextValue - value[t] + gamma * lambda * after;
      nextValue = value[t];
    }
    advantage[t] = after;
    target[t] = after + value[t];
  }
  return { advantage, target };
}
