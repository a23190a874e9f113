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

/** loss = aggregate( policy(ratio, advantage) + klCoefficient · kl − entropyCoefficient · entropy
 *                    + critic.coefficient · value ). */
export interface Objective {
  /** The ratio is held in [1 − clipLow, 1 + clipHigh]. */
  readonly clipLow: number;
  readonly clipHigh: number;
  /** For negative advantages the loss is at most −dualClip · advantage; null turns it off. */
  readonly dualClip: number | null;
  /** All tokens of a turn, or of a rollout, share one ratio; absent: each token has its own. */
  readonly ratioOver?: RatioSpan;
  /** Each token has its own range: both widths times its factor. Absent: all have the range above. */
  readonly clipScaled?: true;
  readonly aggregation: Aggregation;
  /** Weight of the KL to the reference policy, as a loss term; 0 needs no reference pass. */
  readonly klCoefficient: number;
  readonly klEstimator: KlEstimator;
  readonly entropyCoefficient: number;
  /** Adds coefficient · value loss. Optional: without it there is no critic. */
  readonly critic?: CriticObjective;
  /** Compares pairs of turns: loss = mean over pairs of −log σ(β · margin), see `preference-loss.ts`. Clips,
   *  aggregation and KL are not used then; the reference policy is in the margin. Absent: no pairs. */
  readonly preference?: { readonly beta: number };
}
