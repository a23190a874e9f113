/** One writer per run folder: `run.lock` names the process that writes. The lock of a dead process is taken over. */
import { lstatSync } from 'node:fs';
import { hostname } from 'node:os';
import { readText, Unfit } from '../files/read.ts';
import { processStart, processStat } from './process-start.ts';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createIfFree, move, removeTree, touch } from '../files/write.ts';
import { objectFromJson } from '../../shared/util/json.ts';
import { count, fields, text } from '../../shared/util/parser.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start of the process in the system's count; distinguishes it from a later process with the same pid. Empty if
   *  unknown. */
  readonly processStart: string;
  /** ISO 8601, when the lock was taken. */
  readonly since: string;
}

export interface Lock {
  /** Shows other machines that the holder is alive. Throws a sentence when another process has taken the lock. */
  beat(): void;
  release(): void;
}

/** A holder on another machine, whose processes are invisible here, counts as dead after this long without a beat. */
const remoteSilenceMs = 15 * 60_000;

/** Taking a lock takes two system calls; a lock that is incomplete for this long belongs to a process that died between
 *  them. */
const incompleteMs = 5_000;

const lockFile = (folder: string): string => join(folder, 'run.lock');

/** Takes the folder's lock. Throws a sentence naming the holder when another process has it. */
export function takeLock(folder: string, now: () => Date = () => new Date()): Lock {
  const path = lockFile(folder);
  const holder = {
    pid: process.pid,
    host: hostname(),
    processStart: processStart('self') ?? '',
    since: now().toISOString(),
  };
  const own = JSON.stringify({ ...holder, nonce: randomUUID() });
  for (;;) {
    if (createIfFree(folder, path, Buffer.from(own))) break;
    const seen = readLock(path);
    if (seen === null) continue; // released meanwhile
    if (isAlive(seen, path, now())) throw new Error(heldSentence(folder, seen.holder));
    removeStale(folder, path, seen.text);
  }
  return {
    beat: () => {
      const seen = readLock(path);
      if (seen?.text !== own)
        throw new Error(
          seen ? heldSentence(folder, seen.holder) : `run folder ${folder}: its run.lock was deleted — resume the run`,
        );
      touch(folder, path, now());
    },
    release: () => {
      if (readLock(path)?.text === own) removeTree(folder, path);
    },
  };
}

/** Files outside of the folder that taking its lock reads: when this process started, and the one that the lock names,
 *  alive or not. */
export function readForLock(folder: string): string[] {
  const holder = readLockOrNone(lockFile(folder))?.holder;
  return [processStat('self'), ...(holder ? [processStat(holder.pid)] : [])];
}

/** The process that writes to the folder now; null if none does, as where the lock is no file that one could write. */
export function lockHolder(folder: string, now: Date = new Date()): Holder | null {
  const seen = readLockOrNone(lockFile(folder));
  return seen !== null && isAlive(seen, lockFile(folder), now) ? seen.holder : null;
}

/** What is wrong with the folder's lock, as a sentence; null if nothing is. */
export function lockProblem(folder: string): string | null {
  try {
    readLock(lockFile(folder));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const heldSentence = (folder: string, holder: Holder | null): string =>
  holder === null
    ? `run folder ${folder}: expected to be its only writer, got a lock that is being taken — try again`
    : `run folder ${folder}: expected to be its only writer, got process ${holder.pid} on ${holder.host} since ${holder.since} — stop that run first`;

interface Seen {
  readonly text: string;
  /** Null when the text is incomplete: its process is about to write it, or died before it could. */
  readonly holder: Holder | null;
}

function readLockOrNone(path: string): Seen | null {
  try {
    return readLock(path);
  } catch {
    return null; // `lockProblem` says why
  }
}

/** Null without a lock. Throws a sentence for a lock that is no file of a lock's size. */
function readLock(path: string): Seen | null {
  let written: string;
  try {
    written = readText(path, 'lock');
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if ((error instanceof Unfit && error.isMissing) || code === 'ENOENT') return null;
    throw error;
  }
  try {
    const read = fields(objectFromJson(written, path), path);
    const holder = {
      pid: read('pid', count),
      host: read('host', text),
      processStart: read('processStart', text),
      since: read('since', text),
    };
    return { text: written, holder };
  } catch {
    return { text: written, holder: null };
  }
}

function isAlive({ holder }: Seen, path: string, now: Date): boolean {
  const silenceMs = now.getTime() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (holder === null) return silenceMs < incompleteMs;
  if (holder.host !== hostname()) return silenceMs < remoteSilenceMs;
  if (!processExists(holder.pid)) return false;
  const started = processStart(holder.pid);
  return started === null || started === holder.processStart;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes the stale lock that was read. If two processes do so at once, the later may move the new lock of the earlier
 *  one: it notices by the text and puts it back. */
function removeStale(folder: string, path: string, text: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    move(folder, path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readText(aside, 'lock');
  if (moved !== text) createIfFree(folder, path, Buffer.from(moved));
  removeTree(folder, aside);
}
