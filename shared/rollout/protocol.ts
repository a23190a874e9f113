/** How policy and environment write to each other, as one replaceable description over token ids. Text is encoded once
 *  (what the environment writes) or decoded (what the policy wrote); spans are never found by tokenising a transcript
 *  again. */
import type { Values } from '../config/parameter.ts';
import type { rolloutParameters } from '../config/sections.ts';
import type { Question } from '../data/question.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { RankedPassage } from '../data/retrieval.ts';
import type { TokenSpan } from '../record/rollout.ts';

/** What the policy says just before a ground truth that is scored. `igpo`: arXiv:2510.14967v2; `answerTag`: the bare
 *  tag; `none`: raw. */
export type Wrapper = Values<typeof rolloutParameters>['wrapper'];

/** One policy message, parsed. */
export interface Message {
  readonly thought: string | null;
  readonly query: string | null;
  readonly answer: string | null;
  readonly wellFormed: boolean;
  /** Tokens of a leading thought, tags included. Optional: absent unless more follows it. */
  readonly thoughtTokens?: number;
}

/** Tokens to score after a prefix, and the position of the ground truth in them. */
export interface GroundTruthFork {
  readonly tokens: Int32Array;
  readonly span: TokenSpan;
}

export interface Protocol {
  /** Token sequences that end a message, and are part of it. */
  readonly stops: readonly (readonly number[])[];
  prompt(question: Question): Int32Array;
  parse(message: ArrayLike<number>): Message;
  /** The response of the environment to a query: at most `maxTokens` tokens, the passages cut to fit. Throws RangeError
   *  where the vocabulary cannot express a passage. */
  response(passages: readonly RankedPassage[], maxTokens: number): Int32Array;
  /** Throws RangeError for a ground truth without tokens: its mean log-prob would not exist. */
  groundTruthFork(groundTruth: string, wrapper: Wrapper): GroundTruthFork;
}

/** A member of the catalogue. */
export interface ProtocolKind {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Paper with version, or repository. */
  readonly source: string;
  /** Throws RangeError for a tokenizer that cannot write it. */
  create(tokenizer: Tokenizer): Protocol;
}
