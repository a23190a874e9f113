/** BM25 in the process: queries a second over passages of 100 words, whose frequencies fall off as in text (Zipf). */
import type { Corpus } from '../../shared/data/passage.ts';
import { bm25 } from '../../shared/retrievers/bm25.ts';
import { stream, type Rng } from '../../shared/util/rng.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { Row } from './row.ts';

const VOCABULARY = 100_000;
const WORDS = 100;

/** Rank drawn with probability ∝ 1 / rank, by inverting ln(rank): word0 is the commonest. */
const zipf = (rng: Rng): number => Math.floor(VOCABULARY ** rng.next()) - 1;

function zipfCorpus(passages: number): Corpus {
  const rng = stream(1, 'bench corpus');
  const words = () => Array.from({ length: WORDS }, () => `word${zipf(rng)}`).join(' ');
  return {
    id: 'zipf',
    passages: Array.from({ length: passages }, (_, i) => ({ id: String(i), title: '', text: words() })),
  };
}

/** Ranks that a query's words are drawn from. A stop word is in most passages, a middling one in a few per cent. */
const rare = [10_000, VOCABULARY] as const;
const middling = [200, 2000] as const;
const stop = [0, 10] as const;

async function measure(passages: number, { quick }: BenchOptions): Promise<Row[]> {
  const corpus = zipfCorpus(passages);
  const retriever = bm25.create({ k1: 1.2, b: 0.75 }, {});
  const start = performance.now();
  await retriever.retrieve([{ query: 'word1', corpus }], 3);
  const rows: Row[] = [
    { name: 'building the index', value: performance.now() - start, unit: 'ms', note: 'once per corpus' },
  ];
  const kinds = {
    '3 rare words': [rare],
    '3 rare, 3 middling': [rare, middling],
    '3 of each and 3 stop words': [rare, middling, stop],
  };
  for (const [name, ranges] of Object.entries(kinds)) {
    const rng = stream(1, `bench queries/${name}`);
    const word = ([from, to]: readonly [number, number]) => `word${from + rng.integer(to - from)}`;
    const queries = Array.from({ length: 200 }, () => ({
      query: ranges.flatMap((range) => Array.from({ length: 3 }, () => word(range))).join(' '),
      corpus,
    }));
    const least = quick ? 20 : 1000;
    await retriever.retrieve(queries.slice(0, 20), 3);
    const began = performance.now();
    let answered = 0;
    for (; performance.now() - began < least; answered += queries.length) await retriever.retrieve(queries, 3);
    rows.push({
      name,
      value: (1000 * answered) / (performance.now() - began),
      unit: 'queries/s',
      note: '3 passages each',
    });
  }
  return rows;
}

export const retrieval: Bench = {
  name: 'retrieval',
  title: 'BM25',
  cases: {
    '20k': (options) => measure(options.quick ? 2000 : 20_000, options),
    '200k': (options) => measure(options.quick ? 4000 : 200_000, options),
  },
};
