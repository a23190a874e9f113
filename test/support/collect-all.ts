import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { collectRun } from './collect-run.ts';
import type { Store } from '../../main/store/open.ts';
import { runFiles } from '../../main/run-folder/run-folder.ts';

/** Collects every run folder directly inside a folder. Returns a sentence for each one that cannot be read; the
 *  others are collected all the same. */
export function collectAll(store: Store, root: string): string[] {
  const problems: string[] = [];
  for (const name of readdirSync(root).sort()) {
    if (!existsSync(runFiles(join(root, name)).config)) continue;
    try {
      collectRun(store, join(root, name));
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return problems;
}
