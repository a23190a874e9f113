/** What a checkpoint holds and how its state reads; the tensors are safetensors. Files and checksums are
 *  `main/trainer`'s. */
import { objectFromJson } from '../util/json.ts';
import { anyObject, count, fields, finite, json, jsonObject, text } from '../util/parser.ts';
import type { Json } from '../util/json.ts';
import type { TensorMap } from '../util/safetensors.ts';

/** Of checkpoints and warm starts. A higher version on disk is refused; a lower one would be converted here. */
export const checkpointFormat = 1;

/** Values of the algorithm that have moved, by parameter; the others are as configured. */
export type Adapted = { readonly [parameter: string]: number };

/** What the run has spent so far: the axes on which runs are compared. */
export interface Counters {
  readonly rollouts: number;
  /** Tokens that the policy wrote. */
  readonly sampledTokens: number;
  readonly searchCalls: number;
  /** Time spent training, without pauses. */
  readonly seconds: number;
}

export interface FileRecord {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** `state.json`: everything but tensors. Random streams need no state, they derive from (seed, name, step, index). */
export interface CheckpointState {
  readonly step: number;
  readonly configHash: string;
  readonly counters: Counters;
  /** What the stopping rule remembers; its own to write and to read. */
  readonly earlyStop: Json;
  readonly adapted: Adapted;
}

export interface Checkpoint extends CheckpointState {
  readonly params: TensorMap;
  /** Scalars such as a step count are tensors of shape []. */
  readonly optState: TensorMap;
}

/** Text of state.json. `files` has one record per tensor file beside it: a reader trusts only what matches. */
export function encodeState(state: CheckpointState, files: Readonly<Record<string, FileRecord>>): string {
  const { step, configHash, counters, earlyStop, adapted } = state;
  return `${JSON.stringify({ formatVersion: checkpointFormat, step, configHash, counters, earlyStop, adapted, files }, null, 2)}\n`;
}

/** The state and the file records of state.json. Throws TypeError or RangeError naming `where`. */
export function decodeState(
  encoded: string,
  where: string,
): { state: CheckpointState; files: Record<string, FileRecord> } {
  const object = objectFromJson(encoded, where);
  checkFormat(object.formatVersion, checkpointFormat, where);
  const read = fields(object, where);
  const counters = fields(read('counters', jsonObject), `${where}, counters`);
  const state = {
    step: read('step', count),
    configHash: read('configHash', text),
    counters: {
      rollouts: counters('rollouts', count),
      sampledTokens: counters('sampledTokens', count),
      searchCalls: counters('searchCalls', count),
      seconds: counters('seconds', finite),
    },
    earlyStop: read('earlyStop', json),
    adapted: parseAdapted(object.adapted, `${where}, adapted`),
  };
  const files = Object.entries(read('files', jsonObject)).map(([name, value]): [string, FileRecord] => [
    name,
    decodeFileRecord(value, `${where}, files.${name}`),
  ]);
  return { state, files: Object.fromEntries(files) };
}

/** The adapted values of a checkpoint; none in one from before they existed. Throws TypeError naming `where`. */
export function parseAdapted(stored: Json | undefined, where: string): Adapted {
  if (stored === undefined) return {};
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : null;
  if (!entries?.every(([, value]) => typeof value === 'number'))
    throw new TypeError(`${where}: expected numbers by name, got ${JSON.stringify(stored)}`);
  return Object.fromEntries(entries) as Adapted;
}

export function decodeFileRecord(value: Json, where: string): FileRecord {
  const read = fields(anyObject(value, where), where);
  return { sha256: read('sha256', text), bytes: read('bytes', count) };
}

/** Throws RangeError when a file was written by a newer version than this one reads. */
export function checkFormat(version: unknown, newest: number, where: string): void {
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw new RangeError(`${where}: expected a format version, got ${JSON.stringify(version) ?? 'nothing'}`);
  if ((version as number) > newest)
    throw new RangeError(
      `${where}: expected format version ${newest} or older, got ${version as number} — it was written by a newer IGPO Lab; update this one`,
    );
}
