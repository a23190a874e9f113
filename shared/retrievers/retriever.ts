/** What the rollout asks of anything that can be searched. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { Corpus } from '../data/passage.ts';
import type { Retrieval } from '../data/retrieval.ts';

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
