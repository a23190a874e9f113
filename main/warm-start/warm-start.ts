/** A warm start: a folder with model.json and params.safetensors, the params that a run begins from. No optimizer
 *  state. */
import { checkFormat, checkpointFormat, decodeFileRecord } from '../../shared/record/checkpoint.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { fields, jsonObject, text } from '../../shared/util/parser.ts';
import type { JsonObject } from '../../shared/util/json.ts';
import type { TensorMap } from '../../shared/util/safetensors.ts';
import { loadTensors, saveTensors } from '../run-folder/checkpoint-folder.ts';
import { readText } from '../files/read.ts';
import { makeFolder, removeTree, replaceFile } from '../files/write.ts';
import { warmStartFiles } from './find-warm-start.ts';

export interface WarmStart {
  /** As `shared/models/parse-architecture.ts` reads it. */
  readonly architecture: JsonObject;
  /** Names. A run with another tokenizer or world cannot start from these params. */
  readonly tokenizer: string;
  readonly world: string;
  /** How it was made: the command, the config, the code version, what it scores. */
  readonly provenance: JsonObject;
  readonly params: TensorMap;
}

export interface LoadedWarmStart extends WarmStart {
  /** SHA-256 of params.safetensors, hex. The params behind a name can change. */
  readonly paramsHash: string;
}

/** Writes the folder; model.json last, since it holds the hash of the params. */
export function saveWarmStart(folder: string, { architecture, tokenizer, world, provenance, params }: WarmStart): void {
  const files = warmStartFiles(folder);
  makeFolder(folder, folder);
  removeTree(folder, files.params); // of a warm start that this one replaces
  const record = saveTensors(files.params, params);
  const model = { formatVersion: checkpointFormat, architecture, tokenizer, world, provenance, params: record };
  const text = JSON.stringify(model, null, 2);
  replaceFile(folder, files.model, Buffer.from(`${text}\n`));
}

/** Reads the folder. Throws a sentence if it is missing, damaged or from a newer version. */
export function loadWarmStart(folder: string): LoadedWarmStart {
  const where = `warm start ${folder}`;
  const files = warmStartFiles(folder);
  const object = objectFromJson(readText(files.model, 'warmStart', 'follow'), `${where}/model.json`);
  checkFormat(object.formatVersion, checkpointFormat, `${where}/model.json`);
  const read = fields(object, `${where}/model.json`);
  const record = decodeFileRecord(read('params', jsonObject), `${where}/model.json, params`);
  return {
    architecture: read('architecture', jsonObject),
    tokenizer: read('tokenizer', text),
    world: read('world', text),
    provenance: read('provenance', jsonObject),
    params: loadTensors(files.params, record, `${where}/params.safetensors`, 'follow'),
    paramsHash: record.sha256,
  };
}
