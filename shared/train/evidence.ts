/** Transcripts that a warm start is trained on: questions with evidence of every kind, in the protocol's own words. Early evidence, wrong
 *  evidence and none at all come up as often as complete evidence, so that the answer's probability learns to be close to the true
 *  posterior: without that, useless turns lower the belief and information gain punishes every turn (docs/log.md). */
import type { Tokenizer } from '../data/tokenizer.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { Rng } from '../util/rng.ts';
import { factQuery, type Fact, type Universe } from '../worlds/universe.ts';
import type { WorldQuestion } from '../worlds/world.ts';

/** A transcript with the weight of each token's loss. */
export interface Transcript {
  readonly tokens: Int32Array;
  readonly weight: Float32Array;
}

export interface EvidenceOptions {
  /** Weight of queries and of the decision to search or answer: 0 teaches what can be known, not what to do. */
  readonly actionWeight: number;
  /** Weight of what passages say: teaches what is likely in the world. */
  readonly passageWeight: number;
  /** Chance that a turn asks something useless instead of the next hop. */
  readonly wrong: number;
  /** Share of useless turns that ask again what was asked before: redundant, and recognisably so. */
  readonly repeated: number;
  /** Chance, before each turn, of answering without further evidence. */
  readonly early: number;
  /** Chance that the hops come in another order. */
  readonly shuffled: number;
}

interface Writer {
  /** Text that is not taught. */
  read(text: string): void;
  write(text: string, weight: number): void;
}

export interface EvidenceTools {
  readonly tokenizer: Tokenizer;
  readonly protocol: Protocol;
}

/** One question, some turns, and the ground truth in the wrapper that scores it. */
export function evidenceTranscript(
  { question, facts }: WorldQuestion,
  universe: Universe,
  options: EvidenceOptions,
  rng: Rng,
  tools: EvidenceTools,
): Transcript {
  const { actionWeight, passageWeight } = options;
  return transcript(tools, (w) => {
    w.read(tools.tokenizer.decode(tools.protocol.prompt(question)));
    let known: Fact | null = null;
    for (const fact of evidence(facts, universe, options, rng)) {
      writeThought(w, known, facts, actionWeight);
      w.write(`<search>${factQuery(fact.relation, fact.subject)}</search>`, actionWeight);
      w.write(`<information>${fact.passage.text}</information>`, passageWeight);
      known = fact;
    }
    // The thought that closes a turn repeats the wrapper, so what is scored is what the policy says.
    w.write("<think>Now there's enough information to answer</think><answer>", actionWeight);
    w.write(question.groundTruth[0]!, 1);
    w.write('</answer>', actionWeight);
  });
}

/** "the mother is Tova": what the last passage said about what was asked. Reading it off the passage is the skill of a hop. */
function writeThought(w: Writer, known: Fact | null, facts: readonly Fact[], actionWeight: number): void {
  if (known === null) {
    w.write('<think>Start with', actionWeight);
    w.write(facts[0]!.subject, 1);
  } else {
    w.write(`<think>the ${known.relation} is`, actionWeight);
    w.write(known.object, 1);
  }
  w.write('</think>', actionWeight);
}

/** The facts looked up, in order: the chain so far as it goes, useless ones in between. */
function evidence(chain: readonly Fact[], universe: Universe, options: EvidenceOptions, rng: Rng): Fact[] {
  const order = rng.next() < options.shuffled ? rng.shuffle(chain) : chain;
  const turns: Fact[] = [];
  for (let next = 0; next < order.length && turns.length < chain.length + 2;) {
    if (rng.next() < options.early) break;
    turns.push(useless(chain, turns, universe, options, rng) ?? order[next++]!);
  }
  return turns;
}

/** A mistake that a policy makes, or null where this turn makes none: asking again, following another name of the last passage, asking the
 *  right thing about the wrong entity, or asking about anything at all. Without the third kind a model believes whatever the last passage
 *  says where the answer would stand. */
function useless(
  chain: readonly Fact[],
  asked: readonly Fact[],
  universe: Universe,
  { wrong, repeated }: EvidenceOptions,
  rng: Rng,
): Fact | null {
  if (rng.next() >= wrong) return null;
  if (rng.next() < repeated) return asked.length > 0 ? rng.pick(asked) : null;
  const facts = [...universe.facts.values()];
  const named = facts.filter((fact) => fact.passage === asked.at(-1)?.passage).map((fact) => fact.object);
  const { relation } = rng.pick(chain);
  const kinds = [
    facts.filter((fact) => named.includes(fact.subject)),
    facts.filter((fact) => fact.relation === relation && !chain.includes(fact)),
    facts,
  ];
  return rng.pick(rng.pick(kinds.filter((candidates) => candidates.length > 0)));
}

/** Passages and then what they say, asked in another order: practice in looking up, the hardest skill of a model this small. */
export function drillTranscript(universe: Universe, passages: number, rng: Rng, tools: EvidenceTools): Transcript {
  const facts = [...universe.facts.values()];
  const chosen = rng.shuffle([...new Set(facts.map((fact) => fact.passage))]).slice(0, passages);
  const asked = rng.shuffle(facts.filter((fact) => chosen.includes(fact.passage)));
  return transcript(tools, (w) => {
    for (const passage of chosen) w.read(`<information>${passage.text}</information>`);
    for (const { relation, subject, object } of asked) {
      w.read(`<search>${factQuery(relation, subject)}</search><think>the ${relation} is`);
      w.write(object, 1);
      w.read('</think>');
    }
  });
}

function transcript({ tokenizer }: EvidenceTools, compose: (writer: Writer) => void): Transcript {
  const tokens: number[] = [];
  const weight: number[] = [];
  const write = (text: string, w: number) => {
    for (const token of tokenizer.encode(text)) {
      tokens.push(token);
      weight.push(w);
    }
  };
  compose({ read: (text) => write(text, 0), write });
  return { tokens: Int32Array.from(tokens), weight: Float32Array.from(weight) };
}

/** Weights scaled so that they sum to 1 over all transcripts: the loss is a mean over taught tokens. Transcripts that teach nothing stay 0. */
export function meanWeights(transcripts: readonly Transcript[]): Transcript[] {
  const sum = transcripts.reduce((total, { weight }) => total + weight.reduce((a, b) => a + b, 0), 0);
  return transcripts.map(({ tokens, weight }) => ({ tokens, weight: weight.map((w) => w / sum) }));
}
