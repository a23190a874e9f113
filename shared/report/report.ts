/** What a report is made from: plain data that services gather. Each format (HTML, Markdown, LaTeX, CSV, JSON, SVG) has
 *  a file that renders it. */
import type { Aggregate } from '../statistics/aggregate.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { ReportBlock } from '../config/report-blocks.ts';

export interface Report {
  readonly title: string;
  /** The question that the experiment asks. */
  readonly description: string;
  /** Labels in order: the n-th has the n-th colour and dash pattern, here as in the window. */
  readonly algorithms: readonly string[];
  readonly runs: readonly ReportRun[];
  /** What the verdict compares, e.g. `evaluation/test/exact_match`. */
  readonly metric: MetricName;
  /** `step`, or a metric of the group `total`. */
  readonly x: MetricName;
  /** For the speed-up, in the metric's own unit; if absent the verdict chooses one and says so. */
  readonly threshold?: number;
  /** Of all intervals; 0.95 by default. */
  readonly level?: number;
  /** Of large curves and the results; the mean by default. */
  readonly aggregate?: Aggregate;
  readonly rollouts: readonly ExampleRollout[];
  readonly gainPerHop?: readonly HopGain[];
  /** Its parts in order; `standardBlocks` if absent. */
  readonly blocks?: readonly ReportBlock[];
}

export interface ReportRun {
  readonly name: string;
  /** Label of its algorithm. */
  readonly algorithm: string;
  readonly seed: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly configHash: string;
  readonly codeVersion: string;
  readonly device: string;
  /** Hash of the params it began from; null if unknown. */
  readonly warmStart: string | null;
  /** Training time; null if unknown. */
  readonly seconds: number | null;
  readonly series: Readonly<Record<MetricName, Series>>;
  /** Why the run does not count: it failed, did not end, or cannot be read. Null if it counts. */
  readonly failure: string | null;
  /** "finished", "interrupted at step 3 of 30"; absent: it ended. */
  readonly standing?: string;
}

/** What a verdict needs of a report. */
export interface Compared extends Pick<Report, 'metric' | 'x' | 'threshold' | 'level' | 'aggregate'> {
  readonly runs: readonly Pick<ReportRun, 'name' | 'algorithm' | 'seed' | 'series' | 'failure'>[];
}

/** One metric of one run. */
export interface Series {
  /** Strictly increasing. */
  readonly step: readonly number[];
  /** As long as step; null where the value was not finite. */
  readonly value: readonly (number | null)[];
}

/** Information gain of the turns that resolved one hop of the question, one mean per seed. */
export interface HopGain {
  readonly algorithm: string;
  /** Counted from 1; null for turns that resolved none. */
  readonly hop: number | null;
  /** nats */
  readonly gains: readonly number[];
}

export interface ExampleRollout {
  readonly id: string;
  /** Why it is shown, as a sentence. */
  readonly note?: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly step: number;
  readonly question: string;
  readonly groundTruth: readonly string[];
  readonly answer: string | null;
  readonly answerF1: number;
  readonly stopReason: string;
  readonly turns: readonly ExampleTurn[];
}

export interface ExampleTurn {
  readonly thought: string | null;
  readonly query: string | null;
  readonly passages: readonly { readonly title: string; readonly supporting: boolean }[];
  /** nats; null on a turn without a gain. */
  readonly gain: number | null;
  readonly beliefBefore: number | null;
  readonly beliefAfter: number | null;
  /** Null without credit. */
  readonly reward: number | null;
  readonly advantage: number | null;
  /** Null unless this turn answered. */
  readonly answer: string | null;
}
