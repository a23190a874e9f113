/** All requests of the window to the services. The client, the server's checks and the test doubles come from it. */
import { stopReasons } from '../record/rollout.ts';
import { keyNames } from '../config/keys.ts';
import { blockKinds } from '../config/report-blocks.ts';
import type { RolloutTreeNode } from '../record/tree.ts';
import type { JsonObject } from '../util/json.ts';
import { chartSizes, reportFormats, themes } from './app-views.ts';
import type {
  DeviceView,
  Estimate,
  KeysView,
  OwnReport,
  PresetView,
  ReportFile,
  Settings,
  WarmStartView,
} from './app-views.ts';
import type { CreditXrayView, GroupCreditView } from './credit-views.ts';
import { bounded, gives, request, stream, type NamesOf } from './declare.ts';
import { count, finite, flag, jsonObject, list, object, oneOf, optional, text } from '../util/parser.ts';
import { rolloutSets } from './rollout-views.ts';
import type { GroupMember, RolloutColumns, RolloutView } from './rollout-views.ts';
import type { MachineState, OverviewChange, RunDetail, SeriesChange } from './views.ts';

export const runActions = ['start', 'pause', 'resume', 'stop', 'kill'] as const;
export const rolloutOrders = ['step', 'reward', 'answerF1', 'turns', 'tokens'] as const;

const rolloutFilter = object({
  /** First and last step, inclusive. */
  firstStep: optional(count),
  lastStep: optional(count),
  set: optional(oneOf(rolloutSets)),
  question: optional(text),
  stopReason: optional(oneOf(stopReasons)),
  correct: optional(flag),
  leastReward: optional(finite),
  mostReward: optional(finite),
  /** Words that must all occur in its question, thoughts, queries, passages or answer. */
  words: optional(text),
});

/** Charts in the user's order. */
export const placedCharts = list(object({ id: text, shown: flag, size: oneOf(chartSizes) }));

const reportBlocks = list(object({ kind: oneOf(blockKinds), text: optional(text), metric: optional(text) }));
export const ownReport = object({
  title: optional(text),
  description: optional(text),
  blocks: optional(reportBlocks),
});

/** A preset's values, or the defaults. */
const algorithmChoice = object({ name: text, preset: optional(text) });

/** Most series in one call: each list is bounded by its parser, but their product is what it costs. */
const mostSeries = 100_000;

