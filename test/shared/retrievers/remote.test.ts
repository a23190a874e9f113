/** A remote retriever fits: it asks over the host's network, times with its clock, and its answers are replayed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameters } from '../../../shared/config/parse.ts';
import { text } from '../../../shared/config/parameter.ts';
import type { Retrieval } from '../../../shared/data/retrieval.ts';
import { retrievers } from '../../../shared/retrievers/index.ts';
import type { Fetch, RetrieverHost, RetrieverKind } from '../../../shared/retrievers/retriever.ts';

const parameters = { address: text({ default: 'http://search', help: 'Of the server.' }) };

const remote: RetrieverKind<typeof parameters> = {
  ...{ name: 'remote', title: 'Remote', help: 'Asks a server.', source: 'this test', parameters },
  create({ address }, { fetch, clock, record, recorded }) {
    if (!fetch) throw new Error('remote: expected a network, got none');
    return {
      name: 'remote',
      retrieve: (queries, k) =>
        Promise.all(
          queries.map(async ({ query, corpus }) => {
            const asked = { query, corpusId: corpus.id, k };
            const kept = recorded?.(asked);
            if (kept) return kept;
            const start = clock?.();
            const response = await fetch(`${address}?k=${k}`, { method: 'POST', body: query });
            if (!response.ok) throw new Error(`remote: expected an answer, got status ${response.status}`);
            const passages = JSON.parse(await response.text()) as Retrieval['passages'];
            const answer = { query, passages, elapsedMs: clock ? clock() - start! : null };
            record?.(asked, answer);
            return answer;
          }),
        ),
    };
  },
};

const corpus = { id: 'web', passages: [] };
const ranked = [{ passage: { id: 'p', title: 'Bo', text: 'Ada leads Bo' }, relevance: 2 }];

function server(status = 200) {
  const asked: string[] = [];
  const fetch: Fetch = async (url, request) => {
    asked.push(`${url} ${request?.body}`);
    return { ok: status === 200, status, text: async () => JSON.stringify(ranked) };
  };
  return { asked, fetch };
}

function memory(): Required<Pick<RetrieverHost, 'record' | 'recorded'>> {
  const answers = new Map<string, Retrieval>();
  return {
    record: (asked, answer) => void answers.set(JSON.stringify(asked), answer),
    recorded: (asked) => answers.get(JSON.stringify(asked)) ?? null,
  };
}

test('a remote retriever asks the network once, and its answer is replayed with the time it took', async () => {
  const { asked, fetch } = server();
  const kept = memory();
  const ticks = [5, 47].values();
  const live = remote.create({ address: 'http://search' }, { ...kept, fetch, clock: () => ticks.next().value! });
  const [answer] = await live.retrieve([{ query: 'Bo', corpus }], 3);
  assert.deepEqual(answer, { query: 'Bo', passages: ranked, elapsedMs: 42 });
  assert.deepEqual(asked, ['http://search?k=3 Bo']);

  const offline = { ...kept, fetch: () => Promise.reject(new Error('no network')) };
  const replayed = remote.create({ address: 'http://search' }, offline);
  assert.deepEqual(await replayed.retrieve([{ query: 'Bo', corpus }], 3), [answer]);
  await assert.rejects(replayed.retrieve([{ query: 'Bo', corpus }], 4), /no network/, 'another k is another question');
});

test('a server that fails is an error, and nothing is recorded', async () => {
  const { fetch } = server(503);
  const kept = memory();
  const retriever = remote.create({ address: 'http://search' }, { ...kept, fetch });
  await assert.rejects(retriever.retrieve([{ query: 'Bo', corpus }], 3), /expected an answer, got status 503/);
  assert.equal(kept.recorded({ query: 'Bo', corpusId: 'web', k: 3 }), null);
});

test('a retriever that needs what the host lacks says so when it is made', () => {
  assert.throws(() => remote.create({ address: 'http://search' }, {}), /expected a network, got none/);
});

test('every built-in retriever is listed under its own name and needs nothing of its host', async () => {
  for (const [name, kind] of Object.entries(retrievers) as [string, RetrieverKind][]) {
    assert.equal(kind.name, name);
    const retriever = kind.create(parseParameters(kind.parameters, {}, kind.name), {});
    assert.equal(retriever.name, kind.name);
    const words = { id: 'c', passages: ranked.map(({ passage }) => passage) };
    const [{ query, passages }] = await retriever.retrieve([{ query: 'leads', corpus: words }], 1);
    assert.deepEqual([query, passages.length], ['leads', 1]);
  }
});
