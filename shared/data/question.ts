/** A question and everything known about it. */

export const splits = ['train', 'test', 'testComposition', 'testHops'] as const;
/** `test` is in-domain; `testComposition` asks compositions of relations that training never asks; `testHops` asks one
 *  hop more than training. */
export type Split = (typeof splits)[number];

export interface Question {
  /** Unique within its dataset. */
  readonly id: string;
  readonly text: string;
  /** Accepted answers, the canonical one first; never empty. */
  readonly groundTruth: readonly string[];
  readonly split: Split;
  /** Which corpus is searched; questions of a built-in world have one each. */
  readonly corpusId: string;
  /** `path`, `bridge`, `comparison`, `intersection` for the built-in worlds; free for imported data. */
  readonly kind: string;
  /** Retrievals that an ideal agent needs; null if the data does not say. */
  readonly hops: number | null;
  /** Passage ids that resolve the question, in chain order; null if the data does not say. */
  readonly supporting: readonly string[] | null;
  /** The answer of each hop in chain order (the last is the ground truth); null if the data does not say. */
  readonly hopAnswers: readonly string[] | null;
  /** The texts of the supporting passages, in their order; null if the data does not say. */
  readonly supportingText: readonly string[] | null;
  /** Per sub-question the queries that ask it, each as good as the others; null if the data does not say. */
  readonly searchKeys: readonly (readonly string[])[] | null;
}
