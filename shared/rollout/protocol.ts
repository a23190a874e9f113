/** How policy and environment write to each other, as one replaceable description over token ids. Text is only ever encoded (what the
 *  environment writes) or decoded (what the policy wrote); tokens are never found by tokenising a transcript again.
 *  Tags: PeterGriffinJin/Search-R1. Departures: (1) a message without an action ends the rollout, as in IGPO's parser, where Search-R1
 *  inserts a hint and goes on; (2) passages are written as their text, without `Doc i(Title: …)`. */
import type { Values } from '../config/parameter.ts';
import type { rolloutParameters } from '../config/sections.ts';
import type { Question } from '../data/question.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { RankedPassage } from '../data/retrieval.ts';
import type { TokenSpan } from '../record/rollout.ts';

/** What the policy says just before a ground truth that is scored. `igpo`: arXiv:2510.14967v2; `answerTag`: the bare tag; `none`: raw. */
export type Wrapper = Values<typeof rolloutParameters>['wrapper'];

/** One policy message, read. */
export interface Message {
  readonly thought: string | null;
  readonly query: string | null;
  readonly answer: string | null;
  readonly wellFormed: boolean;
  /** Tokens of the thought that it begins with, tags included; there where more follows. */
  readonly thoughtTokens?: number;
}

/** Tokens to be scored after a prefix, and where the ground truth lies in them. */
export interface GroundTruthFork {
  readonly tokens: Int32Array;
  readonly span: TokenSpan;
}

export interface Protocol {
  /** Ends a message; the token is part of the message. */
  readonly stopTokens: ReadonlySet<number>;
  prompt(question: Question): Int32Array;
  parse(message: ArrayLike<number>): Message;
  /** What the environment writes after a query: at most `maxTokens` tokens, the passages cut to fit. Throws RangeError where the
   *  vocabulary cannot express a passage. */
  response(passages: readonly RankedPassage[], maxTokens: number): Int32Array;
  /** Throws RangeError for a ground truth without tokens: its mean log-prob would not exist. */
  groundTruthFork(groundTruth: string, wrapper: Wrapper): GroundTruthFork;
}

const tags = {
  think: ['<think>', '</think>'],
  search: ['<search>', '</search>'],
  information: ['<information>', '</information>'],
  answer: ['<answer>', '</answer>'],
} as const;
const endTag = '<end>';

type Section = readonly [open: number, close: number];

/** The tag protocol of the built-in worlds. Throws RangeError unless each tag is exactly one token of the tokenizer. */
export function tagProtocol(tokenizer: Tokenizer): Protocol {
  const id = (tag: string): number => {
    const ids = tokenizer.encode(tag);
    if (ids.length !== 1)
      throw new RangeError(`tagProtocol: expected ${tag} to be one token of ${tokenizer.name}, got ${ids.length}`);
    return ids[0];
  };
  const section = ([open, close]: readonly [string, string]): Section => [id(open), id(close)];
  const [think, search, information, answer] = [tags.think, tags.search, tags.information, tags.answer].map(section);
  const end = id(endTag);
  const tagOf = new Map([...Object.values(tags).flat(), endTag].map((tag) => [id(tag), tag]));

  /** Tokens of the first complete section; null without one. */
  const inside = (tokens: readonly number[], [open, close]: Section): readonly number[] | null => {
    const start = tokens.indexOf(open) + 1;
    const stop = tokens.indexOf(close, start);
    return start > 0 && stop >= 0 ? tokens.slice(start, stop) : null;
  };
  const textInside = (tokens: readonly number[], of: Section) => {
    const found = inside(tokens, of);
    return found && tokenizer.decode(found).trim();
  };
  /** Tags of a message in order, `text` for each run of other tokens: the alphabet its grammar is written in. */
  const outline = (tokens: readonly number[]): string =>
    tokens
      .map((token) => tagOf.get(token) ?? 'text')
      .filter((part, i, parts) => part !== 'text' || parts[i - 1] !== 'text')
      .join(' ');

  const leadingThought = (tokens: readonly number[]): Pick<Message, 'thoughtTokens'> => {
    const thoughtTokens = tokens[0] === think[0] ? tokens.indexOf(think[1]) + 1 : 0;
    return thoughtTokens > 0 && thoughtTokens < tokens.length ? { thoughtTokens } : {};
  };

  const heads: Record<Wrapper, () => readonly number[]> = {
    igpo: () => [think[0], ...tokenizer.encode("Now there's enough information to answer"), think[1], answer[0]],
    answerTag: () => [answer[0]],
    none: () => [],
  };

  return {
    stopTokens: new Set([search[1], answer[1], end]),
    prompt: (question) => Int32Array.from(tokenizer.encode(`Question: ${question.text}`)),
    parse: (message) => {
      const tokens = Array.from(message);
      const said = textInside(tokens, answer);
      return {
        thought: textInside(tokens, think),
        answer: said,
        query: said === null ? textInside(tokens, search) : null, // an answer wins over a query in the same message, as in IGPO's parser
        wellFormed: messageGrammar.test(outline(tokens)),
        ...leadingThought(tokens),
      };
    },
    response: (passages, maxTokens) => {
      const text = passages.length > 0 ? passages.map(({ passage }) => passage.text).join(' ') : 'Nothing found.';
      return Int32Array.from([
        information[0],
        ...tokenizer.encode(text).slice(0, Math.max(0, maxTokens - 2)),
        information[1],
      ]);
    },
    // The closing tag is left out: it follows the scored tokens, so it cannot change them. The pieces are encoded apart, so no tokenizer
    // can merge across the border that the span names.
    groundTruthFork: (groundTruth, wrapper) => {
      const head = heads[wrapper]();
      const scored = tokenizer.encode(groundTruth);
      if (scored.length === 0)
        throw new RangeError('groundTruthFork: expected a ground truth of at least one token, got none');
      return {
        tokens: Int32Array.from([...head, ...scored]),
        span: { start: head.length, end: head.length + scored.length },
      };
    },
  };
}

/** An optional thought, then exactly one query or one answer; tags balanced, nothing between the sections. */
const messageGrammar = /^(<think> (text )?<\/think> )?(<search> (text )?<\/search>|<answer> (text )?<\/answer>)$/;
