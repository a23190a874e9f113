/** Similarity of texts by shared words, where rare words count more. */
import { squadWords } from './normalise.ts';

// The token pattern of scikit-learn: at least two word characters. Python's \w is any letter or number, or an
// underscore.
const term = /[\p{L}\p{N}_]{2,}/gu;

const countedTerms = (text: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const word of squadWords(text).join(' ').match(term) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

/** Cosines of the TF-IDF vectors of any text and of each of `others`, in [0, 1]; 0 for a text without words. The texts
 *  of one comparison are the whole corpus:  idf = ln((1 + n) / (1 + texts with the word)) + 1, times how often the word
 *  occurs, length 1 (L2).
 *  Source: scikit-learn TfidfVectorizer with its defaults, after SQuAD's normalisation, as in Zillwang/StepSearch. */
export function tfIdfCosines(others: readonly string[]): (text: string) => readonly number[] {
  const known = others.map(countedTerms);
  const answers = new Map<string, readonly number[]>(); // the rollouts of a question often find the same passages
  return (text) => {
    const before = answers.get(text);
    if (before) return before;
    const cosines = cosinesOf([countedTerms(text), ...known]);
    answers.set(text, cosines);
    return cosines;
  };
}

/** Cosine of the first with each of the rest. */
function cosinesOf(counted: readonly ReadonlyMap<string, number>[]): number[] {
  const idf = (word: string): number =>
    Math.log((1 + counted.length) / (1 + counted.filter((words) => words.has(word)).length)) + 1;
  const [vector, ...rest] = counted.map((words) =>
    unit(new Map(Array.from(words, ([word, count]) => [word, count * idf(word)]))),
  );
  return rest.map((other) => {
    let dot = 0;
    for (const [word, x] of vector) dot += x * (other.get(word) ?? 0);
    return Math.min(1, dot); // rounding can exceed 1 for equal texts
  });
}

function unit(vector: ReadonlyMap<string, number>): Map<string, number> {
  const length = Math.hypot(...vector.values());
  return new Map(Array.from(vector, ([word, x]) => [word, x / length]));
}
