/** Facts about a question that its data may lack. */
import type { Question } from '../data/question.ts';

/** The fact. Throws TypeError where the data does not have it: a source that supplies it does so for every question. */
export function known<K extends keyof Question>(question: Question, key: K, scorer: string): NonNullable<Question[K]> {
  const value = question[key] ?? null; // rollouts stored before the key existed lack it
  if (value === null)
    throw new TypeError(`question ${question.id}: expected ${key}, got none (scorer ${scorer}) — use data that has it`);
  return value;
}
