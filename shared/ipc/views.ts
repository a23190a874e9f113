/** What the window sees of experiments and runs: plain data, ready to show. Ids are paths below the data folder, `/` between parts, so that
 *  they say what they name and stay the same in deep links: `quickstart-2` an experiment, `quickstart-2/igpo-seed-1` one of its runs. */
import type { JsonObject } from '../util/json.ts';
import type { RunState } from './run-state.ts';

export type { RunState };

/** What people add to an experiment or a run. */
export interface Annotation {
  readonly note: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
}

export interface RunRow extends Annotation {
  readonly id: string;
  /** Id of its experiment; null for a run that lies alone. */
  readonly experiment: string | null;
  readonly name: string;
  /** Of its algorithm in its experiment. */
  readonly label: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly device: string;
  readonly state: RunState;
  /** What stopped it, keeps it from starting or makes one wonder (a trainer that has long been silent), as a sentence with what to do; null
   *  where nothing did. */
  readonly failure: string | null;
  /** ISO 8601; null before it has begun. */
  readonly created: string | null;
  /** Last step with metrics, and how many its config asks for. */
  readonly step: number;
  readonly steps: number;
  /** Time left at the rate so far, seconds; null when it does not run or has no rate yet. */
  readonly secondsLeft: number | null;
  /** Training time so far, seconds. */
  readonly seconds: number;
  /** Answer F1 of the training rollouts, mean over the last step: the outcome that every method is rewarded with; null before the first. */
  readonly answerF1: number | null;
  /** Exact match at the last evaluation; null before the first. */
  readonly exactMatch: number | null;
  /** Answer F1 over the run, at most 48 points, evenly spread over its steps; NaN in gaps. */
  readonly sparkline: Float32Array;
  /** Sentences about what of its folder could not be read: how many. */
  readonly problems: number;
}

/** The leader of an experiment against the next best, over the seeds that both have finished. */
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
  /** Seeds that both have. */
  readonly pairs: number;
}

export interface ExperimentRow extends Annotation {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** ISO 8601, when its folder was made or, if that is earlier, its first run began. */
  readonly created: string;
  /** Ids of its runs in its own order, planned ones too. */
  readonly runs: readonly string[];
  /** Labels in order: the n-th has the n-th colour. */
  readonly algorithms: readonly string[];
  readonly seeds: readonly number[];
  /** Headline of the comparison of its finished runs; null until every algorithm has two seeds that all have finished. */
  readonly verdict: string | null;
  /** The same in numbers; null where there is no headline. */
  readonly lead: Lead | null;
  /** Why there is no headline, as a sentence; null where there is one, and before the first look. */
  readonly noVerdict: string | null;
  /** Why its file cannot be read, as a sentence; null where it can. */
  readonly problem: string | null;
}

/** All rows when `whole`; else those that are new or changed, and the ids of those that are gone. */
export interface OverviewChange {
  readonly whole: boolean;
  /** The next message goes on with this list: only together do they say how things are. */
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
  /** Resolved config; for a planned run, what it will be. */
  readonly config: JsonObject;
  readonly configHash: string | null;
  readonly codeVersion: string | null;
  /** Hash of the params it began from; null before it has begun, or where its writer did not note it. */
  readonly warmStart: string | null;
  readonly events: readonly RunEventView[];
  readonly metrics: readonly string[];
  readonly checkpoints: readonly { readonly step: number; readonly bytes: number }[];
  /** What of its folder could not be read, as sentences. */
  readonly problems: readonly string[];
  /** Where it lies on disk. */
  readonly folder: string;
}

/** New points of one metric of one run; `restart`: the points sent before are void. */
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
  /** Tokens the policies sampled and read, per second, all running runs together. */
  readonly tokensPerSecond: number;
  /** Seconds from the newest journal line written to its row; null when nothing runs. */
  readonly journalLag: number | null;
}
