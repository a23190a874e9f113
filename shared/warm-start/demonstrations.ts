/** Transcripts that a warm start is trained on: questions with evidence of every kind, in the protocol's form. Partial,
 *  wrong and missing evidence is as frequent as complete evidence, so that the answer's probability comes close to the
 *  true posterior. Otherwise useless turns lower the belief, and information gain punishes every turn (docs/log.md). */
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import type { Protocol } from '../rollout/protocol.ts';
import type { Rng } from '../util/rng.ts';
import { factQuery, type Fact, type Universe } from '../worlds/universe.ts';
import type { WorldQuestion } from '../worlds/world.ts';

/** A transcript with the weight of each token's loss. */
export interface Transcript {
  readonly tokens: Int32Array;
  readonly weight: Float32Array;
  /** Position of the answer → an ideal reader's belief, token → probability; absent if the true answer is taught. */
  readonly soft?: ReadonlyMap<number, ReadonlyMap<number, number>>;
}

export interface EvidenceOptions {
  /** Weight of queries and of the decision to search or answer: 0 teaches knowledge only, no actions. */
  readonly actionWeight: number;
  /** Weight of what passages say: teaches what is likely in the world. */
  readonly passageWeight: number;
  /** Chance that a turn asks something useless instead of the next hop. */
  readonly wrong: number;
  /** Share of useless turns that repeat a query: redundant, and recognisably so. */
  readonly repeated: number;
  /** Share of useless turns that ask a relation of the question about an entity off its path: only the entity
   *  distinguishes this passage from the one that answers. */
  readonly lookalike: number;
  /** Chance that a thought names another entity than the one resolved, and the turn asks about that one. */
  readonly misread: number;
  /** Chance, before each turn, of answering without further evidence, unless the turn before was useless. */
  readonly early: number;
  /** The same after a useless turn (a repeated query, or one off the chain). The belief learns only from evidence that
   *  comes last before the answer. */
  readonly hasty: number;
  /** Chance that the hops come in another order. */
  readonly shuffled: number;
}

interface Writer {
  /** Text that is not taught. */
  read(text: string): void;
  write(text: string, weight: number): void;
  /** One answer token whose target is a belief over many. */
  writeAnyOf(text: string, belief: ReadonlyMap<string, number>): void;
}

export interface EvidenceTools {
  readonly tokenizer: Tokenizer;
  readonly protocol: Protocol;
}

/** An ideal reader's belief after the passages with these ids; null where it is not known. */
export type Posterior = (read: ReadonlySet<string>) => ReadonlyMap<string, number> | null;

/** One question, some turns, and the ground truth in the wrapper that scores it. With a posterior, an ideal reader's
 *  belief after the turns is the target in place of the ground truth: equal in expectation, with less noise. */
export function evidenceTranscript(
  { question, facts }: WorldQuestion,
  universe: Universe,
  options: EvidenceOptions,
  rng: Rng,
  tools: EvidenceTools,
  posterior: Posterior | null = null,
): Transcript {
  const { actionWeight, passageWeight } = options;
  // The objects of this universe.
  const chain = facts.map(({ relation, subject }) => universe.facts.get(factQuery(relation, subject))!);
  const order = rng.next() < options.shuffled ? rng.shuffle(chain) : chain;
  return transcript(tools, (w) => {
    w.read(tools.tokenizer.decode(tools.protocol.prompt(question)));
    const asked: Fact[] = [];
    let strayed = false; // the turn before was useless
    while (asked.length < chain.length + 2 && rng.next() >= (strayed ? options.hasty : options.early)) {
      const resolved = lastResolved(chain, asked);
      const misread = rng.next() < options.misread ? mistaken(resolved, universe, rng) : null;
      const fact =
        (misread && followUp(misread, chain, universe)) ??
        useless(chain, asked, universe, options, rng) ??
        order.find((next) => !asked.includes(next));
      if (!fact) break;
      writeThought(w, resolved, chain, misread?.object === fact.subject ? misread : null, actionWeight);
      w.write(`<search>${factQuery(fact.relation, fact.subject)}</search>`, actionWeight);
      w.write(`<information>${fact.passage.text}</information>`, passageWeight);
      strayed = !chain.includes(fact) || asked.includes(fact);
      asked.push(fact);
    }
    // The last thought repeats the wrapper, so the scored text is what the policy writes.
    w.write("<think>Now there's enough information to answer</think><answer>", actionWeight);
    const belief = posterior?.(new Set(asked.map(({ passage }) => passage.id)));
    if (belief) w.writeAnyOf(question.groundTruth[0], belief);
    else w.write(question.groundTruth[0], 1);
    w.write('</answer>', actionWeight);
  });
}

