/** One training session: a run from its start or last checkpoint to its end, written to its run folder step by step. */
import { parseRunConfig } from '../../shared/config/run-config.ts';
import type { RunConfig } from '../../shared/config/run-config.ts';
import { isEvaluationMetric } from '../../shared/metrics/evaluation.ts';
import { recorded } from '../../shared/metrics/record.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import type { Checkpoint } from '../../shared/record/checkpoint.ts';
import { parseEarlyStop } from '../../shared/train/early-stop.ts';
import { freshState, run } from '../../shared/train/run.ts';
import type { RunEnd, RunHooks, RunState, StepRecord } from '../../shared/train/run.ts';
import type { Metrics } from '../../shared/train/step-metrics.ts';
import type { Control } from './control.ts';
import { checkpointSteps } from '../run-folder/checkpoint-folder.ts';
import { Journal } from '../run-folder/journal.ts';
import { openTrainer } from './open-trainer.ts';
import type { OpenTrainer } from './open-trainer.ts';
import { retrieverHost } from './retriever-host.ts';
import { processUsage } from './process-usage.ts';
import { readManifest, runFiles } from '../run-folder/run-folder.ts';

export interface SessionRequest {
  readonly folder: string;
  /** Of a new run; null resumes the run in the folder. */
  readonly config: RunConfig | null;
  /** Of the code that trains. */
  readonly codeVersion: string;
}

/** What a session reports to its host. */
export type SessionReport =
  /** damaged: checkpoints that could not be read, each as a sentence. */
  | { readonly kind: 'started'; readonly device: string; readonly step: number; readonly damaged: readonly string[] }
  | { readonly kind: 'step'; readonly step: number; readonly metrics: Metrics }
  | { readonly kind: 'paused' | 'continued' };

export type SessionEnd =
  | { readonly end: RunEnd; readonly step: number }
  /** The same sentence is among the run's events. */
  | { readonly end: 'failed'; readonly message: string };

/** Checkpoints that are kept: the last one, and one to fall back on if it is damaged. */
const checkpointsKept = 2;

/** Much shorter than the silence after which another machine takes the lock over (lock.ts). */
const beatMs = 60_000;

/** Trains until the run ends, fails or is stopped. Throws a sentence if it cannot begin; then nothing has been
 *  written. */
export async function runSession(
  request: SessionRequest,
  control: Control,
  report: (report: SessionReport) => void,
): Promise<SessionEnd> {
  const config = request.config ?? parseRunConfig(readManifest(request.folder).config, catalogues);
  const opened = await openTrainer(config, retrieverHost(runFiles(request.folder).retrievals));
  try {
    const { journal, checkpoint, damaged } = openJournal(request, opened);
    try {
      report({ kind: 'started', device: opened.device, step: checkpoint?.step ?? 0, damaged });
      return await train(journal, checkpoint, opened, control, report);
    } finally {
      journal.close();
    }
  } finally {
    await opened.close();
  }
}

function openJournal({ folder, config, codeVersion }: SessionRequest, opened: OpenTrainer) {
  const { device, tokenizer, warmStart } = opened;
  if (config === null) {
    refuseOtherWarmStart(folder, opened);
    return Journal.resume(folder, { tokenizer });
  }
  const journal = Journal.create(folder, { config, codeVersion, device, warmStart }, { tokenizer });
  return { journal, checkpoint: null, damaged: [] };
}

/** A run resumes from its own checkpoint. Its warm start matters until it has one, and while it is the reference
 *  policy. */
function refuseOtherWarmStart(folder: string, { warmStart, hasReference }: OpenTrainer): void {
  const begun = readManifest(folder);
  if (begun.warmStart === null || begun.warmStart === warmStart) return;
  if (!hasReference && checkpointSteps(folder).length > 0) return;
  throw new Error(
    `run folder ${folder}: expected the warm start ${begun.warmStart.slice(0, 12)} that it began from, got ${warmStart.slice(0, 12)} under the same name — put it back or start a new run`,
  );
}

