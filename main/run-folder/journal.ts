/** The trainer's record of a run, appended to open files in its run folder. A resumed run leaves the same metrics.jsonl
 *  and rollouts as an uninterrupted one: what was written after the checkpoint moves to `superseded/`. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Checkpoint } from '../../shared/record/checkpoint.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { AppendFile, cutAfterStep } from './append-file.ts';
import {
  checkpointFolder,
  checkpointSteps,
  latestCheckpoint,
  retainCheckpoints,
  saveCheckpoint,
} from './checkpoint-folder.ts';
import { readText } from '../files/read.ts';
import { syncToDisk } from '../files/sync.ts';
import { diskWrite, makeFolder, removeLeftovers, writeWhole } from '../files/write.ts';
import type { Write } from '../files/write.ts';
import { setAside } from './superseded.ts';
import { takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { encodeChunk } from './rollout-chunk.ts';
import { chunkFile, chunkFiles, createRunFolder, readManifest, runFiles } from './run-folder.ts';
import type { ChunkSet, Manifest, NewRun } from './run-folder.ts';

export const eventKinds = [
  'started',
  'resumed',
  'paused',
  'stopped',
  'finished',
  'failed',
  'checkpoint',
  'evaluation',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** One line of metrics.jsonl: the step and metric values by name, null where a value was not finite. */
export type MetricsLine = { readonly step: number } & Readonly<Record<string, number | null>>;

export interface JournalOptions {
  /** Name of the tokenizer that decodes the saved token ids. */
  readonly tokenizer: string;
  readonly now?: () => Date;
  readonly write?: Write;
}

export class Journal {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly #options: Required<JournalOptions>;
  readonly #lock: Lock;
  readonly #metrics: AppendFile;
  readonly #events: AppendFile;
  /** The step up to which everything is final. */
  #sealed: number;
  /** Chunks that the disk may not have yet. */
  #unsynced: string[] = [];

  private constructor(
    folder: string,
    manifest: Manifest,
    lock: Lock,
    sealed: number,
    options: Required<JournalOptions>,
  ) {
    this.folder = folder;
    this.manifest = manifest;
    this.#lock = lock;
    this.#sealed = sealed;
    this.#options = options;
    makeFolder(folder, runFiles(folder).rollouts);
    this.#metrics = new AppendFile(folder, runFiles(folder).metrics, options.write);
    this.#events = new AppendFile(folder, runFiles(folder).events, options.write);
  }

  /** Starts a run in a new folder. */
  static create(folder: string, run: NewRun, options: JournalOptions): Journal {
    const all = withDefaults(options);
    makeFolder(folder, folder);
    return locked(folder, all, (lock) => {
      const manifest = createRunFolder(folder, run, all.now());
      const journal = new Journal(folder, manifest, lock, -1, all);
      journal.event('started', { device: run.device, codeVersion: run.codeVersion });
      return journal;
    });
  }

  /** Continues a run from its newest intact checkpoint, or from nothing (null) if it has none. What was written after
   *  that checkpoint, a half-written line and damaged checkpoints move to `superseded/`; the event `resumed` lists
   *  them. Throws a sentence when another process writes to the folder, when the run has finished, or when its files
   *  do not fit. */
  static resume(
    folder: string,
    options: JournalOptions,
  ): { journal: Journal; checkpoint: Checkpoint | null; damaged: readonly string[] } {
    const all = withDefaults(options);
    const manifest = readManifest(folder);
    return locked(folder, all, (lock) => {
      const files = runFiles(folder);
      refuseFinished(folder);
      removeLeftovers(folder, folder);
      removeLeftovers(folder, files.rollouts);
      const { checkpoint, damaged } = latestCheckpoint(folder, manifest.configHash);
      const step = checkpoint?.step ?? -1;
      const time = all.now().toISOString();
      const cuts = [
        existsSync(files.events) ? cutAfterStep(folder, files.events, Infinity, time) : null,
        existsSync(files.metrics) ? cutAfterStep(folder, files.metrics, step, time) : null,
      ].filter((cut) => cut !== null);
      const moved = [
        ...chunkFiles(folder),
        ...checkpointSteps(folder).map((s) => ({ step: s, path: checkpointFolder(folder, s) })),
      ]
        .filter((item) => item.step > step)
        .map((item) => ({ file: setAside(folder, item.path, time) }));
      const journal = new Journal(folder, manifest, lock, step, all);
      journal.event('resumed', { step: checkpoint?.step ?? null, superseded: [...cuts, ...moved], damaged });
      return { journal, checkpoint, damaged };
    });
  }

