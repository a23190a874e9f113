/** What the window receives of experiments and runs: plain data, ready to show. Ids are as in ids.ts. */
import type { JsonObject } from '../util/json.ts';
import type { RunState } from './run-state.ts';

export type { RunState };

/** What a user adds to an experiment or a run. */
export interface Annotation {
  readonly note: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
}

export interface RunRow extends Annotation {
  readonly id: string;
  /** Id of its experiment; null for a run outside of an experiment. */
  readonly experiment: string | null;
  readonly name: string;
  /** Of its algorithm in its experiment. */
  readonly label: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly device: string;
  readonly state: RunState;
  /** What stopped the run, keeps it from starting or may be wrong (a trainer that has long been silent), as a sentence
   *  with what to do; null where all is well. */
  readonly failure: string | null;
  /** ISO 8601; null before the run has started. */
  readonly created: string | null;
  /** Last step with metrics, and the number of steps in its config. */
  readonly step: number;
  readonly steps: number;
  /** Seconds left at the rate so far; null when it does not run or has no rate yet. */
  readonly secondsLeft: number | null;
  /** Training time so far, seconds. */
  readonly seconds: number;
  /** Mean answer F1 of the last step's training rollouts, the outcome that every method is rewarded with; null before
   *  the first step. */
  readonly answerF1: number | null;
  /** Exact match at the last evaluation; null before the first. */
  readonly exactMatch: number | null;
  /** Answer F1 over the run, at most 48 points, evenly spread over its steps; NaN in gaps. */
  readonly sparkline: Float32Array;
  /** Number of sentences about what could not be read in its folder. */
  readonly problems: number;
}

/** The best algorithm of an experiment against the second best, over the seeds that both have finished. */
export interface Lead {
  readonly ahead: string;
  readonly behind: string;
  /** As in statistics/comparison.ts. */
  readonly conclusion: 'shown' | 'suggestive' | 'notShown' | 'unknown';
  /** In `unit`; positive is better for `ahead`. */
  readonly mean: number;
  /** Null where the spread between seeds is unknown. */
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  readonly unit: string;
  /** Number of seeds that both have. */
  readonly pairs: number;
}

export interface ExperimentRow extends Annotation {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** ISO 8601: when its folder was made or its first run started, whichever is earlier. */
  readonly created: string;
  /** Where it lies if the data folder holds a link to it: it can be read and not changed. Else null. */
  readonly linkedTo: string | null;
  /** Ids of its runs in its own order, planned ones too. */
  readonly runs: readonly string[];
  /** Labels in order: the n-th has the n-th colour. */
  readonly algorithms: readonly string[];
  readonly seeds: readonly number[];
  /** Headline of the comparison of its finished runs; null until two seeds have finished under every algorithm. */
  readonly verdict: string | null;
  /** The headline in numbers; null without one. */
  readonly lead: Lead | null;
  /** Why there is no headline, as a sentence; null where there is one, and before the first comparison. */
  readonly noVerdict: string | null;
  /** Why its file cannot be read, as a sentence; null where it can. */
  readonly problem: string | null;
}

/** All rows if `whole`; else the new and changed ones, and the ids of those removed. */
export interface OverviewChange {
  readonly whole: boolean;
  /** The next message continues this list; only together are they consistent. */
  readonly more: boolean;
  readonly experiments: readonly ExperimentRow[];
  readonly runs: readonly RunRow[];
  readonly removed: readonly string[];
}

export interface RunEventView {
  /** ISO 8601. */
  readonly time: string;
  readonly kind: string;
  readonly detail: JsonObject;
}

/** One run in full, apart from its series and rollouts. */
export interface RunDetail {
  readonly row: RunRow;
  /** Resolved config; of a planned run, the config that it will have. */
  readonly config: JsonObject;
  readonly configHash: string | null;
  readonly codeVersion: string | null;
  /** Hash of the params it started from; null before the start, or where the run folder does not say. */
  readonly warmStart: string | null;
  readonly events: readonly RunEventView[];
  readonly metrics: readonly string[];
  readonly checkpoints: readonly { readonly step: number; readonly bytes: number }[];
  /** What could not be read in its folder, as sentences. */
  readonly problems: readonly string[];
  /** Its path on disk. */
  readonly folder: string;
}

/** New points of one metric of one run. `restart`: the points sent before are void. */
export interface SeriesChange {
  readonly run: string;
  readonly metric: string;
  readonly restart: boolean;
  readonly step: Float64Array;
  /** NaN where the journal has null. */
  readonly value: Float64Array;
}

/** The status bar. */
export interface MachineState {
  readonly running: number;
  readonly queued: number;
  /** Of each device. */
  readonly slots: number;
  readonly cores: number;
  /** Share of all cores that is busy, [0, 1]. */
  readonly cpu: number;
  readonly memoryUsed: number;
  readonly memoryTotal: number;
  readonly diskFree: number;
  /** Tokens that the policies of all running runs sampled and read, per second. */
  readonly tokensPerSecond: number;
  /** Seconds from writing the newest journal line to its row in the store; null when nothing runs. */
  readonly journalLag: number | null;
}
