/** What a rollout needs from a policy: rows that grow by given and by sampled tokens over one shared KV cache. */
import type { Rng } from '../util/rng.ts';

/** One growing sequence. Handles are small integers, reused after `release`. */
export type Row = number;

export interface AppendRequest {
  readonly row: Row;
  /** Tokens the policy reads but did not write; at least one. */
  readonly tokens: ArrayLike<number>;
  /** Scored right after `tokens`, then forgotten: the row does not hold it. */
  readonly fork?: ArrayLike<number>;
  /** First token of the fork whose log-prob is wanted; 0 if absent. */
  readonly forkFrom?: number;
}

/** A possible continuation of a row. */
export interface ScoreRequest {
  readonly row: Row;
  readonly fork: ArrayLike<number>;
  /** As in an append. */
  readonly forkFrom?: number;
}

export interface SampleRequest {
  readonly row: Row;
  readonly rng: Rng;
  /** Budget of this call; sampling also ends after a stop sequence. */
  readonly maxTokens: number;
}

export interface SamplingOptions {
  /** 0 is greedy. */
  readonly temperature: number;
  /** (0, 1]; the smallest set of tokens with at least this mass is kept. */
  readonly topP: number;
  /** Token sequences that end a row; each lies whole in what this call samples. */
  readonly stops: readonly (readonly number[])[];
}

export interface Sampled {
  /** Includes the stop sequence that ended it. */
  readonly tokens: number[];
  /** Per token, at temperature 1 without top-p: the policy's own log-prob, nats. */
  readonly logProb: number[];
  /** Per token, entropy of the policy's distribution at temperature 1, nats. */
  readonly entropy: number[];
  /** Per token, the critic's estimate of the return before it; absent without a critic. */
  readonly value?: number[];
  readonly stopped: boolean;
}

export interface Sampler {
  /** Most tokens a row can hold, fork included. */
  readonly maxLength: number;
  /** Sampled tokens come with the critic's estimates. */
  readonly critic?: true;
  start(count: number): Row[];
  /** Returns, per request, the log-prob of each fork token from `forkFrom` on (nats, [fork length − forkFrom]), or null
   *  without a fork. */
  append(requests: readonly AppendRequest[]): Promise<(Float32Array | null)[]>;
  /** The log-probs of forks alone, any number per row; the rows do not change. Every row must hold at least one
   *  token. */
  score(requests: readonly ScoreRequest[]): Promise<Float32Array[]>;
  /** Every row must hold at least one token. Rows that finish leave the batch; the others go on. */
  sample(requests: readonly SampleRequest[], options: SamplingOptions): Promise<Sampled[]>;
  release(rows: readonly Row[]): void;
}
