/** What a training process may reach: its run, its warm start, the installation, and nothing else of the person's. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { forkFile } from '../../../main/processes/own-process.ts';
import { childEnvironment } from '../../../main/processes/permissions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const support = join(import.meta.dirname, '../../support');

/** A child that reaches `run` of a folder, and `ask`, which gives the end of one try. */
function curiousChild(t: TestContext) {
  const folder = temporaryFolder(t);
  const run = join(folder, 'run');
  mkdirSync(run);
  writeFileSync(join(folder, 'secret'), 'of the person');
  let answered: (end: unknown) => void = () => undefined;
  const child = forkFile(join(support, 'curious-child.ts'), [], (end) => answered(end), {
    read: [support],
    write: [run],
  });
  t.after(() => child.kill());
  const ask = (action: string, what: string): Promise<unknown> =>
    new Promise((done) => {
      answered = done;
      child.send([action, what]);
    });
  return { folder, run, ask };
}

test('a child process writes, reads and flushes in its own folder', async (t) => {
  const { run, ask } = curiousChild(t);
  const file = join(run, 'metrics.jsonl');
  assert.equal(await ask('write', file), 'done');
  assert.equal(await ask('read', file), 'done');
  assert.equal(await ask('sync', file), 'done');
  assert.equal(await ask('sync', run), 'done');
  assert.equal(readFileSync(file, 'utf8'), 'written');
});

test('a child process can neither read nor write a file beside its folder, nor start a program', async (t) => {
  const { folder, ask } = curiousChild(t);
  assert.equal(await ask('read', join(folder, 'secret')), 'ERR_ACCESS_DENIED');
  assert.equal(await ask('write', join(folder, 'secret')), 'ERR_ACCESS_DENIED');
  assert.equal(await ask('write', join(folder, 'new')), 'ERR_ACCESS_DENIED');
  assert.equal(await ask('run', process.execPath), 'ERR_ACCESS_DENIED');
  assert.equal(readFileSync(join(folder, 'secret'), 'utf8'), 'of the person');
  assert.equal(existsSync(join(folder, 'new')), false);
});

test('a file that cannot be flushed is refused with a sentence, and so is one outside of the folder', async (t) => {
  const { folder, run, ask } = curiousChild(t);
  assert.match(String(await ask('sync', join(run, 'none'))), /^ENOENT/);
  assert.match(String(await ask('sync', join(folder, 'secret'))), /secret: expected a path in .*run to flush/);
  assert.equal(await ask('sync', run), 'done'); // the pipe goes on after an error
});

test('a child process gets no variable but those of its place, language and devices', async (t) => {
  process.env.IGPO_PLANTED_KEY = 'sk-planted';
  t.after(() => delete process.env.IGPO_PLANTED_KEY);
  const { ask } = curiousChild(t);
  assert.equal(await ask('variable', 'IGPO_PLANTED_KEY'), 'done');
  assert.deepEqual(childEnvironment({ PATH: '/bin', HF_TOKEN: 'hf_x', CUDA_VISIBLE_DEVICES: '1', LC_ALL: 'C' }), {
    ...{ PATH: '/bin', CUDA_VISIBLE_DEVICES: '1', LC_ALL: 'C' },
  });
});
