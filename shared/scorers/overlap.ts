/** How well two lists of words agree, and the best agreement over all accepted answers. */
import type { Question } from '../data/question.ts';
import type { Rollout } from '../record/rollout.ts';

/** Harmonic mean of precision and recall over distinct words:  F1 = 2·|P ∩ G| / (|P| + |G|). In [0, 1]; 0 if either is
 *  empty. */
export function f1Set(predicted: readonly string[], truth: readonly string[]): number {
  return f1Multiset([...new Set(predicted)], [...new Set(truth)]);
}

/** The same with repeated words counted as often as both sides have them. In [0, 1]; 0 if either is empty. */
export function f1Multiset(predicted: readonly string[], truth: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of truth) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of predicted) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      common++;
      left.set(word, count - 1);
    }
  }
  return common === 0 ? 0 : (2 * common) / (predicted.length + truth.length);
}

/** 1 where both are the same words in the same order, else 0; 1 where both are empty. */
export const sameWords = (predicted: readonly string[], truth: readonly string[]): number =>
  predicted.join(' ') === truth.join(' ') ? 1 : 0;

/** The best agreement of a rollout's answer with any accepted answer; 0 without an answer. */
export function bestAgreement(
  rollout: Rollout,
  question: Question,
  words: (text: string) => string[],
  agreement: (predicted: readonly string[], truth: readonly string[]) => number,
): number {
  if (rollout.answer === null) return 0;
  const predicted = words(rollout.answer);
  return Math.max(...question.groundTruth.map((accepted) => agreement(predicted, words(accepted))));
}

/** Whether the text contains an accepted answer as whole words, in any case: "Sorbela" does not name "Bela". */
export const namesAnswer = (text: string, { groundTruth }: Question): boolean =>
  groundTruth.some((accepted) => containsWords(text.toLowerCase(), accepted.toLowerCase()));

/** Whether `part` occurs in the text with no letter or digit of the same word before or after it. */
function containsWords(text: string, part: string): boolean {
  if (part === '') return false;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + part.length)];
    const isCut =
      (/[\p{L}\p{N}]\p{M}*$/u.test(before) && /^[\p{L}\p{N}]/u.test(part)) ||
      (/^[\p{L}\p{N}\p{M}]/u.test(after) && /[\p{L}\p{N}]\p{M}*$/u.test(part));
    if (!isCut) return true;
  }
  return false;
}
