/** How alike two texts are by the words they share, rare words counting more. */
import { squadWords } from './normalise.ts';

// The token pattern of scikit-learn: at least two word characters. Python's \w is any letter or number, or an underscore.
const term = /[\p{L}\p{N}_]{2,}/gu;

const terms = (text: string): string[] => squadWords(text).join(' ').match(term) ?? [];

/** Cosine of the TF-IDF vectors of a text and of each other one, in [0, 1]; 0 for a text without words. The texts given are the whole
 *  corpus:  idf = ln((1 + n) / (1 + texts with the word)) + 1, times how often the word occurs, length 1 (L2).
 *  Source: scikit-learn TfidfVectorizer with its defaults, after SQuAD's normalisation, as in Zillwang/StepSearch. */
export function tfIdfCosines(text: string, others: readonly string[]): number[] {
  const counted = [text, ...others].map((one) => Map.groupBy(terms(one), (word) => word));
  const idf = (word: string): number =>
    Math.log((1 + counted.length) / (1 + counted.filter((words) => words.has(word)).length)) + 1;
  const [vector, ...rest] = counted.map((words) =>
    unit(new Map(Array.from(words, ([word, { length }]) => [word, length * idf(word)]))),
  );
  return rest.map((other) => {
    let dot = 0;
    for (const [word, x] of vector) dot += x * (other.get(word) ?? 0);
    return Math.min(1, dot); // rounding takes a text beyond its own length
  });
}

function unit(vector: ReadonlyMap<string, number>): Map<string, number> {
  const length = Math.hypot(...vector.values());
  return new Map(Array.from(vector, ([word, x]) => [word, x / length]));
}
