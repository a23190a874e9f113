import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Corpus, Passage } from '../../../shared/data/passage.ts';
import { bm25 } from '../../../shared/retrievers/bm25.ts';
import { stream } from '../../../shared/util/rng.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import { valuesOf } from '../../support/world-values.ts';

const retriever = bm25.create({ k1: 1.2, b: 0.75 }, {});
const corpusOf = (...texts: string[]): Corpus => ({
  id: 'c',
  passages: texts.map((text, i) => ({ id: String(i), title: '', text })),
});
const search = async (query: string, corpus: Corpus, k = 10) =>
  (await retriever.retrieve([{ query, corpus }], k))[0].passages;
const found = async (query: string, corpus: Corpus, k = 10) =>
  (await search(query, corpus, k)).map(({ passage }) => passage.id);

test('relevance is the Lucene form of BM25, on an example worked by hand', async () => {
  // 3 passages of 2, 4 and 3 terms, mean 3. `owl` is in two: idf = ln(1 + 1.5/2.5) = ln 1.6 = .470004.
  // Passage 0: tf 1, saturation 1.2 · (.25 + .75 · 2/3) = .9 → .470004 · 1/1.9 = .247370
  // Passage 1: tf 2, saturation 1.2 · (.25 + .75 · 4/3) = 1.5 → .470004 · 2/3.5 = .268574
  const ranked = await search('Owl?', corpusOf('owl sat', 'Owl and owl flew', 'nobody was there'));
  assert.deepEqual(
    ranked.map(({ passage }) => passage.id),
    ['1', '0'],
  );
  assert.ok(Math.abs(ranked[0].relevance - 0.268574) < 1e-6);
  assert.ok(Math.abs(ranked[1].relevance - 0.24737) < 1e-6);
});

/** Counts words passage by passage, straight from the formula. */
function slowRelevance(query: string, corpus: Corpus, k1: number, b: number): number[] {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^a-zéß0-9]+/)
      .filter((word) => word !== '');
  const documents = corpus.passages.map(({ title, text }) => words(`${title} ${text}`));
  const meanLength = documents.reduce((total, document) => total + document.length, 0) / documents.length;
  const idfs = words(query).map((word): [string, number] => {
    const df = documents.filter((document) => document.includes(word)).length;
    return [word, Math.log(1 + (documents.length - df + 0.5) / (df + 0.5))];
  });
  return documents.map((document) => {
    let relevance = 0;
    for (const [word, idf] of idfs) {
      const tf = document.filter((other) => other === word).length;
      if (tf > 0) relevance += (idf * tf) / (tf + k1 * (1 - b + (b * document.length) / meanLength));
    }
    return relevance;
  });
}

test('the index agrees with counting word by word, on random corpora', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const rng = stream(seed, 'bm25');
    const [k1, b] = [rng.next() * 2, rng.next()];
    const word = () => rng.pick(['é', 'Straße', 'x', 'b', 'B', '7']) + rng.pick(['', '', '1', '2', 'a']);
    const text = (most: number) =>
      Array.from({ length: rng.integer(most + 1) }, word).join(rng.pick([' ', ', ', '\n', '.']));
    const passages = Array.from({ length: 1 + rng.integer(30) }, (_, i) => ({
      id: `${i}`,
      title: text(2),
      text: text(12),
    }));
    const corpus = { id: 'c', passages };
    const query = text(6);
    const slow = slowRelevance(query, corpus, k1, b);
    const k = 1 + rng.integer(8);
    const [{ passages: ranked }] = await bm25.create({ k1, b }, {}).retrieve([{ query, corpus }], k);
    assert.equal(ranked.length, Math.min(k, slow.filter((relevance) => relevance > 0).length), `seed ${seed}`);
    const best = slow.toSorted((a, c) => c - a);
    ranked.forEach(({ passage, relevance }, rank) => {
      assert.ok(Math.abs(relevance - best[rank]) < 1e-12, `seed ${seed} rank ${rank}`); // sums in another order
      assert.ok(Math.abs(relevance - slow[passages.indexOf(passage as (typeof passages)[0])]) < 1e-12, `seed ${seed}`);
    });
  }
});

