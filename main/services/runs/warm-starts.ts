/** The shipped warm starts, as the setup offers them. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WarmStartView } from '../../../shared/ipc/app-views.ts';
import { isObject, objectFromJson } from '../../../shared/util/json.ts';
import { count, fields, text } from '../../../shared/util/parser.ts';
import type { Json, JsonObject } from '../../../shared/util/json.ts';
import { namesIn } from '../../files/list.ts';
import { bytesFrom, readText, withFile } from '../../files/read.ts';
import { warmStartFiles } from '../../warm-start/find-warm-start.ts';
import { warmStartsFolder } from '../../run-folder/installation.ts';

export const warmStarts = (folder: string = warmStartsFolder): WarmStartView[] =>
  namesIn(folder, 'follow')
    .filter((name) => existsSync(warmStartFiles(join(folder, name)).model))
    .map((name) => {
      const { model, params } = warmStartFiles(join(folder, name));
      const { size } = statSync(params);
      const record = objectFromJson(readText(model, 'warmStart', 'follow'), model);
      const { width, layers, heads } = parseArchitecture(record.architecture, `${model}.architecture`);
      return {
        name,
        parameters: (size - headerBytes(params)) / Float32Array.BYTES_PER_ELEMENT,
        bytes: size,
        worlds: fields(record, model)('world', text).split('+'),
        success: successOf(record),
        architecture: { width, layers, heads },
      };
    });

const parseArchitecture = (value: Json | undefined, where: string) => ({
  width: count(isObject(value) ? value.width : undefined, `${where}.width`),
  layers: count(isObject(value) ? value.layers : undefined, `${where}.layers`),
  heads: count(isObject(value) ? value.heads : undefined, `${where}.heads`),
});

/** Success by world from the check of the warm start; empty if it was made without a check. */
function successOf({ provenance }: JsonObject): WarmStartView['success'] {
  const figures = isObject(provenance) && Array.isArray(provenance.figures) ? provenance.figures : [];
  return figures
    .filter(isObject)
    .flatMap(({ world, success }) =>
      typeof world === 'string' && typeof success === 'number' ? [{ world, share: success }] : [],
    );
}

/** Bytes before the tensors of a safetensors file: the header's length as little-endian uint64, then the header. */
const headerBytes = (path: string): number =>
  withFile(path, 'a tensor file', (file) => 8 + Number(bytesFrom(file, 0, 8).readBigUInt64LE()), 'follow');
