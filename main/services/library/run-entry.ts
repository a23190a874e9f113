/** A run as the library keeps it, and the row that lists show of it. */
import { basename } from 'node:path';
import { labelOf } from '../../../shared/config/run-name.ts';
import { runState } from '../../../shared/ipc/run-state.ts';
import type { RunState } from '../../../shared/ipc/run-state.ts';
import type { RunRow } from '../../../shared/ipc/views.ts';
import { isObject } from '../../../shared/util/json.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import type { RunFigures } from '../../store/run-figures.ts';
import type { StoredRun } from '../../store/runs.ts';
import type { PlannedRun } from '../../run-folder/experiment-folder.ts';
import { fileStamp } from '../../files/read.ts';
import { lockHolder, lockProblem } from '../../run-folder/lock.ts';
import { runFiles } from '../../run-folder/run-folder.ts';
import { annotationProblem, readableAnnotation } from './annotations.ts';
import { inFull } from './experiment-folder.ts';
import type { ExperimentFolder } from './experiment-folder.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

export interface Entry {
  readonly id: string;
  readonly folder: string;
  /** Null for a run outside any experiment. */
  readonly experiment: ExperimentFolder | null;
  /** Its row in the store; null before the run has begun. */
  stored: StoredRun | null;
  /** Steps that its config asks for; NaN if the config does not say. */
  steps: number;
  summary: RunFigures | null;
  /** Changes when what was read of the run before is void, as after a resume. */
  generation: number;
  /** Its folder exists. */
  present: boolean;
  /** Stamp of its files when they were last collected; empty if they must be collected. */
  stamp: string;
  /** Its experiment's folder changed, so that another run may lie there now. */
  recheck: boolean;
  /** State and failure as they were last reported, to notice a change that no file shows. */
  reported: string;
  /** Why its folder cannot be read, as a sentence. */
  problem: string | null;
  /** Why it cannot be resumed though it can be read, as a sentence. */
  links: string | null;
  /** Seconds from the writing of its newest line to its row; null before the first line that was collected live. */
  lag: number | null;
}

/** What the run's experiment plans it to be; null for a run that its experiment does not plan, or that lies outside
 *  any. */
export const plannedRun = ({ experiment, folder }: Entry): PlannedRun | null =>
  (experiment && inFull(experiment).planned.get(basename(folder))) ?? null;

/** Ids whose rows change with the run: its own and that of its experiment. */
export const idsOf = ({ id, experiment }: Entry): string[] => (experiment ? [id, experiment.id] : [id]);

type Attempts = Pick<Supervisor, 'attempt' | 'failure'>;

/** A text that changes with any file of the run; the folder of chunks changes with each chunk. */
export function stampOf(folder: string): string {
  const { config, events, metrics, rollouts } = runFiles(folder);
  return [config, events, metrics, rollouts].map(fileStamp).join(' ');
}

export function stateOf({ id, folder, stored, problem }: Entry, attempts: Attempts): RunState {
  return runState({
    status: stored?.status ?? (problem === null ? null : 'failed'),
    attempt: attempts.attempt(id),
    isLocked: () => lockHolder(folder) !== null,
  });
}

const vanished = 'its training process went away without a word — resume it to go on from its last checkpoint';

/** failed: returns the sentence of the run's last `failed` event. */
export function failureOf(
  entry: Entry,
  state: RunState,
  attempts: Attempts,
  failed: () => string | null,
): string | null {
  if (state === 'finished') return entry.problem;
  // The reason that ended the attempt comes first: a full disk stops the trainer and the index alike.
  const failure = attempts.failure(entry.id) ?? entry.problem ?? (state === 'failed' ? failed() : null);
  return failure ?? (state === 'interrupted' ? (lockProblem(entry.folder) ?? vanished) : null);
}

export function rowOf(entry: Entry, attempts: Attempts, failed: () => string | null): RunRow {
  const { id, folder, experiment, stored, summary } = entry;
  const state = stateOf(entry, attempts);
  const place = experiment?.places.get(basename(folder));
  const planned = stored === null ? plannedRun(entry)?.config : undefined;
  const name = stored?.name ?? planned?.name ?? id;
  const algorithm = stored?.algorithm ?? planned?.algorithm.name ?? '';
  const step = stored?.step ?? 0;
  const steps = stored === null ? (planned?.train.steps ?? 0) : entry.steps;
  const seconds = summary?.seconds ?? 0;
  return {
    id,
    experiment: experiment?.id ?? null,
    name,
    label: place?.label ?? labelOf(name, algorithm, basename(folder)),
    algorithm,
    seed: place?.seed ?? stored?.seed ?? 0,
    device: stored?.device ?? planned?.device ?? '',
    state,
    failure: failureOf(entry, state, attempts, failed),
    created: stored?.created ?? null,
    step,
    steps,
    seconds,
    secondsLeft: state === 'running' && step > 0 ? (seconds / step) * Math.max(0, steps - step) : null,
    answerF1: summary?.answerF1 ?? null,
    exactMatch: summary?.exactMatch ?? null,
    sparkline: summary?.sparkline ?? new Float32Array(0),
    problems: (stored?.problems ?? 0) + problemsOf(entry).length,
    ...readableAnnotation(folder),
  };
}

/** Sentences about the run that the store does not hold. */
export const problemsOf = ({ problem, links, folder }: Entry): string[] =>
  [problem, links, annotationProblem(folder)].filter((one) => one !== null);

/** Steps that a config asks for. */
export const stepsIn = ({ train }: JsonObject): number => (isObject(train) ? Number(train.steps) : NaN);
