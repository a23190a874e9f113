/** All passes of credit, with one group as the whole batch. For the last one every message has two tokens and a response of one, and the
 *  critic foresees 0. */
import { hasCritic, type Algorithm, type Credit } from '../../shared/algorithms/algorithm.ts';
import type { Parameters, Values } from '../../shared/config/parameter.ts';
import type { ValuedRollout } from '../../shared/credit/critic.ts';
import type { ScoredRollout } from '../../shared/scorers/scorer.ts';
import { mean } from '../../shared/util/math.ts';

export function creditOf<P extends Parameters>(
  algorithm: Algorithm<P>,
  group: readonly ScoredRollout[],
  values: Values<P>,
): Credit[] {
  const credits = algorithm.credit(group, values);
  const compared = algorithm.batchCredit?.(group, credits, values) ?? credits;
  const tokens = hasCritic(algorithm, values) ? algorithm.tokenCredit!(compared.map(valued), values) : null;
  return compared.map((credit, i) => ({
    ...credit,
    ...(tokens && {
      advantage: Float64Array.from(credit.reward, (_, t) => mean(tokens[i].advantage.subarray(1 + 3 * t, 3 + 3 * t))),
    }),
  }));
}

function valued({ reward }: Credit): ValuedRollout {
  const length = 1 + 3 * reward.length;
  return {
    reward,
    messages: Array.from(reward, (_, t) => ({ start: 1 + 3 * t, end: 3 + 3 * t })),
    mask: Uint8Array.from({ length }, (_, t) => Number(t % 3 !== 0)),
    value: new Float32Array(length),
  };
}
