import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { kinds } from '../../../main/files/kinds.ts';
import { listFolder } from '../../../main/files/list.ts';
import { readText, Unfit } from '../../../main/files/read.ts';
import { tail, wholeLines } from '../../../main/run-folder/tail.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const unix = { skip: process.platform === 'win32' && 'Windows has no FIFOs in folders' };
const refused = (path: string, says: RegExp): void =>
  assert.throws(
    () => readText(path, 'config'),
    (error: Error) => error instanceof Unfit && error.message.startsWith(path) && says.test(error.message),
  );

test('a file is read whole, and one that is missing or a folder is refused in words', (t) => {
  const root = temporaryFolder(t);
  writeFileSync(join(root, 'config'), 'text');
  assert.equal(readText(join(root, 'config'), 'config'), 'text');
  refused(join(root, 'none'), /expected the config of a run, got no such file$/);
  refused(root, /got a folder — remove it, or put the file there$/);
});

test(
  'a pipe, a socket and a device are refused before they are opened, since opening one could wait for ever',
  unix,
  async (t) => {
    const root = temporaryFolder(t);
    execFileSync('mkfifo', [join(root, 'pipe')]);
    refused(join(root, 'pipe'), /got a pipe/);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((done) => server.once('listening', done));
    refused(join(root, 'socket'), /got a socket/);
    server.close();
    refused('/dev/zero', /got a device/);
    assert.throws(() => readText('/dev/zero', 'config', 'follow'), /got a device/);
  },
);

test('a link is refused wherever it leads, but followed to a regular file where a person named it', unix, (t) => {
  const root = temporaryFolder(t);
  writeFileSync(join(root, 'file'), 'text');
  for (const [name, target] of [
    ['to-file', join(root, 'file')],
    ['to-itself', join(root, 'to-itself')],
    ['to-device', '/dev/zero'],
  ] as const) {
    symlinkSync(target, join(root, name));
    refused(join(root, name), /got a link — put the file itself there$/);
  }
  assert.equal(readText(join(root, 'to-file'), 'config', 'follow'), 'text');
  assert.throws(() => readText(join(root, 'to-device'), 'config', 'follow'), /got a device/);
});

test('a file larger than its kind may be is refused before a byte of it is read', (t) => {
  const path = join(temporaryFolder(t), 'config');
  writeFileSync(path, '{}');
  truncateSync(path, 2 ** 34); // as much as it says it has, no buffer could hold
  refused(path, /expected the config of a run of at most 1,048,576 bytes, got 17,179,869,184 — the file is damaged/);
  truncateSync(path, kinds.config.most);
  assert.equal(readText(path, 'config').length, kinds.config.most);
});

test('a file of lines is read piece by piece, up to a line that no run would write', (t) => {
  const path = join(temporaryFolder(t), 'lines');
  const long = 'x'.repeat(2 ** 19); // twice a piece
  writeFileSync(path, `{"a":1}\n${long}\nlast\nhalf`);
  assert.deepEqual(
    [...wholeLines(path)].map(({ text, offset }) => [text.length, offset]),
    [
      [7, 0],
      [long.length, 8],
      [4, 9 + long.length],
    ],
  );
  truncateSync(path, 10 * 2 ** 30);
  const end = 14 + long.length;
  assert.equal(tail(path, 8).next, end, 'zeros after the lines that are there');
  assert.throws(
    () => tail(path, end),
    (error: Error) =>
      error instanceof Unfit && /byte 524302: expected a line of at most 4,194,304 bytes/.test(error.message),
  );
});

test('a folder gives its names up to a limit and says so, and a link or a file is no folder', (t) => {
  const root = temporaryFolder(t);
  for (let i = 0; i < 5; i++) mkdirSync(join(root, 'folder', `${i}`), { recursive: true });
  const folder = join(root, 'folder');
  assert.deepEqual(listFolder(join(root, 'none')), { entries: [], problem: null });
  assert.equal(listFolder(folder, 'refuse', 5).problem, null);
  const cut = listFolder(folder, 'refuse', 4);
  assert.equal(cut.entries.length, 4);
  assert.match(cut.problem!, /expected at most 4 files, got more — the others are not read/);
  writeFileSync(join(root, 'file'), '');
  assert.throws(() => listFolder(join(root, 'file')), /expected a folder, got a file/);
  if (process.platform === 'win32') return;
  symlinkSync(folder, join(root, 'link'));
  assert.throws(() => listFolder(join(root, 'link')), /expected a folder, got a link/);
  assert.equal(listFolder(join(root, 'link'), 'follow').entries.length, 5);
});
