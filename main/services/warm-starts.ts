/** The warm starts that are shipped, as the setup offers them. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WarmStartView } from '../../shared/ipc/app-views.ts';
import { fields, parseObject } from '../../shared/util/json.ts';
import { readText } from '../trainer/disk.ts';
import { warmStartsFolder } from '../trainer/installation.ts';

export const warmStarts = (folder: string = warmStartsFolder): WarmStartView[] =>
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'model.json')))
    .sort()
    .map((name) => {
      const model = join(folder, name, 'model.json');
      const params = join(folder, name, 'params.safetensors');
      const { size } = statSync(params);
      return {
        name,
        parameters: (size - headerBytes(params)) / Float32Array.BYTES_PER_ELEMENT,
        bytes: size,
        worlds: fields(parseObject(readText(model, 'a warm start'), model), model)
          .string('world')
          .split('+'),
      };
    });

/** Of a safetensors file: its length, little-endian uint64, then the header itself. */
function headerBytes(path: string): number {
  const fd = openSync(path, 'r');
  try {
    const length = Buffer.alloc(8);
    readSync(fd, length, 0, 8, 0);
    return 8 + Number(length.readBigUInt64LE());
  } finally {
    closeSync(fd);
  }
}
