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