/** The last fact of the chain that is known together with all before it; null if the first is missing. */
function lastResolved(chain: readonly Fact[], asked: readonly Fact[]): Fact | null {
  const known = new Set(asked.map(({ passage }) => passage));
  const missing = chain.findIndex(({ passage }) => !known.has(passage));
  return chain[(missing < 0 ? chain.length : missing) - 1] ?? null;
}

/** "the mother is Tova": how far the chain is resolved. After useless evidence the thought repeats the one before. So
 *  one comparison, not the whole chain, decides whether the next passage is the right one. */
function writeThought(
  w: Writer,
  resolved: Fact | null,
  chain: readonly Fact[],
  misread: Fact | null,
  actionWeight: number,
): void {
  if (resolved === null) {
    w.write('<think>Start with', actionWeight);
    w.write(chain[0].subject, 1);
  } else {
    w.write('<think>the', actionWeight);
    w.write(resolved.relation, 1);
    w.write('is', actionWeight);
    w.write((misread ?? resolved).object, misread ? 0 : 1); // a mistake is read, never taught
  }
  w.write('</think>', actionWeight);
}

/** A false fact in place of a resolved one: another object of the same passage or of the same relation. */
function mistaken(resolved: Fact | null, universe: Universe, rng: Rng): Fact | null {
  if (resolved === null) return null;
  const facts = [...universe.facts.values()].filter(({ object }) => object !== resolved.object);
  const kinds = [
    facts.filter(({ passage }) => passage === resolved.passage),
    facts.filter(({ relation }) => relation === resolved.relation),
  ];
  const { object } = rng.pick(rng.pick(kinds.filter((candidates) => candidates.length > 0)));
  return { ...resolved, object };
}

/** The question's next relation, asked about the entity of a mistaken fact; null if there is no such fact or it is on
 *  the chain. */
function followUp(misread: Fact, chain: readonly Fact[], universe: Universe): Fact | null {
  const next = chain[chain.findIndex(({ relation }) => relation === misread.relation) + 1];
  const fact = next && universe.facts.get(factQuery(next.relation, misread.object));
  return fact && !chain.includes(fact) ? fact : null;
}

/** A typical mistake of a policy, or null if this turn makes none: it repeats a query, asks a relation of the question
 *  about another entity, follows another name of the last passage, or asks about anything. */
function useless(
  chain: readonly Fact[],
  asked: readonly Fact[],
  universe: Universe,
  { wrong, repeated, lookalike }: EvidenceOptions,
  rng: Rng,
): Fact | null {
  if (rng.next() >= wrong) return null;
  const kind = rng.next();
  if (kind < repeated) return asked.length > 0 ? rng.pick(asked) : null;
  const facts = [...universe.facts.values()];
  // The passage of the last relation names possible answers.
  const { relation } = rng.pick([rng.pick(chain), chain.at(-1)!]);
  const alike = facts.filter((fact) => fact.relation === relation && !chain.includes(fact));
  if (kind < repeated + lookalike && alike.length > 0) return rng.pick(alike);
  const named = facts.filter((fact) => fact.passage === asked.at(-1)?.passage).map((fact) => fact.object);
  const kinds = [facts.filter((fact) => named.includes(fact.subject)), facts];
  return rng.pick(rng.pick(kinds.filter((candidates) => candidates.length > 0)));
}

/** Passages, then questions about them in another order: practice in looking up, the hardest skill of a small model. */
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
  const soft = new Map<number, ReadonlyMap<number, number>>();
  const writeAnyOf = (text: string, belief: ReadonlyMap<string, number>) => {
    soft.set(tokens.length, tokenShares(belief, tokenizer));
    write(text, 1);
  };
  compose({ read: (text) => write(text, 0), write, writeAnyOf });
  return {
    tokens: Int32Array.from(tokens),
    weight: Float32Array.from(weight),
    ...(soft.size > 0 && { soft }),
  };
}

/** A belief over names as one over tokens. Throws RangeError for a name of several tokens. */
export function tokenShares(belief: ReadonlyMap<string, number>, tokenizer: Tokenizer): ReadonlyMap<number, number> {
  return new Map(
    Array.from(belief, ([name, share]) => {
      const [token, ...more] = tokenizer.encode(name);
      if (token === undefined || more.length > 0)
        throw new RangeError(`warm start: expected a name of one token to teach a belief in it, got ${name}`);
      return [token, share];
    }),
  );
}

/** Weights that sum to 1 over all transcripts, so that the loss is a mean over taught tokens. All 0 if nothing is
 *  taught. */
export function meanWeights(transcripts: readonly Transcript[]): Transcript[] {
  const sum = transcripts.reduce((total, { weight }) => total + weight.reduce((a, b) => a + b, 0), 0);
  return transcripts.map((transcript) => ({ ...transcript, weight: transcript.weight.map((w) => w / sum) }));
}
