/** A loss as graph code over selected tokens. It knows nothing of the model that gives their log-probs. */
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

/** What a loss reads of each selected token, all [S, 1]. */
export interface TokenValues {
  readonly logProb: Value;
  readonly entropy: Value;
  /** [S, V] */
  readonly logits: Value;
  /** The critic's estimate before the token; absent without a critic. */
  readonly value?: Value;
}

export interface Selection {
  /** S, predicted tokens. */
  readonly selected: number;
  /** N, most segments of tokens that share a ratio; absent where each token has its own. */
  readonly segments?: number;
}

/** Declares the loss's own inputs; returns the scalar loss and named sums to report. */
export type LossGraph<Read extends keyof TokenValues = keyof TokenValues> = (
  g: Graph,
  tokens: Pick<TokenValues, Read>,
  selection: Selection,
) => { loss: Value; sums: Readonly<Record<string, Value>> };
