/** Checkpoints on disk: `checkpoints/step-N/` with params.safetensors, optimizer.safetensors and state.json. A folder
 *  appears under its name only when complete and on disk; a reader trusts only what matches state.json's checksums. */
import { existsSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { decodeState, encodeState } from '../../shared/record/checkpoint.ts';
import type { Checkpoint, FileRecord } from '../../shared/record/checkpoint.ts';
import { decodeTensorMap, encodeSafetensors } from '../../shared/util/safetensors.ts';
import type { TensorMap } from '../../shared/util/safetensors.ts';
import { grouped } from '../../shared/util/text.ts';
import { listFolder } from '../files/list.ts';
import { bytesFrom, readText, withFile } from '../files/read.ts';
import { kinds } from '../files/kinds.ts';
import type { Links, OpenFile } from '../files/read.ts';
import { sha256 } from './disk.ts';
import { refuseLinks } from '../files/own.ts';
import { syncToDisk } from '../files/sync.ts';
import {
  createFile,
  makeFolder,
  move,
  removeLeftovers,
  removeTree,
  replaceFile,
  temporaryName,
} from '../files/write.ts';
import type { Write } from '../files/write.ts';

const checkpointsFolder = (runFolder: string): string => join(runFolder, 'checkpoints');
export const checkpointFolder = (runFolder: string, step: number): string =>
  join(checkpointsFolder(runFolder), `step-${step}`);

/** Writes one checkpoint and returns its folder. `keep` exempts it from retention for good. A step's checkpoint is
 *  written once: an intact one stays as it is. If the disk refuses, nothing of the new one is left. */
export function saveCheckpoint(runFolder: string, checkpoint: Checkpoint, keep = false, write?: Write): string {
  const folder = checkpointFolder(runFolder, checkpoint.step);
  if (!isIntact(folder, checkpoint.configHash)) {
    const temporary = temporaryName(folder);
    makeFolder(runFolder, checkpointsFolder(runFolder));
    removeLeftovers(runFolder, checkpointsFolder(runFolder));
    makeFolder(runFolder, temporary);
    try {
      writeCheckpoint(temporary, checkpoint, write);
    } catch (error) {
      removeTree(runFolder, temporary);
      throw error;
    }
    removeTree(runFolder, folder);
    move(runFolder, temporary, folder);
    syncToDisk(checkpointsFolder(runFolder));
  }
  if (keep) keepCheckpoint(runFolder, checkpoint.step);
  return folder;
}

function writeCheckpoint(folder: string, checkpoint: Checkpoint, write?: Write): void {
  const files = {
    'params.safetensors': saveTensors(join(folder, 'params.safetensors'), checkpoint.params, write),
    'optimizer.safetensors': saveTensors(join(folder, 'optimizer.safetensors'), checkpoint.optState, write),
  };
  writeDurable(folder, join(folder, 'state.json'), Buffer.from(encodeState(checkpoint, files)), write);
  syncToDisk(folder);
}

function isIntact(folder: string, configHash: string): boolean {
  if (!existsSync(folder)) return false;
  try {
    loadCheckpoint(folder, configHash);
    return true;
  } catch {
    return false; // damaged in some way, and about to be replaced
  }
}

/** Reads one checkpoint. Throws a sentence when it is damaged, from a newer version, or, if `configHash` is given,
 *  when it was written for another config. */
export function loadCheckpoint(folder: string, configHash?: string): Checkpoint {
  const where = `checkpoint ${folder}`;
  const path = join(folder, 'state.json');
  const { state, files } = decodeState(readText(path, 'checkpointState'), `${where}/state.json`);
  if (configHash !== undefined && state.configHash !== configHash)
    throw new RangeError(
      `${where}: written for config ${state.configHash.slice(0, 8)}, this run is ${configHash.slice(0, 8)} — start a new run or load with the old config`,
    );
  const tensors = (name: string): TensorMap => {
    const record = files[name];
    if (!record) throw new RangeError(`${where}/state.json: expected a record of ${name}, got none`);
    return loadTensors(join(folder, name), record, `${where}/${name}`);
  };
  return { ...state, params: tensors('params.safetensors'), optState: tensors('optimizer.safetensors') };
}

/** The newest intact checkpoint, null if there is none, and one sentence for each newer one that was skipped as
 *  damaged. Throws when checkpoints exist but none is intact: starting over silently would hide the loss. */
export function latestCheckpoint(
  runFolder: string,
  configHash?: string,
): { checkpoint: Checkpoint | null; damaged: string[] } {
  const damaged: string[] = [];
  for (const step of checkpointSteps(runFolder).reverse())
    try {
      refuseLinks(runFolder, checkpointFolder(runFolder, step));
      return { checkpoint: loadCheckpoint(checkpointFolder(runFolder, step), configHash), damaged };
    } catch (error) {
      damaged.push((error as Error).message);
    }
  if (damaged.length > 0)
    throw new Error(
      `run folder ${runFolder}: expected an intact checkpoint, got ${damaged.length} that cannot be used — start a new run. ${damaged.join('. ')}`,
    );
  return { checkpoint: null, damaged };
}

/** Steps that have a checkpoint folder, ascending; damaged ones included. Throws a sentence if `checkpoints` is no
 *  folder. */
export function checkpointSteps(runFolder: string): number[] {
  return listFolder(checkpointsFolder(runFolder))
    .entries.map(({ name }) => /^step-(\d{1,15})$/.exec(name))
    .filter((match) => match !== null)
    .map((match) => Number(match[1]))
    .sort((a, b) => a - b);
}

/** Exempts a checkpoint from retention. */
export function keepCheckpoint(runFolder: string, step: number): void {
  replaceFile(runFolder, join(checkpointFolder(runFolder, step), keepMark), new Uint8Array());
}

/** Deletes all but the last n checkpoints and those kept explicitly. Returns the deleted steps. */
export function retainCheckpoints(runFolder: string, n: number): number[] {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`retainCheckpoints: expected n ≥ 1, got ${n}`);
  const old = checkpointSteps(runFolder)
    .slice(0, -n)
    .filter((step) => !existsSync(join(checkpointFolder(runFolder, step), keepMark)));
  for (const step of old) removeTree(runFolder, checkpointFolder(runFolder, step));
  return old;
}

