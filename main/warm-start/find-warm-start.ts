/** Finds the folder of a warm start that a config names: a shipped one by name, any other by its path. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { suggestion } from '../../shared/util/text.ts';
import { namesIn } from '../files/list.ts';
import { warmStartsFolder } from '../run-folder/installation.ts';

/** The folder that a config's checkpoint means, whether it is there or not; a name with a slash is a path. */
export const warmStartFolder = (checkpoint: string): string =>
  isPath(checkpoint) ? resolve(checkpoint) : join(warmStartsFolder, checkpoint);

/** The files of a warm start: its description and its params. */
export const warmStartFiles = (folder: string) => ({
  model: join(folder, 'model.json'),
  params: join(folder, 'params.safetensors'),
});

const isPath = (checkpoint: string): boolean => isAbsolute(checkpoint) || /[\\/]/.test(checkpoint);

/** The same. Throws RangeError if there is no warm start. */
export function findWarmStart(checkpoint: string): string {
  const folder = warmStartFolder(checkpoint);
  if (existsSync(warmStartFiles(folder).model)) return folder;
  throw new RangeError(
    isPath(checkpoint)
      ? `config.model.checkpoint: expected the folder of a warm start, got ${checkpoint}, which has no model.json`
      : `config.model.checkpoint: unknown checkpoint ${checkpoint}${hint(checkpoint, shippedNames())}`,
  );
}

/** Empty in a checkout without warm starts. */
const shippedNames = (): string[] =>
  namesIn(warmStartsFolder, 'follow').filter((name) => existsSync(warmStartFiles(join(warmStartsFolder, name)).model));

const hint = (checkpoint: string, names: readonly string[]): string =>
  names.length === 0 ? ' — none is shipped with this version; give the path of one' : suggestion(checkpoint, names);
