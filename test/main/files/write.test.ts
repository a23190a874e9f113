/** Writing goes where it should: no link below a root is followed, whatever it is called and wherever it leads. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import {
  copyFile,
  createFile,
  createIfFree,
  cutFile,
  makeFolder,
  move,
  openToAppend,
  removeLeftovers,
  removeTree,
  replaceFile,
  touch,
  writeWhole,
} from '../../../main/files/write.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bytes = Buffer.from('ours');
const refused = /expected a file or folder of its own, got a link to .*elsewhere/;

/** A run folder `run`, and a folder `elsewhere` that nothing may change. */
function places(t: TestContext) {
  const root = temporaryFolder(t);
  const [run, elsewhere] = [join(root, 'run'), join(root, 'elsewhere')];
  mkdirSync(run);
  mkdirSync(join(elsewhere, 'step-1'), { recursive: true });
  writeFileSync(join(elsewhere, 'bashrc'), 'theirs');
  writeFileSync(join(elsewhere, 'step-1/params'), 'theirs');
  const untouched = (): void => {
    assert.deepEqual(readdirSync(elsewhere).sort(), ['bashrc', 'step-1']);
    assert.equal(readFileSync(join(elsewhere, 'bashrc'), 'utf8'), 'theirs');
    assert.equal(readFileSync(join(elsewhere, 'step-1/params'), 'utf8'), 'theirs');
  };
  return { run, elsewhere, untouched };
}

test('every change through a linked folder is refused in a sentence and changes nothing', (t) => {
  const { run, elsewhere, untouched } = places(t);
  symlinkSync(elsewhere, join(run, 'checkpoints'));
  const there = (name: string) => join(run, 'checkpoints', name);
  writeFileSync(join(run, 'own'), 'own');
  const changes: Readonly<Record<string, () => void>> = {
    createFile: () => createFile(run, there('new'), bytes),
    createIfFree: () => void createIfFree(run, there('new'), bytes),
    writeWhole: () => writeWhole(run, there('bashrc'), bytes),
    replaceFile: () => replaceFile(run, there('bashrc'), bytes),
    openToAppend: () => void openToAppend(run, there('bashrc')),
    cutFile: () => cutFile(run, there('bashrc'), 0),
    touch: () => touch(run, there('bashrc'), new Date(0)),
    makeFolder: () => makeFolder(run, there('new')),
    moveOut: () => move(run, there('bashrc'), join(run, 'taken')),
    moveIn: () => move(run, join(run, 'own'), there('own')),
    removeTree: () => removeTree(run, there('step-1')),
    removeLeftovers: () => removeLeftovers(run, join(run, 'checkpoints')),
  };
  for (const [name, change] of Object.entries(changes)) assert.throws(change, refused, name);
  untouched();
});

test('a file that is a link is neither appended to, cut nor touched, and a whole new file replaces the link', (t) => {
  const { run, elsewhere, untouched } = places(t);
  const path = join(run, 'metrics.jsonl');
  symlinkSync(join(elsewhere, 'bashrc'), path);
  assert.throws(() => openToAppend(run, path), refused);
  assert.throws(() => cutFile(run, path, 0), refused);
  assert.throws(() => touch(run, path, new Date(0)), refused);
  replaceFile(run, path, bytes);
  assert.ok(lstatSync(path).isFile());
  assert.equal(readFileSync(path, 'utf8'), 'ours');
  untouched();
});

test('a link under a temporary name of any version is not followed', (t) => {
  const { run, elsewhere, untouched } = places(t);
  for (const name of ['.annotation.json.part', 'annotation.json.part', '.annotation.json.0123456789abcdef.part'])
    symlinkSync(join(elsewhere, 'bashrc'), join(run, name));
  replaceFile(run, join(run, 'annotation.json'), bytes);
  assert.equal(readFileSync(join(run, 'annotation.json'), 'utf8'), 'ours');
  removeLeftovers(run, run);
  assert.deepEqual(readdirSync(run).sort(), ['annotation.json', 'annotation.json.part']);
  untouched();
});

