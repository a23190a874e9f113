/** The record of one attempt at one question. Spans and masks come from sampling: text is never re-tokenised. */
import type { Retrieval } from '../data/retrieval.ts';

/** Half-open range of token positions, [start, end). */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** One policy message and the retrieval it caused. */
export interface Turn {
  /** Tokens that the policy wrote. */
  readonly message: TokenSpan;
  /** Tokens that the environment wrote after it; null on a turn that answers or is cut off. */
  readonly response: TokenSpan | null;
  readonly thought: string | null;
  readonly query: string | null;
  readonly retrieval: Retrieval | null;
  readonly answer: string | null;
  /** Token after the thought that opens the message. Present where more of the message follows the thought. */
  readonly thoughtEnd?: number;
  /** Present where the message does not follow the protocol's format. */
  readonly malformed?: true;
}

/** Indexes of data folders store positions in this list, so a new reason goes to the end. */
export const stopReasons = ['answered', 'maxTurns', 'maxTokens', 'error'] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Rollout {
  /** Unique within a run: `<groupId>/<member>`. */
  readonly id: string;
  /** Shared by the rollouts that one draw of a question gave, and by no others: `<step>/<group>`, in evaluations
   *  `<step>/<split>/<group>`. Unique within a run. */
  readonly groupId: string;
  readonly questionId: string;
  /** Index of its group in the batch, and its own index in the group. */
  readonly group: number;
  readonly member: number;
  /** Present where the rollout branched off from another of its group: which member, and how many of its tokens it took
   *  over. These end before a message or after the thought of one. */
  readonly grownFrom?: { readonly member: number; readonly tokens: number };
  /** [T] prompt, messages and responses, exactly as sampled or fed. */
  readonly tokens: Int32Array;
  /** The first `promptLength` tokens are the prompt. */
  readonly promptLength: number;
  /** [T] 1 where the policy wrote the token, else 0. */
  readonly mask: Uint8Array;
  /** [T] log-prob at temperature 1 of each token the policy wrote, nats; 0 where mask = 0. */
  readonly logProb: Float32Array;
  /** [T] entropy of the distribution the token was drawn from, nats; 0 where mask = 0. */
  readonly entropy: Float32Array;
  readonly turns: readonly Turn[];
  readonly stopReason: StopReason;
  /** What the policy finally said; null if none. */
  readonly answer: string | null;
  /** Every message follows the protocol's format. */
  readonly wellFormed: boolean;
  /** [turns with a belief][ground-truth tokens] log-prob of each ground-truth token, teacher-forced after the prompt
   *  (index 0) and after each turn's retrieval; null where ground truth was not scored. */
  readonly groundTruthLogProb: readonly Float32Array[] | null;
  /** Cause of the stop reason `error`; null otherwise. */
  readonly error: string | null;
}

/** Whether the environment ended the rollout: its last query could not be answered. Its scores would not be fair. */
export const environmentFailed = ({ stopReason, turns }: Rollout): boolean =>
  stopReason === 'error' && turns[turns.length - 1].query !== null;

/** The actions of a turn's message: the evidence that its thought draws from what was found, then the query or answer.
 *  A message without such a thought is one action. */
export function actionSpans({ message, thoughtEnd }: Turn, t: number): TokenSpan[] {
  if (t === 0 || thoughtEnd === undefined) return [message];
  return [
    { start: message.start, end: thoughtEnd },
    { start: thoughtEnd, end: message.end },
  ];
}

const stepSpans = ({ turns }: Rollout): TokenSpan[] => turns.flatMap(actionSpans);

/** Number of a rollout's tokens before its action `steps`, counted from 0. */
export const tokensBefore = (rollout: Rollout, steps: number): number => stepSpans(rollout)[steps].start;

/** Number of actions that it took over from the rollout it branched off from. */
export const sharedSteps = (rollout: Rollout): number =>
  stepSpans(rollout).filter(({ end }) => end <= (rollout.grownFrom?.tokens ?? 0)).length;
