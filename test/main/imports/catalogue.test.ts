/** What every format of the catalogue must do, and our own one in particular. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importFormats } from '../../../main/imports/index.ts';
import { runFolder } from '../../../main/imports/run-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('no format claims a folder that holds nothing, something else or is not there', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other', 'data.csv'), 'a,b\n');
  for (const { name, recognise } of importFormats)
    for (const one of ['empty', 'other', 'missing', 'other/data.csv'])
      assert.equal(recognise(join(folder, one)), false, `${name}: ${one}`);
});

test('formats have different names', () => {
  assert.equal(new Set(importFormats.map(({ name }) => name)).size, importFormats.length);
});

test('a preview of a run writes nothing and counts its bytes, and the copy leaves the lock behind', async (t) => {
  const folder = temporaryFolder(t);
  const run = join(folder, 'run');
  mkdirSync(join(run, 'rollouts'), { recursive: true });
  writeFileSync(join(run, 'config.json'), '{}');
  writeFileSync(join(run, 'rollouts', 'step-1'), 'abc');
  writeFileSync(join(run, 'run.lock'), 'a process');
  assert.equal(runFolder.recognise(run), true);
  const preview = await runFolder.preview(run);
  assert.deepEqual([preview.runs, preview.bytes, readdirSync(folder)], [[run], 5, ['run']]);
  const target = join(folder, 'copy');
  await preview.write(target);
  assert.deepEqual(readdirSync(target).sort(), ['config.json', 'rollouts']);
  assert.equal(readFileSync(join(target, 'rollouts', 'step-1'), 'utf8'), 'abc');
});

test('a folder with a link in it is refused by the name of the link', async (t) => {
  const run = temporaryFolder(t);
  writeFileSync(join(run, 'config.json'), '{}');
  symlinkSync('/etc/hostname', join(run, 'link'));
  await assert.rejects(runFolder.preview(run), {
    message: `${join(run, 'link')}: expected files and folders only, got a link`,
  });
});
