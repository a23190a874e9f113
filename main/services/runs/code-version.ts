/** The version of the code that trains, stored with every run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../run-folder/installation.ts';

/** `0.1.0`; in a checkout `0.1.0+1a2b3c4`, with `-dirty` if files differ from that commit. */
export function codeVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const commit = existsSync(join(root, '.git')) ? describeCommit() : null;
  return commit === null ? version : `${version}+${commit}`;
}

/** Null if git is not installed or does not trust the checkout. */
function describeCommit(): string | null {
  try {
    const options = { cwd: root, encoding: 'utf8' as const };
    const args = ['describe', '--always', '--dirty', '--exclude=*'];
    return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
