import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockHolder, takeLock } from '../../../main/run-folder/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';

/** Starts a process that takes the lock; resolves with the process and the line that it prints. */
async function contender(folder: string): Promise<[ChildProcess, string]> {
  const script = join(import.meta.dirname, '..', '..', 'support', 'hold-lock.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return [child, line.toString().trim()];
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

test('a second process learns who holds the lock, and takes it over once the holder is killed', async (t) => {
  const folder = temporaryFolder(t);
  const [holder, said] = await contender(folder);
  t.after(() => kill(holder));
  assert.equal(said, 'holds the lock');
  assert.equal(lockHolder(folder)?.pid, holder.pid);
  assert.throws(
    () => takeLock(folder),
    (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^run folder ${folder}: expected to be its only writer, got process ${holder.pid} on `),
      );
      return error.message.endsWith('Z — stop that run first');
    },
  );
  const [other, refusal] = await contender(folder);
  t.after(() => kill(other));
  assert.match(refusal, /^run folder .*: expected to be its only writer, got process \d+ on /);
  await kill(holder);
  assert.equal(lockHolder(folder), null);
  const lock = takeLock(folder);
  assert.equal(lockHolder(folder)?.pid, process.pid);
  lock.release();
  assert.deepEqual(readdirSync(folder), []);
});

test('a holder that was killed counts as dead even while its parent has not noticed', async (t) => {
  if (!existsSync('/proc/self/stat')) return t.skip('needs /proc');
  const folder = temporaryFolder(t);
  const script = join(import.meta.dirname, '..', '..', 'support', 'hold-lock.ts');
  // After exec the parent is a sleep, which never waits for its child.
  const parent = spawn('sh', ['-c', '"$0" "$1" "$2" & exec sleep 60', process.execPath, script, folder]);
  t.after(() => kill(parent));
  await once(parent.stdout, 'data');
  const { pid } = lockHolder(folder)!;
  process.kill(pid, 'SIGKILL');
  await until(() => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')), 'the killed holder to be a zombie');
  assert.equal(lockHolder(folder), null);
});

test('of many processes that find a stale lock at once, one takes it', async (t) => {
  const folder = temporaryFolder(t);
  const [dead] = await contender(folder);
  await kill(dead);
  const contenders = await Promise.all(Array.from({ length: 4 }, () => contender(folder)));
  t.after(() => Promise.all(contenders.map(([child]) => kill(child))));
  const winners = contenders.filter(([, said]) => said === 'holds the lock');
  assert.equal(winners.length, 1, contenders.map(([, said]) => said).join('\n'));
  assert.equal(lockHolder(folder)?.pid, winners[0][0].pid);
});

const path = (folder: string) => join(folder, 'run.lock');
const holder = { pid: process.pid, host: hostname(), processStart: 'another time', since: '2026-01-01T00:00:00.000Z' };

test('a lock whose pid now belongs to another process is stale', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path(folder), JSON.stringify(holder));
  assert.equal(lockHolder(folder), null);
  takeLock(folder).release();
});

test('a lock from another machine holds while it beats and for 15 minutes after', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path(folder), JSON.stringify({ ...holder, host: 'elsewhere' }));
  const beat = new Date('2026-01-01T12:00:00Z');
  utimesSync(path(folder), beat, beat);
  assert.equal(lockHolder(folder, new Date('2026-01-01T12:14:59Z'))?.host, 'elsewhere');
  assert.throws(() => takeLock(folder, () => new Date('2026-01-01T12:14:59Z')), /got process \d+ on elsewhere since/);
  const lock = takeLock(folder, () => new Date('2026-01-01T12:15:01Z'));
  assert.equal(lockHolder(folder)?.host, hostname());
  lock.release();
});

test('a lock that its process died writing is waited for, then taken over', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path(folder), '{"pid": 1');
  const written = new Date('2026-01-01T12:00:00Z');
  utimesSync(path(folder), written, written);
  const at = (second: number) => () => new Date(written.getTime() + 1000 * second);
  assert.throws(() => takeLock(folder, at(4)), /got a lock that is being taken — try again$/);
  takeLock(folder, at(6)).release();
});

test('a holder that lost its lock learns it at the next beat, and does not remove its successor’s', (t) => {
  const folder = temporaryFolder(t);
  const first = takeLock(folder);
  first.beat();
  rmSync(path(folder));
  assert.throws(() => first.beat(), { message: `run folder ${folder}: its run.lock was deleted — resume the run` });
  const second = takeLock(folder);
  assert.throws(() => first.beat(), /expected to be its only writer, got process/);
  const text = readFileSync(path(folder), 'utf8');
  first.release();
  assert.equal(readFileSync(path(folder), 'utf8'), text);
  second.release();
  assert.equal(existsSync(path(folder)), false);
});
