/** Waits until what was written is on the disk itself. A process under Node's permission model has no fsync, so its
 *  host does it: an fsync through any handle of a file flushes the file. The two talk over a pipe of their own, one
 *  line each way, since the writer has to wait. */
import { closeSync, constants, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Duplex } from 'node:stream';

/** File descriptor of the pipe in the child. */
export const syncPipe = 4;

/** Waits for a file or a folder. A folder holds the names of its files: without it a renamed file can be gone after a
 *  power cut. */
export function syncToDisk(path: string): void {
  if (isRestricted()) return askHost(path);
  const fd = openSync(path, toSync);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A pipe in place of a file is not waited for. Windows has no such flag. */
const toSync = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

const isRestricted = (): boolean => 'permission' in process && process.permission !== undefined;

function askHost(path: string): void {
  writeSync(syncPipe, `${JSON.stringify(path)}\n`);
  const said = readLine();
  if (said !== '') throw new Error(said);
}

function readLine(): string {
  const bytes = Buffer.alloc(4096);
  let line = '';
  do {
    const read = readSync(syncPipe, bytes);
    if (read === 0) return ''; // the host is gone: its session ends after this step
    line += bytes.toString('utf8', 0, read);
  } while (!line.endsWith('\n'));
  return line.slice(0, -1);
}

/** Answers a child's requests for as long as it lives. Only what lies in `folders` is opened. */
export function serveSyncs(pipe: Duplex, folders: readonly string[]): void {
  let asked = '';
  pipe.setEncoding('utf8');
  pipe.on('data', (text: string) => {
    asked += text;
    const end = asked.indexOf('\n');
    if (end < 0) return;
    const line = asked.slice(0, end);
    asked = asked.slice(end + 1);
    void sync(line, folders).then((said) => pipe.write(`${said}\n`));
  });
  pipe.on('error', () => pipe.destroy()); // the child ended while it was answered
}

/** Empty, or why not. */
async function sync(line: string, folders: readonly string[]): Promise<string> {
  try {
    const path = await realpath(String(JSON.parse(line)));
    const real = await Promise.all(folders.map((folder) => realpath(folder)));
    if (!real.some((folder) => path === folder || path.startsWith(folder + sep)))
      return `${path}: expected a path in ${real.join(', ')} to flush, got one outside`;
    const file = await open(path, toSync);
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll('\n', ' ');
  }
}
