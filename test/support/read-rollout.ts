import { openChunk } from '../../main/run-folder/rollout-reader.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';

/** One rollout of a chunk, by its position. */
export const readRollout = (path: string, n: number): SavedRollout => openChunk(path).rollout(n);