export const contract = {
  overview: stream({}, gives<OverviewChange>()),
  run: stream({ run: text }, gives<RunDetail>()),
  /** Changes come in batches, one for each metric of each run that has new points. */
  series: bounded(
    stream({ runs: list(text), metrics: list(text) }, gives<readonly SeriesChange[]>()),
    ({ runs: { length: runs }, metrics: { length: metrics } }, where) => {
      if (runs * metrics > mostSeries)
        throw new RangeError(
          `${where}: expected at most ${mostSeries} series, got ${metrics} metrics of ${runs} runs — choose fewer`,
        );
    },
  ),
  machine: stream({}, gives<MachineState>()),
  settings: stream({}, gives<Settings>()),

  presets: request({}, gives<readonly PresetView[]>()),
  warmStarts: request({}, gives<readonly WarmStartView[]>()),
  /** Runs a test on every device, which takes seconds. */
  devices: request({}, gives<readonly DeviceView[]>()),
  estimate: request({ experiment: jsonObject }, gives<Estimate>()),

  /** Makes the experiment's folder and queues its runs. */
  startExperiment: request({ experiment: jsonObject }, gives<{ readonly experiment: string }>()),
  /** The experiment as it was started, to clone. */
  readExperiment: request({ experiment: text }, gives<JsonObject>()),
  /** `start` queues runs that are planned, interrupted, stopped or failed. `resume` ends a pause. `stop` waits for the
   *  step in progress and a checkpoint. `kill` waits for nothing: steps after the last checkpoint are done again.
   *  Acts on every run that allows it, then names the others in an error. */
  control: request({ runs: list(text), action: oneOf(runActions) }, gives<null>()),
  annotate: request(
    { ids: list(text), note: optional(text), tags: optional(list(text)), archived: optional(flag) },
    gives<null>(),
  ),
  /** Moves experiments or runs to the bin. */
  remove: request({ ids: list(text) }, gives<{ readonly undo: string }>()),
  restore: request({ undo: text }, gives<null>()),
  /** Copies a run folder or an experiment from elsewhere on the services' machine. */
  importFolder: request({ folder: text }, gives<{ readonly ids: readonly string[] }>()),

  rollouts: request(
    {
      runs: list(text),
      filter: rolloutFilter,
      orderBy: oneOf(rolloutOrders),
      descending: flag,
      limit: count,
      /** Adds, at the end, the rest of the groups that the limit cuts. */
      wholeGroups: optional(flag),
    },
    gives<RolloutColumns>(),
  ),
  rollout: request({ run: text, step: count, set: oneOf(rolloutSets), n: count }, gives<RolloutView>()),
  /** The group that a rollout belongs to. */
  group: request({ run: text, step: count, set: oneOf(rolloutSets), n: count }, gives<readonly GroupMember[]>()),
  /** The search tree of that group; null where its rollouts were drawn independently. */
  tree: request(
    { run: text, step: count, set: oneOf(rolloutSets), n: count },
    gives<readonly RolloutTreeNode[] | null>(),
  ),

  /** A run's training rollouts under its own algorithm and the named ones, or all if none is named. */
  creditXray: request(
    { run: text, firstStep: optional(count), lastStep: optional(count), algorithms: list(algorithmChoice) },
    gives<CreditXrayView>(),
  ),
  /** The same for the group of one rollout, turn by turn. */
  groupCredit: request(
    { run: text, step: count, set: oneOf(rolloutSets), n: count, algorithms: list(algorithmChoice) },
    gives<GroupCreditView>(),
  ),

  /** A report on runs or whole experiments, in a form to save. */
  report: request(
    {
      ids: list(text),
      format: oneOf(reportFormats),
      title: text,
      /** Under the title. Absent: that of the experiment, if the report is on one. */
      description: optional(text),
      /** The metric compared, over what (`step` or a running total), the threshold in the metric's unit, and the level
       *  of intervals. Absent: the defaults. */
      metric: optional(text),
      x: optional(text),
      threshold: optional(finite),
      level: optional(finite),
      /** How seeds are aggregated in curves and results, as in statistics/aggregate.ts. Absent: the mean. */
      aggregate: optional(text),
      /** Its parts in order. Absent: all. */
      blocks: optional(reportBlocks),
    },
    gives<ReportFile>(),
  ),
  /** The user's changes to the report on these runs or experiments; empty without any. */
  keptReport: request({ ids: list(text) }, gives<OwnReport>()),
  keepReport: request({ ids: list(text), own: ownReport }, gives<null>()),

  changeSettings: request(
    {
      theme: optional(oneOf(themes)),
      slots: optional(count),
      device: optional(text),
      dataFolder: optional(text),
      charts: optional(placedCharts),
    },
    gives<null>(),
  ),

  /** Which keys are set. No call gives a key itself. */
  keys: request({}, gives<KeysView>()),
  setKey: request({ name: oneOf(keyNames), value: text }, gives<null>()),
  removeKey: request({ name: oneOf(keyNames) }, gives<null>()),
};

export type AppContract = typeof contract;
export type RequestName = NamesOf<AppContract, 'request'>;
export type StreamName = NamesOf<AppContract, 'stream'>;

/** Requests that change something: refused in read-only mode. */
export const changing: readonly RequestName[] = [
  'startExperiment',
  'control',
  'annotate',
  'remove',
  'restore',
  'importFolder',
  'keepReport',
  'changeSettings',
  'setKey',
  'removeKey',
];