const keepMark = 'keep';

function writeDurable(folder: string, path: string, bytes: Uint8Array, write?: Write): void {
  createFile(folder, path, bytes, { ...(write && { write }) });
  syncToDisk(path);
}

/** Writes a new tensor file; returns the record by which it is trusted later. */
export function saveTensors(path: string, tensors: TensorMap, write?: Write): FileRecord {
  const bytes = encodeSafetensors(tensors);
  writeDurable(dirname(path), path, bytes, write);
  return { sha256: sha256(bytes), bytes: bytes.length };
}

/** Reads a tensor file that must be exactly what `record` describes. Its size is compared before a byte is read. */
export function loadTensors(path: string, record: FileRecord, where: string, links?: Links): TensorMap {
  const { what } = kinds.tensors;
  const most = Math.min(record.bytes, kinds.tensors.most);
  const read = (file: OpenFile): Buffer => {
    if (file.size === most && file.size === record.bytes) return bytesFrom(file, 0, file.size);
    throw new RangeError(
      `${where}: expected ${grouped(most)} bytes of data, got ${grouped(file.size)} — the file is ${file.size < record.bytes ? 'truncated' : 'damaged'}; copy it again or use another checkpoint`,
    );
  };
  const bytes = withFile(path, what, read, links);
  const got = sha256(bytes);
  if (got !== record.sha256)
    throw new RangeError(
      `${where}: expected SHA-256 ${record.sha256.slice(0, 8)}…, got ${got.slice(0, 8)}… — the file is damaged; copy it again or use another checkpoint`,
    );
  return decodeTensorMap(bytes, where);
}
