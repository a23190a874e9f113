/** What the window receives of presets, devices, settings, estimates and reports. */
import type { KeyKind, KeyName } from '../config/keys.ts';
import type { ReportBlock } from '../config/report-blocks.ts';
import type { JsonObject } from '../util/json.ts';

export interface PresetView {
  readonly name: string;
  /** An experiment, as `parseExperiment` reads it. */
  readonly experiment: JsonObject;
}

export interface WarmStartView {
  readonly name: string;
  readonly parameters: number;
  readonly bytes: number;
  /** Names of the worlds it was made for. */
  readonly worlds: readonly string[];
  /** Share of rollouts that succeed before training, by world, measured when it was made; empty where not noted. */
  readonly success: readonly { readonly world: string; readonly share: number }[];
  readonly architecture: { readonly width: number; readonly layers: number; readonly heads: number };
}

export interface DeviceView {
  readonly name: string;
  /** As its runtime describes it; null where it cannot be used. */
  readonly description: string | null;
  /** Why it cannot be used, as a sentence; null where it can. */
  readonly problem: string | null;
  readonly gigaflops: number | null;
}

/** The expected cost of an experiment, from similar runs on this machine. */
export interface Estimate {
  readonly runs: number;
  readonly secondsPerRun: number | null;
  readonly seconds: number | null;
  readonly memoryBytes: number | null;
  readonly diskBytes: number | null;
  /** What the figures are based on, as a sentence. */
  readonly basis: string;
}

export const themes = ['system', 'light', 'dark'] as const;

/** `full`: as wide as the view. */
export const chartSizes = ['small', 'large', 'full'] as const;
export type ChartSize = (typeof chartSizes)[number];

/** A chart of a run, as the user placed it. */
export interface PlacedChart {
  /** Of its panel: a metric, or a pattern of several. */
  readonly id: string;
  readonly shown: boolean;
  readonly size: ChartSize;
}

export const reportFormats = ['html', 'markdown', 'latex', 'csv', 'svg', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface Settings {
  readonly theme: (typeof themes)[number];
  /** Runs that train at the same time on one device. */
  readonly slots: number;
  /** Of new experiments. */
  readonly device: string;
  readonly dataFolder: string;
  /** The one chosen for the next start; null where it stays the same. */
  readonly nextDataFolder: string | null;
  /** The charts of a run in the user's order; empty for the default. */
  readonly charts: readonly PlacedChart[];
  /** Nothing can be started or changed from this window. */
  readonly readOnly: boolean;
  readonly version: string;
}

export interface KeysView {
  /** The file that holds them, readable by its owner alone; null where the system's keychain seals them. */
  readonly file: string | null;
  readonly keys: readonly (KeyKind & { readonly name: KeyName; readonly isSet: boolean })[];
}

export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** The user's changes to a report. Absent: the default. */
export interface OwnReport {
  readonly title?: string;
  readonly description?: string;
  readonly blocks?: readonly ReportBlock[];
}
