/** The run folder: its files by name, and config.json, which defines the run and never changes. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { canonicalJson } from '../../shared/config/hash.ts';
import { checkFormat } from '../../shared/record/checkpoint.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { fields, jsonObject, text, time } from '../../shared/util/parser.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import { listFolder } from '../files/list.ts';
import type { Listing } from '../files/list.ts';
import { linkProblem, refuseLinks } from '../files/own.ts';
import { readText } from '../files/read.ts';
import { sha256 } from './disk.ts';
import { makeFolder, replaceFile } from '../files/write.ts';

const runFormat = 1;

export const runFiles = (folder: string) => ({
  config: join(folder, 'config.json'),
  metrics: join(folder, 'metrics.jsonl'),
  events: join(folder, 'events.jsonl'),
  rollouts: join(folder, 'rollouts'),
  /** Answers of a retriever that cannot give them again; only where it recorded some. */
  retrievals: join(folder, 'retrievals.jsonl'),
});

/** config.json. */
export interface Manifest {
  /** Stays the same when the folder is moved. */
  readonly id: string;
  /** Resolved RunConfig. */
  readonly config: JsonObject;
  /** SHA-256 of the config's canonical JSON, hex. */
  readonly configHash: string;
  readonly codeVersion: string;
  /** ISO 8601. */
  readonly created: string;
  /** As the runtime describes it. */
  readonly device: string;
  /** Hash of the params it began from; null if its writer did not note it. */
  readonly warmStart: string | null;
}

/** What a new run begins with. */
export interface NewRun {
  readonly config: unknown;
  readonly codeVersion: string;
  readonly device: string;
  readonly warmStart: string;
  /** A random one if not given. */
  readonly id?: string;
}

export const configHash = (config: unknown): string => sha256(canonicalJson(config));

/** Makes a run folder with its config.json. Throws a sentence when the folder holds a run already. */
export function createRunFolder(folder: string, run: NewRun, now: Date): Manifest {
  const files = runFiles(folder);
  if (existsSync(files.config))
    throw new Error(
      `run folder ${folder}: expected an empty folder, got one that holds a run — resume it or name another`,
    );
  const manifest: Manifest = {
    id: run.id ?? randomUUID(),
    config: objectFromJson(canonicalJson(run.config), 'run config'),
    configHash: configHash(run.config),
    codeVersion: run.codeVersion,
    created: now.toISOString(),
    device: run.device,
    warmStart: run.warmStart,
  };
  refuseRecord(folder);
  makeFolder(folder, files.rollouts);
  replaceFile(
    folder,
    files.config,
    Buffer.from(`${JSON.stringify({ formatVersion: runFormat, ...manifest }, null, 2)}\n`),
  );
  return manifest;
}

/** What only a run that is resumed reads. */
const unlistedParts = (folder: string): string[] => [
  runFiles(folder).retrievals,
  join(folder, 'checkpoints'),
  join(folder, 'superseded'),
];

/** What keeps the run from being resumed though all that lists read is in order: a part that is a link, in a sentence;
 *  null if none is. */
export const linkedPart = (folder: string): string | null => linkProblem(folder, unlistedParts(folder));

/** Throws a sentence if a folder without a run holds parts of one, as a received folder may: they would pass for what
 *  the new run wrote. */
function refuseRecord(folder: string): void {
  const { metrics, events } = runFiles(folder);
  const parts = [metrics, events, ...unlistedParts(folder)];
  for (const part of parts) refuseLinks(folder, part);
  const found = parts.find((part) => existsSync(part)) ?? chunkFiles(folder)[0]?.path;
  if (found !== undefined)
    throw new Error(
      `run folder ${folder}: expected an empty folder, got one with ${relative(folder, found)} — move that away, or name another folder`,
    );
}

/** Reads config.json. Throws a sentence when it is missing, damaged, edited or from a newer version. */
export function readManifest(folder: string): Manifest {
  const path = runFiles(folder).config;
  const where = `run folder ${folder}, config.json`;
  const object = objectFromJson(readText(path, 'config'), where);
  checkFormat(object.formatVersion, runFormat, where);
  const read = fields(object, where);
  const manifest: Manifest = {
    id: read('id', text),
    config: read('config', jsonObject),
    configHash: read('configHash', text),
    codeVersion: read('codeVersion', text),
    created: read('created', time),
    device: read('device', text),
    warmStart: 'warmStart' in object ? read('warmStart', text) : null,
  };
  const got = configHash(manifest.config);
  if (got !== manifest.configHash)
    throw new Error(
      `${where}: expected a config with hash ${manifest.configHash.slice(0, 8)}, got ${got.slice(0, 8)} — a run's config cannot be edited; put it back and start a new run with the change`,
    );
  return manifest;
}

/** Which rollouts a chunk holds: those of the step's training, before its update, or those of the evaluation after
 *  it. */
export type ChunkSet = 'training' | 'evaluation';

export interface ChunkFile {
  readonly step: number;
  readonly set: ChunkSet;
  readonly path: string;
}

/** `rollouts/step-000012.rollouts`, or `step-000012.evaluation.rollouts`. */
export function chunkFile(folder: string, step: number, set: ChunkSet): string {
  const stem = `step-${String(step).padStart(6, '0')}`;
  return join(runFiles(folder).rollouts, set === 'training' ? `${stem}.rollouts` : `${stem}.${set}.rollouts`);
}

/** Which set a chunk holds, by its name. */
export const setOf = (path: string): ChunkSet => (path.endsWith('.evaluation.rollouts') ? 'evaluation' : 'training');

/** The rollout chunks of a run, by step. Throws a sentence if `rollouts` is no folder, as a link is none. */
export const chunkFiles = (folder: string): ChunkFile[] => listChunks(folder).files;

/** The same, and a sentence if the folder holds too many files to list them all. */
export function listChunks(folder: string): { readonly files: ChunkFile[] } & Pick<Listing, 'problem'> {
  const { entries, problem } = listFolder(runFiles(folder).rollouts);
  const files = entries
    .map(({ name }) => ({ name, match: /^step-(\d{1,15})(\.evaluation)?\.rollouts$/.exec(name) }))
    .filter(({ match }) => match !== null)
    .map(({ name, match }): ChunkFile => ({
      step: Number(match![1]),
      set: match![2] === undefined ? 'training' : 'evaluation',
      path: join(runFiles(folder).rollouts, name),
    }))
    .sort((a, b) => a.step - b.step || (a.set < b.set ? 1 : -1));
  return { files, problem };
}
