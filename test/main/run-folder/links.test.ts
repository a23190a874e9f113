/** A received run with links in it is not resumed, and nothing that they lead to is changed. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Journal } from '../../../main/run-folder/journal.ts';
import { configHash, runFiles } from '../../../main/run-folder/run-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const config = { name: 'test', seed: 3, algorithm: { name: 'igpo' } };
const run = { config, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id: 'run-1' };
const options = { tokenizer: 'words-400', now: () => new Date('2026-11-22T10:00:00Z') };

/** A run that stopped after step 4, with a line and a chunk more than its checkpoint has. */
function stoppedRun(t: TestContext) {
  const root = temporaryFolder(t);
  const folder = join(root, 'run');
  const journal = Journal.create(folder, run, options);
  const checkpoint = (step: number) => ({
    ...{ step, configHash: configHash(config), earlyStop: null, adapted: {}, optState: {} },
    ...{ counters: { rollouts: step, sampledTokens: 0, searchCalls: 0, seconds: 0 } },
    params: { w: { shape: [1], data: Float32Array.of(step) } },
  });
  for (const step of [1, 2, 3, 4]) journal.metrics({ step, 'reward/mean': 0.5 });
  journal.checkpoint(checkpoint(4), { retain: 2 });
  journal.metrics({ step: 5, 'reward/mean': 0.5 });
  journal.rollouts(5, []);
  journal.close();
  return { root, folder };
}

/** Every file below a folder with its bytes and the time of its last change. */
const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [
        name,
        `${readFileSync(join(folder, name)).toString('base64')} ${statSync(join(folder, name)).mtimeMs}`,
      ]),
  );

/** Moves a part of the run elsewhere and leaves a link in its place. */
function linkElsewhere(root: string, folder: string, name: string): string {
  const elsewhere = join(root, 'elsewhere', name);
  mkdirSync(join(elsewhere, '..'), { recursive: true });
  cpSync(join(folder, name), elsewhere, { recursive: true });
  rmSync(join(folder, name), { recursive: true });
  symlinkSync(elsewhere, join(folder, name));
  return join(root, 'elsewhere');
}

for (const name of ['checkpoints', 'rollouts', 'metrics.jsonl', 'events.jsonl', 'superseded', 'checkpoints/step-4'])
  test(`a run whose ${name} is a link is not resumed, and what it leads to stays as it is`, (t) => {
    const { root, folder } = stoppedRun(t);
    mkdirSync(join(folder, 'superseded'), { recursive: true });
    const elsewhere = linkElsewhere(root, folder, name);
    const before = contents(elsewhere);
    assert.throws(() => Journal.resume(folder, options), /got a link|expected an intact checkpoint/);
    assert.deepEqual(contents(elsewhere), before);
  });

test('a new run is not begun through links that wait for it', (t) => {
  const root = temporaryFolder(t);
  const [folder, elsewhere] = [join(root, 'run'), join(root, 'elsewhere')];
  mkdirSync(folder);
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'bashrc'), 'theirs');
  const before = contents(elsewhere);
  for (const name of ['run.lock', 'metrics.jsonl', 'events.jsonl', 'rollouts']) {
    symlinkSync(name === 'rollouts' ? elsewhere : join(elsewhere, 'bashrc'), join(folder, name));
    assert.throws(() => Journal.create(folder, run, options), /got a link/, name);
    assert.deepEqual(contents(elsewhere), before, name);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  }
  symlinkSync(join(elsewhere, 'bashrc'), join(folder, '.config.json.part'));
  Journal.create(folder, run, options).close();
  assert.ok(statSync(runFiles(folder).config).isFile());
  assert.deepEqual(contents(elsewhere), before);
});

test('a new run is not begun over parts of a record that somebody left in its folder', (t) => {
  for (const part of [
    'metrics.jsonl',
    'events.jsonl',
    'retrievals.jsonl',
    'checkpoints/step-4/state.json',
    'superseded/x',
    'rollouts/step-000001.rollouts',
  ]) {
    const folder = join(temporaryFolder(t), 'run');
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    writeFileSync(join(folder, part), '{}\n');
    const before = contents(folder);
    assert.throws(
      () => Journal.create(folder, run, options),
      /run folder .*run: expected an empty folder, got one with /,
    );
    assert.deepEqual(contents(folder), before);
  }
});
