/** A rollout being written: tokens grow together with mask, log-probs and entropies, so that they cannot get out of step. */
import type { Corpus } from '../data/passage.ts';
import type { Question } from '../data/question.ts';
import type { Row, Sampled } from '../model/sampler.ts';
import type { Rng } from '../util/rng.ts';
import type { GroundTruthFork, Message } from './protocol.ts';
import type { Rollout, StopReason, TokenSpan, Turn } from './rollout.ts';

export interface Draft {
  readonly question: Question;
  readonly corpus: Corpus;
  readonly group: number;
  readonly member: number;
  readonly rng: Rng;
  readonly row: Row;
  /** Null where ground truth is not scored. */
  readonly fork: GroundTruthFork | null;
  /** Most tokens of this rollout; leaves room for the fork. */
  readonly limit: number;
  readonly promptLength: number;
  readonly grownFrom?: Rollout['grownFrom'];
  readonly tokens: number[];
  readonly mask: (0 | 1)[];
  readonly logProb: number[];
  readonly entropy: number[];
  readonly turns: Turn[];
  readonly groundTruthLogProb: Float32Array[];
  wellFormed: boolean;
  stopReason: StopReason | null;
  answer: string | null;
  error: string | null;
}

/** The tokens that the environment writes next: mask, log-prob and entropy 0. */
export function addGiven(draft: Draft, tokens: ArrayLike<number>): TokenSpan {
  const start = draft.tokens.length;
  for (let i = 0; i < tokens.length; i++) {
    draft.tokens.push(tokens[i]);
    draft.mask.push(0);
    draft.logProb.push(0);
    draft.entropy.push(0);
  }
  return { start, end: draft.tokens.length };
}

/** Takes over what a rollout held when it had come as far as `turn`, its prompt and everything before that turn's message. */
export function takeOver(
  draft: Draft,
  { tokens, mask, logProb, entropy, turns, groundTruthLogProb }: Rollout,
  turn: number,
): void {
  const { start } = turns[turn].message;
  const until = <T>(column: ArrayLike<T>): T[] => Array.from({ length: start }, (_, t) => column[t]);
  draft.tokens.push(...until(tokens));
  draft.mask.push(...(until(mask) as (0 | 1)[]));
  draft.logProb.push(...until(logProb));
  draft.entropy.push(...until(entropy));
  draft.turns.push(...turns.slice(0, turn));
  draft.groundTruthLogProb.push(...(groundTruthLogProb ?? []).slice(0, turn + 1)); // after the prompt and after each response
  draft.wellFormed = draft.turns.every(({ malformed }) => !malformed);
}

/** A new turn: the message as it was sampled, and what it says. */
export function addMessage(draft: Draft, sampled: Sampled, message: Message): void {
  const start = draft.tokens.length;
  draft.tokens.push(...sampled.tokens);
  draft.mask.push(...sampled.tokens.map(() => 1 as const));
  draft.logProb.push(...sampled.logProb);
  draft.entropy.push(...sampled.entropy);
  const { thought, query, answer, wellFormed } = message;
  const span = { start, end: draft.tokens.length };
  const malformed = wellFormed ? {} : { malformed: true as const };
  draft.turns.push({ message: span, response: null, thought, query, retrieval: null, answer, ...malformed });
  draft.wellFormed &&= wellFormed;
}

/** Completes the turn that was written last. */
export function amendTurn(draft: Draft, more: Partial<Turn>): void {
  draft.turns.push({ ...draft.turns.pop()!, ...more });
}

/** Ends the rollout; `error` names the cause where the reason is `error`. */
export function stop(draft: Draft, stopReason: StopReason, error: string | null = null): void {
  draft.stopReason = stopReason;
  draft.error = error;
}

/** The record of a draft that has ended. */
export function finished(draft: Draft, batch: string): Rollout {
  const id = `${batch}/${draft.group}/${draft.member}`;
  if (draft.stopReason === null) throw new Error(`internal: rollout ${id} has not ended`);
  return {
    id,
    questionId: draft.question.id,
    group: draft.group,
    member: draft.member,
    ...(draft.grownFrom && { grownFrom: draft.grownFrom }),
    tokens: Int32Array.from(draft.tokens),
    promptLength: draft.promptLength,
    mask: Uint8Array.from(draft.mask),
    logProb: Float32Array.from(draft.logProb),
    entropy: Float32Array.from(draft.entropy),
    turns: draft.turns,
    stopReason: draft.stopReason,
    answer: draft.answer,
    wellFormed: draft.wellFormed,
    groundTruthLogProb: draft.fork && draft.groundTruthLogProb,
    error: draft.error,
  };
}