  /** Appends one line of metrics. Everything of a step is written before that step's checkpoint. */
  metrics(line: MetricsLine): void {
    this.#expectOpen(line.step);
    this.#lock.beat();
    this.#metrics.line(line);
  }

  /** Writes the chunk of one step's rollouts; once per step and set. */
  rollouts(step: number, rollouts: readonly SavedRollout[], set: ChunkSet = 'training'): void {
    this.#expectOpen(step);
    const path = chunkFile(this.folder, step, set);
    if (existsSync(path)) throw new Error(`internal: ${path}: expected to write it once, got a second call`);
    const bytes = encodeChunk({ step, tokenizer: this.#options.tokenizer }, rollouts);
    writeWhole(this.folder, path, bytes, { write: this.#options.write });
    this.#unsynced.push(path);
  }

  /** Shows that the process is alive while it writes nothing, as in a pause. Throws a sentence if another process took
   *  the folder. */
  beat(): void {
    this.#lock.beat();
  }

  /** Notes what happened to the run. */
  event(kind: EventKind, detail: Readonly<Record<string, unknown>> = {}): void {
    this.#events.line({ time: this.#options.now().toISOString(), kind, ...detail });
  }

  /** Saves a checkpoint once everything written so far is on disk, then deletes all but the last `retain` and the kept
   *  ones. */
  checkpoint(
    checkpoint: Checkpoint,
    { retain, keep = false }: { readonly retain: number; readonly keep?: boolean },
  ): void {
    this.#sync();
    saveCheckpoint(this.folder, checkpoint, keep, this.#options.write);
    this.#sealed = checkpoint.step;
    this.event('checkpoint', { step: checkpoint.step });
    retainCheckpoints(this.folder, retain);
  }

  /** Waits until everything is on disk and releases the folder. */
  close(): void {
    this.#sync();
    this.#metrics.close();
    this.#events.close();
    this.#lock.release();
  }

  #sync(): void {
    for (const path of this.#unsynced) syncToDisk(path);
    if (this.#unsynced.length > 0) syncToDisk(dirname(this.#unsynced[0]));
    this.#unsynced = [];
    this.#metrics.sync();
    this.#events.sync();
  }

  #expectOpen(step: number): void {
    if (step <= this.#sealed)
      throw new RangeError(
        `internal: journal of ${this.folder}: expected a step after the checkpoint of step ${this.#sealed}, got ${step}`,
      );
  }
}

const withDefaults = (options: JournalOptions): Required<JournalOptions> => ({
  now: () => new Date(),
  write: diskWrite,
  ...options,
});

/** Opens under the folder's lock, which is released if opening fails. */
function locked<T>(folder: string, { now }: Required<JournalOptions>, open: (lock: Lock) => T): T {
  const lock = takeLock(folder, now);
  try {
    return open(lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function refuseFinished(folder: string): void {
  const path = runFiles(folder).events;
  if (!existsSync(path)) return;
  const whole = readText(path, 'journal').split('\n').slice(0, -1);
  if (whole.some((line) => objectFromJson(line, path).kind === 'finished'))
    throw new Error(`run folder ${folder}: expected a run to continue, got one that has finished — start a new run`);
}
