/** What the rollout asks of anything that can be searched. */
import type { Parameters, Values } from '../config/parameter.ts';
import type { Corpus } from '../data/passage.ts';
import type { Retrieval } from '../data/retrieval.ts';

export interface Retriever {
  readonly name: string;
  /** One retrieval per query, in order. A query searches the corpus beside it. k ≥ 1: most passages of each. */
  retrieve(queries: readonly { readonly query: string; readonly corpus: Corpus }[], k: number): Promise<Retrieval[]>;
}

/** One query as it is asked: what its answer is recorded under. */
export interface Asked {
  readonly query: string;
  readonly corpusId: string;
  /** Most passages. */
  readonly k: number;
}

/** A request over the network; the built-in `fetch` fits. */
export type Fetch = (
  url: string,
  request?: {
    readonly method?: 'GET' | 'POST';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  },
) => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>;

/** What a retriever may use of its host. A member that needs what is absent throws a sentence in `create`. */
export interface RetrieverHost {
  readonly fetch?: Fetch;
  /** Milliseconds from any origin. */
  readonly clock?: () => number;
  /** Keeps an answer that cannot be worked out again, so that a resume or a replay says the same. */
  readonly record?: (asked: Asked, answer: Retrieval) => void;
  /** The answer that was kept; null where none was. */
  readonly recorded?: (asked: Asked) => Retrieval | null;
}

/** A member of the catalogue. */
export interface RetrieverKind<P extends Parameters = Parameters> {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Paper with version and section, or repository. */
  readonly source: string;
  readonly parameters: P;
  create(values: Values<P>, host: RetrieverHost): Retriever;
}