test('passages of equal relevance keep the order of the corpus, also when k cuts them', async () => {
  const corpus = corpusOf('a b', 'b a', 'a b', 'a a', 'b a');
  assert.deepEqual(await found('a b', corpus), ['0', '1', '2', '4', '3']);
  assert.deepEqual(await found('b', corpus, 2), ['0', '1']);
});

test('passages without a term of the query are not returned, and one query does not change the next', async () => {
  const corpus = corpusOf('red owl', 'blue owl', 'green');
  assert.deepEqual(await found('purple', corpus), []);
  assert.deepEqual(await found('', corpus), []);
  assert.deepEqual(await found('? !', corpus), []);
  assert.deepEqual(await found('red', corpus), ['0']);
  assert.deepEqual(await found('green', corpus), ['2']);
  assert.deepEqual(await found('a', { id: 'empty', passages: [] }), []);
  assert.deepEqual(await found('a', corpusOf('', '')), []);
});

test('a term that the query repeats counts as often', async () => {
  const corpus = corpusOf('red owl', 'blue fox', 'grey cat');
  const [once] = await search('red', corpus);
  const [twice] = await search('red red', corpus);
  assert.ok(Math.abs(twice.relevance - 2 * once.relevance) < 1e-12);
});

test('each query is answered from the corpus beside it, in order', async () => {
  const [one, other] = [corpusOf('owl'), corpusOf('fox', 'owl')];
  const answers = await retriever.retrieve(
    [
      { query: 'owl', corpus: other },
      { query: 'owl', corpus: one },
      { query: 'fox', corpus: one },
    ],
    3,
  );
  assert.deepEqual(
    answers.map(({ passages }) => passages.map(({ passage }) => passage.id)),
    [['1'], ['0'], []],
  );
  assert.deepEqual(
    answers.map(({ query, elapsedMs }) => [query, elapsedMs]),
    [
      ['owl', null],
      ['owl', null],
      ['fox', null],
    ],
  );
});

test('words of any script are terms', async () => {
  const corpus = corpusOf('Ελλάδα и Россия', '東京 🦉 café', '𐐀𐐁 naïve');
  assert.deepEqual(await found('ΕΛΛΆΔΑ', corpus), ['0']);
  assert.deepEqual(await found('東京', corpus), ['1']);
  assert.deepEqual(await found('🦉', corpus), []);
  assert.deepEqual(await found('𐐨𐐩', corpus), ['2']);
  assert.deepEqual(await found('na', corpus), []);
});

test('k must be a positive integer', async () => {
  for (const k of [0, -1, 1.5, NaN])
    await assert.rejects(retriever.retrieve([], k), {
      name: 'RangeError',
      message: `bm25: expected an integer k ≥ 1, got ${k}`,
    });
});

test('a large corpus ranks as the formula does', async () => {
  const rng = stream(4, 'large');
  const word = () => `w${Math.floor(2000 ** rng.next())}`; // few common words, many rare ones
  const passages: Passage[] = Array.from({ length: 2000 }, (_, i) => ({
    id: String(i),
    title: word(),
    text: Array.from({ length: 30 }, word).join(' '),
  }));
  const corpus = { id: 'large', passages };
  for (const query of ['w1 w2', 'w1500 w3', 'w700 w701 w702']) {
    const slow = slowRelevance(query, corpus, 1.2, 0.75);
    const order = [...slow.keys()].filter((i) => slow[i] > 0).sort((a, b) => slow[b] - slow[a] || a - b);
    assert.deepEqual(await found(query, corpus, 5), order.slice(0, 5).map(String), query);
  }
});

for (const name of ['graded', 'random'] as const)
  test(`in the ${name} world "mother of Bela" finds the passage of Bela first, for at least 99 % of all facts`, async () => {
    const world = worlds[name].create(valuesOf(name) as never);
    let first = 0;
    let total = 0;
    for (let index = 0; index < 40; index++) {
      const { corpus, facts } = world.universe(11, 'train', index);
      const queries = Array.from(facts.keys(), (query) => ({ query, corpus }));
      const answers = await retriever.retrieve(queries, 1);
      [...facts.values()].forEach((fact, i) => (first += answers[i].passages[0]?.passage === fact.passage ? 1 : 0));
      total += queries.length;
    }
    assert.ok(first / total >= 0.99, `${first} of ${total}`);
  });
