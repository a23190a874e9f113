/** A rollout being written: tokens grow together with mask, log-probs, entropies and values, so that they cannot get
 *  out of step. */
import type { Corpus } from '../data/passage.ts';
import type { Question } from '../data/question.ts';
import type { Row, Sampled } from '../model/sampler.ts';
import type { Rng } from '../util/rng.ts';
import type { AnsweredSearch, Fork } from './fork-measurement.ts';
import type { GroundTruthFork, Message } from './protocol.ts';
import type { StopReason, TokenSpan, Turn } from '../record/rollout.ts';
import type { WorkingRollout } from './working-rollout.ts';

/** A fork measurement of one rollout. */
interface Measuring {
  readonly name: string;
  forks(search: AnsweredSearch): readonly Fork[];
  /** [responses][forks] */
  readonly results: Float64Array[];
}

export interface Draft {
  readonly question: Question;
  readonly corpus: Corpus;
  readonly groupId: string;
  readonly group: number;
  readonly member: number;
  readonly rng: Rng;
  readonly row: Row;
  /** Null if ground truth is not scored. */
  readonly fork: GroundTruthFork | null;
  readonly measuring: readonly Measuring[];
  /** Most tokens of this rollout; leaves room for the ground truth and for the longest fork that is measured. */
  readonly limit: number;
  readonly promptLength: number;
  readonly grownFrom?: WorkingRollout['grownFrom'];
  readonly tokens: number[];
  readonly mask: (0 | 1)[];
  readonly logProb: number[];
  readonly entropy: number[];
  /** Null if the policy has no critic. */
  readonly value: number[] | null;
  readonly turns: Turn[];
  readonly groundTruthLogProb: Float32Array[];
  /** First token of a message of which a part was copied; null between messages. */
  messageStart: number | null;
  wellFormed: boolean;
  stopReason: StopReason | null;
  answer: string | null;
  error: string | null;
}

/** Appends tokens that the environment writes: mask, log-prob, entropy and value 0. */
export function addGiven(draft: Draft, tokens: ArrayLike<number>): TokenSpan {
  const start = draft.tokens.length;
  for (let i = 0; i < tokens.length; i++) {
    draft.tokens.push(tokens[i]);
    draft.mask.push(0);
    draft.logProb.push(0);
    draft.entropy.push(0);
    draft.value?.push(0);
  }
  return { start, end: draft.tokens.length };
}

/** Copies the first tokens of a rollout. They end before a message or after its thought. */
export function takeOver(draft: Draft, rollout: WorkingRollout, count: number): void {
  const until = <T>(column: ArrayLike<T>): T[] => Array.from({ length: count }, (_, t) => column[t]);
  draft.tokens.push(...until(rollout.tokens));
  draft.mask.push(...(until(rollout.mask) as (0 | 1)[]));
  draft.logProb.push(...until(rollout.logProb));
  draft.entropy.push(...until(rollout.entropy));
  draft.value?.push(...until(rollout.value!));
  const turns = rollout.turns.filter(({ message }) => message.end <= count);
  draft.turns.push(...turns);
  // prompt and responses
  draft.groundTruthLogProb.push(...(rollout.groundTruthLogProb ?? []).slice(0, turns.length + 1));
  for (const { name, results } of draft.measuring)
    results.push(...(rollout.measured?.[name] ?? []).slice(0, turns.length));
  draft.wellFormed = turns.every(({ malformed }) => !malformed);
  const { start } = rollout.turns[turns.length].message;
  if (start < count) draft.messageStart = start;
}

/** The copied part of the message that is being written; empty between messages. */
export const begunMessage = ({ tokens, messageStart }: Draft): number[] =>
  messageStart === null ? [] : tokens.slice(messageStart);

/** Adds a turn: the sampled message, after its copied part, and what it says. */
export function addMessage(draft: Draft, sampled: Sampled, message: Message): void {
  const start = draft.messageStart ?? draft.tokens.length;
  draft.messageStart = null;
  draft.tokens.push(...sampled.tokens);
  draft.mask.push(...sampled.tokens.map(() => 1 as const));
  draft.logProb.push(...sampled.logProb);
  draft.entropy.push(...sampled.entropy);
  draft.value?.push(...sampled.value!);
  const { thought, query, answer, wellFormed, thoughtTokens } = message;
  const span = { start, end: draft.tokens.length };
  const more = {
    ...(thoughtTokens !== undefined && { thoughtEnd: start + thoughtTokens }),
    ...(!wellFormed && { malformed: true as const }),
  };
  draft.turns.push({ message: span, response: null, thought, query, retrieval: null, answer, ...more });
  draft.wellFormed &&= wellFormed;
}

/** Adds fields to the last turn. */
export function amendTurn(draft: Draft, more: Partial<Turn>): void {
  draft.turns.push({ ...draft.turns.pop()!, ...more });
}

/** Ends the rollout; `error` names the cause where the reason is `error`. */
export function stop(draft: Draft, stopReason: StopReason, error: string | null = null): void {
  draft.stopReason = stopReason;
  draft.error = error;
}

/** The record of a draft that has ended. */
export function finished(draft: Draft): WorkingRollout {
  const id = `${draft.groupId}/${draft.member}`;
  if (draft.stopReason === null) throw new Error(`internal: rollout ${id} has not ended`);
  return {
    id,
    groupId: draft.groupId,
    questionId: draft.question.id,
    group: draft.group,
    member: draft.member,
    ...(draft.grownFrom && { grownFrom: draft.grownFrom }),
    tokens: Int32Array.from(draft.tokens),
    promptLength: draft.promptLength,
    mask: Uint8Array.from(draft.mask),
    logProb: Float32Array.from(draft.logProb),
    entropy: Float32Array.from(draft.entropy),
    ...(draft.value && { value: Float32Array.from(draft.value) }),
    turns: draft.turns,
    stopReason: draft.stopReason,
    answer: draft.answer,
    wellFormed: draft.wellFormed,
    groundTruthLogProb: draft.fork && draft.groundTruthLogProb,
    ...(draft.measuring.length > 0 && {
      measured: Object.fromEntries(draft.measuring.map(({ name, results }) => [name, results])),
    }),
    error: draft.error,
  };
}