test('a dangling link is no free name: nothing is created where it leads', (t) => {
  const { run, elsewhere, untouched } = places(t);
  symlinkSync(join(elsewhere, 'new'), join(run, 'run.lock'));
  assert.throws(() => createIfFree(run, join(run, 'run.lock'), bytes), refused);
  assert.throws(() => openToAppend(run, join(run, 'run.lock')), refused);
  untouched();
});

test('removing a folder leaves alone what links in it lead to, and removing a link removes only the link', (t) => {
  const { run, elsewhere, untouched } = places(t);
  mkdirSync(join(run, 'checkpoints/step-1'), { recursive: true });
  symlinkSync(elsewhere, join(run, 'checkpoints/step-1/more'));
  symlinkSync(elsewhere, join(run, 'linked'));
  removeTree(run, join(run, 'checkpoints'));
  removeTree(run, join(run, 'linked'));
  assert.deepEqual(readdirSync(run), []);
  untouched();
});

test('a file with a second name is not changed in place: a backup would change with it', (t) => {
  const { run } = places(t);
  const path = join(run, 'metrics.jsonl');
  writeFileSync(path, 'one\ntwo\n');
  linkSync(path, join(run, 'backup'));
  assert.throws(() => openToAppend(run, path), /expected a file with one name, got one with 2 \(hard links\)/);
  assert.throws(() => cutFile(run, path, 4), /expected a file with one name/);
  replaceFile(run, path, bytes); // gives the name a file of its own
  assert.equal(readFileSync(join(run, 'backup'), 'utf8'), 'one\ntwo\n');
  assert.equal(readFileSync(path, 'utf8'), 'ours');
});

test(
  'a pipe in place of a file that grows is refused, and not waited for',
  { skip: process.platform === 'win32' && 'Windows has no pipes in folders' },
  (t) => {
    const { run } = places(t);
    const path = join(run, 'metrics.jsonl');
    execFileSync('mkfifo', [path]);
    assert.throws(() => openToAppend(run, path), /metrics\.jsonl: expected a file, got a pipe — remove it/);
    assert.throws(() => cutFile(run, path, 0), /got a pipe/);
  },
);

test('a root that is a link is followed, since a person named it', (t) => {
  const { run, elsewhere } = places(t);
  const root = join(run, 'data');
  symlinkSync(elsewhere, root);
  replaceFile(root, join(root, 'settings.json'), bytes);
  assert.equal(readFileSync(join(elsewhere, 'settings.json'), 'utf8'), 'ours');
});

test('a path outside of its root is an internal error and changes nothing', (t) => {
  const { run, elsewhere, untouched } = places(t);
  assert.throws(() => replaceFile(run, join(run, '../elsewhere/bashrc'), bytes), /internal: .* expected a path in/);
  assert.throws(() => removeTree(run, elsewhere), /internal: .* expected a path in|got one outside/);
  untouched();
});

test('a new file is never written over one that is there, and a copy follows no link', async (t) => {
  const { run, elsewhere, untouched } = places(t);
  writeFileSync(join(run, 'there'), 'there');
  assert.throws(() => createFile(run, join(run, 'there'), bytes), /EEXIST/);
  assert.equal(createIfFree(run, join(run, 'there'), bytes), false);
  symlinkSync(join(elsewhere, 'bashrc'), join(run, 'link'));
  await assert.rejects(copyFile(run, join(run, 'link'), join(run, 'copy')), /ELOOP|link/);
  assert.equal(existsSync(join(run, 'copy')), false);
  await copyFile(run, join(elsewhere, 'bashrc'), join(run, 'copy'));
  assert.equal(readFileSync(join(run, 'copy'), 'utf8'), 'theirs');
  untouched();
});
