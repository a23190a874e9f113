/** Names of the metrics of an evaluation; what an algorithm is judged by is one of them. */
import type { MetricName } from './metric.ts';

const group = 'evaluation/';

/** What the names of one split's metrics begin with, e.g. `evaluation/test/`. */
export const evaluationPrefix = (split: string): string => `${group}${split}/`;

export const isEvaluationMetric = (name: MetricName): boolean => name.startsWith(group);

/** How good a policy is on a split; early stopping reads it. */
export const exactMatchOn = (split: string): MetricName => `${evaluationPrefix(split)}exact_match`;

/** What algorithms are compared by, and runs summarised by, unless another metric is chosen. */
export const headlineMetric = exactMatchOn('test');

/** The split of an evaluation's metric, and the name of the same metric on another one; null for any other metric. */
export function evaluationOf(name: MetricName): { readonly split: string; on(split: string): MetricName } | null {
  const found = /^evaluation\/([^/]+)\/([^/]+)$/.exec(name);
  return found && { split: found[1], on: (split) => `${evaluationPrefix(split)}${found[2]}` };
}

const words = new Map([
  ['train', 'questions it trained on'],
  ['test', 'the same kind of question'],
  ['testComposition', 'new combinations of relations'],
  ['testHops', 'questions with one more hop than trained'],
]);

/** What a split asks, as it follows "on": "questions with one more hop than trained"; its name for other data. */
export const splitInWords = (split: string): string => words.get(split) ?? split;
