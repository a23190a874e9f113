/** Both passes of credit, with one group as the whole batch. */
import type { Algorithm, Credit } from '../../shared/algorithms/algorithm.ts';
import type { Parameters, Values } from '../../shared/config/parameter.ts';
import type { ScoredRollout } from '../../shared/scorers/scorer.ts';

export function creditOf<P extends Parameters>(
  algorithm: Algorithm<P>,
  group: readonly ScoredRollout[],
  values: Values<P>,
): Credit[] {
  const credits = algorithm.credit(group, values);
  return algorithm.batchCredit?.(group, credits, values) ?? credits;
}
