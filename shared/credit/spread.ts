/** From turns to tokens. */
import type { Rollout } from '../record/rollout.ts';

/** Each token that the policy wrote gets its turn's advantage. advantage: [K] → [T]; 0 where mask = 0.
 *  Throws RangeError where advantages and turns differ, or where a masked token belongs to no turn. */
export function spread(advantage: ArrayLike<number>, rollout: Pick<Rollout, 'id' | 'turns' | 'mask'>): Float32Array {
  const { id, turns, mask } = rollout;
  if (advantage.length !== turns.length)
    throw new RangeError(`advantages: expected ${turns.length} turns for rollout ${id}, got ${advantage.length}`);
  const perToken = new Float32Array(mask.length);
  const covered = new Uint8Array(mask.length);
  turns.forEach(({ message }, t) => {
    for (let i = message.start; i < message.end; i++) {
      perToken[i] = mask[i] * advantage[t];
      covered[i] = 1;
    }
  });
  const stray = mask.findIndex((m, i) => m !== 0 && covered[i] === 0);
  if (stray >= 0)
    throw new RangeError(
      `internal: rollout ${id} has a masked token at ${stray} outside of its ${turns.length} messages`,
    );
  return perToken;
}
