/** What a training step asks of a model: log-probs of given tokens, and one optimizer update from weighted tokens. */
import type { Objective } from '../loss/objective.ts';

export interface LearnerRow {
  readonly tokens: Int32Array;
  /** [T] weight of each token's loss, from `loss/aggregate.ts`; 0 where mask = 0. The loss is Σ weight · token loss. */
  readonly weight: Float32Array;
  /** [T] */
  readonly advantage: Float32Array;
  /** [T] log-prob under the policy that sampled it, nats. */
  readonly oldLogProb: Float32Array;
  /** [T] log-prob under the reference policy; null when the objective has no KL to it. */
  readonly refLogProb: Float32Array | null;
  /** [T] tokens with the same number share a ratio; absent without `ratioOver`. */
  readonly segments?: Int32Array;
  /** [T] factor of each token's clip range; present if `clipScaled`. */
  readonly clipScale?: Float32Array;
  /** [T] targets of the critic, and its estimates while sampling; absent without a critic. */
  readonly valueTarget?: Float32Array;
  readonly oldValue?: Float32Array;
}

export interface UpdateResult {
  readonly loss: number;
  /** Global L2 norm before clipping. */
  readonly gradNorm: number;
  /** Share of masked tokens where the clip binds. */
  readonly clipFraction: number;
  /** k1 and k3 estimates against the old policy, and k3 against the reference (null without one); nats per masked
   *  token. */
  readonly klOldK1: number;
  readonly klOldK3: number;
  readonly klRefK3: number | null;
  /** Mean over masked tokens, nats. */
  readonly entropy: number;
  /** Loss of the critic, mean over masked tokens; null without one. */
  readonly valueLoss: number | null;
}

/** The current policy, the one that the run began with, or the one of the last teacher refresh (before the first: the
 *  reference). */
export type PolicyCopy = 'current' | 'reference' | 'teacher';

export interface TokenRow {
  readonly tokens: Int32Array;
  /** [T] 1 where a value is wanted; absent if all are. */
  readonly mask?: ArrayLike<number>;
}

export interface Learner {
  /** One optimizer step over all rows (gradients accumulated over micro-batches). */
  update(rows: readonly LearnerRow[], objective: Objective, learningRate: number): Promise<UpdateResult>;
  /** [T] per row: log-prob of token t given tokens before it, nats; 0 at position 0 and where mask = 0. */
  logProbs(rows: readonly TokenRow[], policy: PolicyCopy): Promise<Float32Array[]>;
  /** Makes the current params the teacher. */
  refreshTeacher(): Promise<void>;
  /** [T] per row: the critic's estimate of the return before token t; 0 at position 0 and where mask = 0. */
  values(rows: readonly TokenRow[]): Promise<Float32Array[]>;
}
