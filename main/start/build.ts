/** Builds the window if a source is newer than the last build. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { print } from '../terminal/print.ts';
import { root } from '../run-folder/installation.ts';

const sources = ['main', 'renderer', 'shared', 'package-lock.json', 'vite.config.ts', 'esbuild.config.ts'];
const built = ['dist/renderer/index.html', 'dist/main/index.js'];

export function buildWhenStale(): void {
  if (!isStale(root)) return;
  print('Building the window …');
  const { status } = spawnSync('npm run --silent build', { cwd: root, shell: true, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm run build: expected it to succeed — see what it wrote above');
}

/** Whether a part is missing or older than the newest source. */
export function isStale(folder: string): boolean {
  const oldest = Math.min(...built.map((file) => changed(join(folder, file))));
  return sources.some((source) => newest(join(folder, source)) > oldest);
}

/** When a file was last written, ms; −∞ if it is missing. */
const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;

const newest = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(changed(path), ...readdirSync(path).map((name) => newest(join(path, name))))
    : changed(path);
