/** What the training graph minimises, as data: an algorithm chooses, the graph builder reads. */

export const aggregations = [
  'tokenMean',
  'sequenceMeanTokenMean',
  'sequenceMeanTokenSum',
  'sequenceMeanTokenSumNorm',
] as const;
export type Aggregation = (typeof aggregations)[number];

export const klEstimators = ['k1', 'k2', 'k3'] as const;
export type KlEstimator = (typeof klEstimators)[number];

/** Tokens that share one ratio, exp of their mean log-ratio. */
export type RatioSpan = 'turn' | 'sequence';

/** What a critic learns. */
export interface CriticObjective {
  /** Of the value loss. */
  readonly coefficient: number;
  /** A value is held within ±clip of the one sampled with; null turns that off. */
  readonly clip: number | null;
  /** Discount, from token to token, of the returns that it estimates. */
  readonly gamma: number;
  /** Its estimates before the environment's tokens count too. */
  readonly everyToken?: true;
}

/** loss = aggregate( policy(ratio, advantage) + klCoefficient · kl − entropyCoefficient · entropy + critic.coefficient · value ). */
export interface Objective {
  /** The ratio is held in [1 − clipLow, 1 + clipHigh]. */
  readonly clipLow: number;
  readonly clipHigh: number;
  /** For negative advantages the loss is at most −dualClip · advantage; null turns it off. */
  readonly dualClip: number | null;
  /** All of a turn's tokens, or all of a rollout's, have one ratio; left out: each token its own. */
  readonly ratioOver?: RatioSpan;
  /** Each token has its own range, both widths times its factor; left out: all have the one above. */
  readonly clipScaled?: true;
  readonly aggregation: Aggregation;
  /** Weight of the KL to the reference policy, as a loss term; 0 leaves the reference pass out. */
  readonly klCoefficient: number;
  readonly klEstimator: KlEstimator;
  readonly entropyCoefficient: number;
  /** Adds coefficient · value loss. Optional: without it there is no critic. */
  readonly critic?: CriticObjective;
  /** Pairs of turns are compared instead, loss = mean over pairs of −log σ(β · margin): see `preference-loss.ts`. Left out: no pairs. Clips,
   *  aggregation and KL play no part then; the reference policy is in the margin. */
  readonly preference?: { readonly beta: number };
}
