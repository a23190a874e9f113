/** What the rollout asks of anything that can be searched. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { Corpus, Passage } from '../data/passage.ts';

export interface RankedPassage {
  readonly passage: Passage;
  /** The retriever's own relevance, higher is better; comparable within one retrieval only. */
  readonly relevance: number;
}

export interface Retrieval {
  readonly query: string;
  /** Best first; empty when nothing matched. */
  readonly passages: readonly RankedPassage[];
  /** Null where the retriever cannot be timed (a clock is not available to pure code). */
  readonly elapsedMs: number | null;
}

export interface Retriever {
  readonly name: string;
  /** One retrieval per query, in order. A query goes to the corpus beside it; k ≥ 1 is the most passages returned for each. */
  retrieve(queries: readonly { readonly query: string; readonly corpus: Corpus }[], k: number): Promise<Retrieval[]>;
}

/** A member of the catalogue. */
export interface RetrieverKind<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Paper with version and section, or repository. */
  readonly source: string;
  readonly parameters: P;
  create(values: Values<P>): Retriever;
}
