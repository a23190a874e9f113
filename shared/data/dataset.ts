/** Questions beside the corpus that each is asked about: files that were read, or anything else that is finite. */
import type { Corpus } from './passage.ts';
import type { Question, Split } from './question.ts';

export interface Dataset {
  readonly name: string;
  /** Questions in a split. */
  size(split: Split): number;
  /** Throws RangeError for an index outside [0, size). */
  question(split: Split, index: number): { readonly question: Question; readonly corpus: Corpus };
}

/** Throws RangeError for an id given twice, and for a question whose corpus or supporting passage is not there. */
export function createDataset(name: string, questions: readonly Question[], corpora: readonly Corpus[]): Dataset {
  const corpusById = uniqueById(`dataset ${name}: corpus`, corpora);
  const passageIds = new Map(corpora.map(({ id, passages }) => [id, uniqueById(`corpus ${id}: passage`, passages)]));
  for (const { id, corpusId, supporting } of uniqueById(`dataset ${name}: question`, questions).values()) {
    const known = passageIds.get(corpusId);
    if (known === undefined)
      throw new RangeError(
        `dataset ${name}: question ${id} asks corpus ${corpusId}, which is not there — import it too`,
      );
    const missing = supporting?.find((passage) => !known.has(passage));
    if (missing !== undefined)
      throw new RangeError(
        `dataset ${name}: question ${id} is supported by passage ${missing}, not in corpus ${corpusId}`,
      );
  }
  const bySplit = Map.groupBy(questions, ({ split }) => split);

  return {
    name,
    size: (split) => bySplit.get(split)?.length ?? 0,
    question: (split, index) => {
      const question = bySplit.get(split)?.[index];
      if (question === undefined)
        throw new RangeError(
          `dataset ${name}: expected an index below ${bySplit.get(split)?.length ?? 0} in ${split}, got ${index}`,
        );
      return { question, corpus: corpusById.get(question.corpusId)! };
    },
  };
}

function uniqueById<T extends { readonly id: string }>(what: string, items: readonly T[]): Map<string, T> {
  const byId = new Map<string, T>();
  for (const item of items) {
    if (byId.has(item.id)) throw new RangeError(`${what} ids: expected each once, got ${item.id} twice`);
    byId.set(item.id, item);
  }
  return byId;
}
