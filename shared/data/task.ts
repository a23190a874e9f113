/** A question and what its queries search. */
import type { Corpus } from './passage.ts';
import type { Question } from './question.ts';

export interface Task {
  readonly question: Question;
  readonly corpus: Corpus;
}