async function train(
  journal: Journal,
  checkpoint: Checkpoint | null,
  opened: OpenTrainer,
  control: Control,
  report: (report: SessionReport) => void,
): Promise<SessionEnd> {
  const { folder } = journal;
  const lock = keepLock(journal);
  const usage = processUsage();
  const hooks: RunHooks = {
    async record(record) {
      write({ ...record, metrics: { ...record.metrics, ...usage() } }, journal);
      report({ kind: 'step', step: record.step, metrics: record.metrics });
    },
    async checkpoint(state) {
      journal.checkpoint(await checkpointOf(state, journal, opened), { retain: checkpointsKept });
    },
    async control() {
      lock.check();
      if (control.requested === 'pause') await pause(journal, control, report);
      return control.requested === 'stop' ? 'stop' : 'continue';
    },
  };
  try {
    const from = checkpoint ? restore(checkpoint, opened, folder) : freshState;
    const { end, state } = await run(opened.trainer, hooks, from);
    journal.event(end === 'stopped' ? 'stopped' : 'finished', { step: state.step, end });
    return { end, step: state.step };
  } catch (error) {
    const { message } = error as Error;
    try {
      journal.event('failed', { message });
    } catch {
      // A full disk takes no event either; the error itself is reported.
    }
    return { end: 'failed', message };
  } finally {
    lock.stop();
  }
}

/** Writes chunks before the line of metrics, so that a step with a line is complete. */
function write({ step, metrics, groups, evaluation }: StepRecord, journal: Journal): void {
  if (groups.length > 0) journal.rollouts(step, groups.flat());
  if (evaluation.length > 0) {
    journal.rollouts(step, evaluation, 'evaluation');
    const results = Object.entries(metrics).filter(([name]) => isEvaluationMetric(name));
    journal.event('evaluation', { step, ...Object.fromEntries(results) });
  }
  journal.metrics({ step, ...recorded({ ...metrics, 'time/written': Date.now() / 1000 }) });
}

async function pause(journal: Journal, control: Control, report: (report: SessionReport) => void): Promise<void> {
  journal.event('paused');
  report({ kind: 'paused' });
  while (control.requested === 'pause') await control.changed();
  if (control.requested === 'stop') return;
  journal.event('resumed');
  report({ kind: 'continued' });
}

/** Renews the lock through pauses and long steps. `check` throws an error that occurred in between. */
function keepLock(journal: Journal) {
  let lost: Error | null = null;
  const timer = setInterval(() => {
    try {
      journal.beat();
    } catch (error) {
      lost = error as Error;
    }
  }, beatMs);
  return {
    check() {
      if (lost) throw lost;
    },
    stop: () => clearInterval(timer),
  };
}

async function checkpointOf(state: RunState, journal: Journal, { learner }: OpenTrainer): Promise<Checkpoint> {
  const { tensors, updates } = await learner.optimizerState();
  return {
    ...state,
    configHash: journal.manifest.configHash,
    params: await learner.parameters(),
    optState: { ...tensors, [updatesKey]: { shape: [], data: Float32Array.of(updates) } },
  };
}

/** Puts the checkpoint's params and optimizer state into the learner; returns the state of the run. */
function restore(checkpoint: Checkpoint, { learner }: OpenTrainer, folder: string): RunState {
  const { params, optState, step, counters, earlyStop, adapted } = checkpoint;
  const where = `checkpoint ${folder}, step ${step}`;
  const { [updatesKey]: updates, ...tensors } = optState;
  if (updates === undefined) throw new RangeError(`${where}: expected the number of updates, got none`);
  learner.restore(params, { tensors, updates: updates.data[0] });
  return { step, counters, adapted, earlyStop: parseEarlyStop(earlyStop, `${where}, earlyStop`) };
}

/** Beside the optimizer's tensors, whose names have a dot. Exact in float32 up to 16.7 million updates. */
const updatesKey = 'updates';
