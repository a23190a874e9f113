/** Keeps the chunks that were opened last: all requests about one rollout (itself, its group, tree and credit) then
 *  decode it once. */
import { fileStamp } from '../../files/read.ts';
import { openChunk } from '../../run-folder/rollout-reader.ts';
import type { OpenChunk } from '../../run-folder/rollout-reader.ts';

/** Opens the chunk at a path, which must exist. */
export type OpenChunks = (path: string) => OpenChunk;

/** As many as are shown side by side. */
const most = 2;

export function createOpenChunks(): OpenChunks {
  const opened = new Map<string, { readonly version: string; readonly chunk: OpenChunk }>();
  return (path) => {
    const version = fileStamp(path); // a run that was resumed writes the chunk of a step anew
    const known = opened.get(path);
    const one = known?.version === version ? known : { version, chunk: openChunk(path) };
    opened.delete(path);
    opened.set(path, one);
    for (const oldest of opened.keys()) if (opened.size > most) opened.delete(oldest);
    return one.chunk;
  };
}
