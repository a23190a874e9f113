/** BM25 in the training process, for corpora up to about a million passages. A corpus is indexed at its first query;
 *  its index lives as long as it does. */
import { number } from '../config/parameter.ts';
import type { Corpus } from '../data/passage.ts';
import type { Retriever, RetrieverKind } from './retriever.ts';
import type { RankedPassage } from '../data/retrieval.ts';
import { buildTermIndex } from './term-index.ts';
import type { TermIndex } from './term-index.ts';

const source = 'Robertson & Zaragoza 2009, The Probabilistic Relevance Framework; Lucene 8 BM25Similarity';

const parameters = {
  k1: number({
    default: 1.2,
    min: 0,
    help: 'How slowly a repeated term stops adding relevance; 0 counts it once.',
    source,
  }),
  b: number({ default: 0.75, min: 0, max: 1, help: 'How much long passages are held back; 0 not at all.', source }),
} as const;

/** relevance = Σ over the query's terms, repeats included, of
 *    ln(1 + (P − df + ½) / (df + ½)) · tf / (tf + k1 · (1 − b + b · length / mean length))
 *  P passages, df of them hold the term, tf times; length in terms of title and text together.
 *  Passages without any term of the query are not returned; equal relevance keeps the corpus's order.
 *  Throws RangeError for k < 1. Source: Lucene 8, BM25Similarity (always positive idf, no factor k1 + 1).
 *  Departure: lengths are exact; Lucene stores them in a byte. */
export const bm25: RetrieverKind<typeof parameters> = {
  name: 'bm25',
  title: 'BM25',
  help: 'Ranks passages by the words they share with the query, rare words first. Runs inside the training process.',
  source,
  parameters,
  create: ({ k1, b }): Retriever => {
    const rankings = new WeakMap<Corpus, Ranking>();
    const rankingOf = (corpus: Corpus): Ranking => {
      let ranking = rankings.get(corpus);
      if (ranking === undefined) rankings.set(corpus, (ranking = createRanking(corpus, k1, b)));
      return ranking;
    };
    return {
      name: 'bm25',
      retrieve: async (queries, k) => {
        if (!Number.isInteger(k) || k < 1) throw new RangeError(`bm25: expected an integer k ≥ 1, got ${k}`);
        return queries.map(({ query, corpus }) => ({
          query,
          passages: rankingOf(corpus)(query, k),
          elapsedMs: null,
        }));
      },
    };
  },
};

type Ranking = (query: string, k: number) => RankedPassage[];

function createRanking(corpus: Corpus, k1: number, b: number): Ranking {
  const index = buildTermIndex(corpus.passages);
  const passages = corpus.passages.length;
  const meanLength = index.lengths.reduce((total, length) => total + length, 0) / passages;
  const saturation = Float64Array.from(index.lengths, (length) => k1 * (1 - b + (b * length) / meanLength)); // [P]
  const relevance = new Float64Array(passages); // [P] 0 between queries
  const matched = new Int32Array(passages); // [P] the first `count` are the passages with relevance > 0

  return (query, k) => {
    let count = 0;
    for (const [term, weight] of termWeights(query, index, passages)) {
      for (let at = index.starts[term]; at < index.starts[term + 1]; at++) {
        const passage = index.postings[at];
        const tf = index.frequencies[at];
        if (relevance[passage] === 0) matched[count++] = passage;
        relevance[passage] += (weight * tf) / (tf + saturation[passage]);
      }
    }
    const best = topK(matched.subarray(0, count), relevance, k).map((passage) => ({
      passage: corpus.passages[passage],
      relevance: relevance[passage],
    }));
    for (let i = 0; i < count; i++) relevance[matched[i]] = 0;
    return best;
  };
}

/** Known terms of the query, in its order → idf times how often the query says it. */
function termWeights(query: string, index: TermIndex, passages: number): Map<number, number> {
  const weights = new Map<number, number>();
  for (const term of index.table.find(query)) {
    const df = index.starts[term + 1] - index.starts[term];
    const idf = Math.log(1 + (passages - df + 0.5) / (df + 0.5));
    weights.set(term, (weights.get(term) ?? 0) + idf);
  }
  return weights;
}

/** The k passages of highest relevance, best first, ties by lower index. One pass with insertion: k is small. */
function topK(candidates: Int32Array, relevance: Float64Array, k: number): number[] {
  const best: number[] = [];
  const before = (a: number, b: number) => relevance[a] > relevance[b] || (relevance[a] === relevance[b] && a < b);
  for (const passage of candidates) {
    if (best.length === k && !before(passage, best[k - 1])) continue;
    let at = best.length < k ? best.length : k - 1;
    for (; at > 0 && before(passage, best[at - 1]); at--) best[at] = best[at - 1];
    best[at] = passage;
  }
  return best;
}
