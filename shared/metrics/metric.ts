/** What the dictionary says about one metric. */

export interface Metric {
  /** `group/name`; `<t>`, `<split>` and `<reason>` stand for a turn, a question split and a stop reason. */
  readonly name: string;
  /** Short, for a chart's heading. */
  readonly title: string;
  /** "share" is in [0, 1] and shown as per cent; "" for a pure number. */
  readonly unit: string;
  readonly better: 'higher' | 'lower' | 'neither';
  /** What one value averages over, or sums. */
  readonly over: string;
  /** How it is computed. */
  readonly estimator: string;
  /** What a change means and what to do about it. */
  readonly reading: string;
}

/** What most averages of a step are over. */
export const fair = 'rollouts of the step, environment failures excluded';

/** `group/name`, e.g. `reward/mean`. */
export type MetricName = string;
