/** Finds the passages whose title is the query, in the order of the corpus; throws for the queries named in
 *  `failing`. */
import type { Retriever } from '../../shared/retrievers/retriever.ts';

export function memoryRetriever(failing: readonly string[] = []): Retriever & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    name: 'memory',
    batches,
    retrieve: async (queries, k) => {
      batches.push(queries.length);
      const bad = queries.find(({ query }) => failing.includes(query));
      if (bad) throw new Error(`no connection for ${bad.query}`);
      return queries.map(({ query, corpus }) => ({
        query,
        passages: corpus.passages
          .filter(({ title }) => title === query)
          .slice(0, k)
          .map((passage) => ({ passage, relevance: 1 })),
        elapsedMs: null,
      }));
    },
  };
}
