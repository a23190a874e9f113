import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Journal } from '../../../main/run-folder/journal.ts';
import type { JournalOptions } from '../../../main/run-folder/journal.ts';
import { configHash, readManifest } from '../../../main/run-folder/run-folder.ts';
import type { Checkpoint } from '../../../shared/record/checkpoint.ts';
import { stream } from '../../../shared/util/rng.ts';
import { diskWithSpace } from '../../support/full-disk.ts';
import { randomRollouts } from '../../support/random-rollouts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const config = { name: 'test', seed: 3, algorithm: { name: 'igpo' } };
const run = { config, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id: 'run-1' };
const options: JournalOptions = { tokenizer: 'words-400', now: () => new Date('2026-11-22T10:00:00Z') };

const checkpoint = (step: number): Checkpoint => ({
  step,
  configHash: configHash(config),
  counters: { rollouts: step, sampledTokens: 0, searchCalls: 0, seconds: 0 },
  earlyStop: null,
  adapted: {},
  params: { w: { shape: [1], data: Float32Array.of(step) } },
  optState: {},
});

/** What a training step journals, the same whenever it is run. */
function step(journal: Journal, n: number): void {
  journal.metrics({ step: n, 'reward/mean': stream(3, 'metrics', n).next(), 'loss/total': n % 3 === 0 ? NaN : 1 / n });
  journal.rollouts(
    n,
    randomRollouts(stream(3, 'rollouts', n), {
      step: n,
      groups: 2,
      groupSize: 2,
      turns: 3,
      promptLength: 9,
      vocabularySize: 400,
    }),
  );
}

function train(journal: Journal, from: number, to: number): void {
  for (let n = from; n <= to; n++) {
    step(journal, n);
    if (n % 4 === 0) journal.checkpoint(checkpoint(n), { retain: 2 });
  }
}

/** The files that a resume must restore, as bytes. */
function record(folder: string): Record<string, string> {
  const names = ['metrics.jsonl', ...readdirSync(join(folder, 'rollouts')).map((name) => join('rollouts', name))];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

const events = (folder: string): Record<string, unknown>[] =>
  readFileSync(join(folder, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** As a killed process leaves it: nothing closed, the lock still there, held by nobody. */
function abandon(folder: string): void {
  const path = join(folder, 'run.lock');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"processStart":"\d*"/, '"processStart":"dead"'));
}

function uninterrupted(folder: string): Record<string, string> {
  const journal = Journal.create(folder, run, options);
  train(journal, 1, 10);
  journal.close();
  return record(folder);
}

test('a new run folder holds the config, its hash and the start; NaN is stored as null', (t) => {
  const folder = join(temporaryFolder(t), 'runs', 'a');
  const journal = Journal.create(folder, run, options);
  step(journal, 3);
  journal.event('evaluation', { step: 3, note: 'a\nnote' });
  journal.close();
  assert.deepEqual(readManifest(folder), {
    ...run,
    configHash: configHash(config),
    created: '2026-11-22T10:00:00.000Z',
  });
  const line = JSON.parse(readFileSync(join(folder, 'metrics.jsonl'), 'utf8')) as Record<string, unknown>;
  assert.deepEqual([line.step, line['loss/total']], [3, null]);
  assert.deepEqual(
    events(folder).map(({ kind, note }) => [kind, note]),
    [
      ['started', undefined],
      ['evaluation', 'a\nnote'],
    ],
  );
  assert.equal(existsSync(join(folder, 'run.lock')), false);
  assert.throws(() => Journal.create(folder, run, options), /expected an empty folder, got one that holds a run/);
});

test('the config hash does not depend on the order of keys, and on every value', () => {
  assert.equal(configHash({ b: { y: 1, x: [2] }, a: 0 }), configHash({ a: 0, b: { x: [2], y: 1 } }));
  assert.notEqual(configHash(config), configHash({ ...config, seed: 4 }));
});

test('interrupted anywhere and resumed, a run leaves the same metrics and rollouts as uninterrupted', (t) => {
  const root = temporaryFolder(t);
  const wanted = uninterrupted(join(root, 'whole'));
  for (let last = 0; last <= 10; last++) {
    const folder = join(root, `cut-${last}`);
    train(Journal.create(folder, run, options), 1, last);
    abandon(folder);
    const before = record(folder);
    const { journal, checkpoint: found } = Journal.resume(folder, options);
    const from = Math.floor(last / 4) * 4;
    assert.equal(found?.step ?? 0, from);
    const moved = existsSync(join(folder, 'superseded')) ? readdirSync(join(folder, 'superseded')) : [];
    const steps = last - from; // each leaves a chunk, and together the end of metrics.jsonl
    assert.equal(moved.length, steps === 0 ? 0 : steps + 1, moved.join());
    const tail = moved
      .filter((name) => name.endsWith('metrics.jsonl'))
      .map((name) => readFileSync(join(folder, 'superseded', name)));
    const kept = readFileSync(join(folder, 'metrics.jsonl'));
    assert.equal(Buffer.concat([kept, ...tail]).toString('base64'), before['metrics.jsonl'], 'no byte is lost');
    train(journal, from + 1, 10);
    journal.close();
    assert.deepEqual(record(folder), wanted, `after step ${last}`);
  }
});

test('killed in the middle of a write at any byte, the half line is moved aside and the event says so', (t) => {
  const root = temporaryFolder(t);
  const wanted = uninterrupted(join(root, 'whole'));
  const line = '{"step":6,"reward/mean":0.5}\n';
  for (const length of [1, 10, line.length - 1]) {
    const folder = join(root, `cut-${length}`);
    train(Journal.create(folder, run, options), 1, 4);
    abandon(folder);
    appendFileSync(join(folder, 'metrics.jsonl'), line.slice(0, length));
    appendFileSync(join(folder, 'events.jsonl'), '{"time":"2026');
    writeFileSync(join(folder, 'rollouts', 'step-000005.rollouts.part'), 'IGPO ro');
    writeFileSync(join(folder, 'rollouts', '.step-000005.rollouts.0123456789abcdef.part'), 'IGPO ro');
    mkdirSync(join(folder, 'checkpoints', '.incomplete'), { recursive: true });
    const { journal } = Journal.resume(folder, options);
    train(journal, 5, 10);
    journal.close();
    assert.deepEqual(record(folder), wanted);
    const aside = 'superseded/2026-11-22T10-00-00.000Z-';
    assert.deepEqual(events(folder)[2], {
      time: '2026-11-22T10:00:00.000Z',
      kind: 'resumed',
      step: 4,
      superseded: [
        { file: `${aside}events.jsonl`, bytes: 13, halfLine: true },
        { file: `${aside}metrics.jsonl`, bytes: length, halfLine: true },
      ],
      damaged: [],
    });
    assert.equal(readFileSync(join(folder, `${aside}metrics.jsonl`), 'utf8'), line.slice(0, length));
  }
});

test('a damaged checkpoint is passed over for the one before, set aside and named', (t) => {
  const root = temporaryFolder(t);
  const wanted = uninterrupted(join(root, 'whole'));
  const folder = join(root, 'damaged');
  train(Journal.create(folder, run, options), 1, 9);
  abandon(folder);
  truncateSync(join(folder, 'checkpoints', 'step-8', 'params.safetensors'), 50);
  const { journal, checkpoint: found } = Journal.resume(folder, options);
  assert.equal(found?.step, 4);
  train(journal, 5, 10);
  journal.close();
  assert.deepEqual(record(folder), wanted);
  const resumed = events(folder).find(({ kind }) => kind === 'resumed')!;
  assert.match((resumed.damaged as string[])[0], /step-8\/params\.safetensors: expected \d+ bytes of data, got 50 — /);
  assert.ok(readdirSync(join(folder, 'superseded')).some((name) => name.endsWith('-step-8')));
});

test('a run resumed twice at the same instant keeps both tails', (t) => {
  const folder = join(temporaryFolder(t), 'a');
  train(Journal.create(folder, run, options), 1, 5);
  abandon(folder);
  train(Journal.resume(folder, options).journal, 5, 6);
  abandon(folder);
  Journal.resume(folder, options).journal.close();
  const names = readdirSync(join(folder, 'superseded')).filter((name) => name.includes('metrics'));
  assert.equal(names.length, 2);
});

test('a full disk stops the run in words, and with room again it resumes as if nothing had happened', (t) => {
  const root = temporaryFolder(t);
  const wanted = uninterrupted(join(root, 'whole'));
  let failures = 0;
  for (let space = 400; space < 40_000; space += 1733) {
    const folder = join(root, `space-${space}`);
    const full = Journal.create(folder, run, { ...options, write: diskWithSpace(space) });
    try {
      train(full, 1, 10);
    } catch (error) {
      failures++;
      assert.match(
        (error as Error).message,
        /^.*space-\d+\/.*: expected to write [\d,]+ bytes, got [\d,]+ because the disk is full — free some space there and resume the run; nothing written before is lost$/,
      );
    }
    const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8');
    assert.ok(lines === '' || lines.endsWith('\n'), 'only whole lines');
    const names = readdirSync(join(folder, 'rollouts'));
    assert.ok(!names.some((name) => name.endsWith('.part')), names.join());
    full.close();
    const { journal, checkpoint: found } = Journal.resume(folder, options);
    train(journal, (found?.step ?? 0) + 1, 10);
    journal.close();
    assert.deepEqual(record(folder), wanted);
  }
  assert.ok(failures > 5, `${failures} disks were full`);
});

test('resuming is refused in words: a live writer, a finished run, an edited config, a newer version, a broken line', (t) => {
  const folder = join(temporaryFolder(t), 'a');
  const first = Journal.create(folder, run, options);
  assert.throws(
    () => Journal.resume(folder, options),
    /expected to be its only writer, got process \d+ on .* — stop that run first$/,
  );
  train(first, 1, 5);
  first.close();
  const path = join(folder, 'config.json');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('"seed": 3', '"seed": 4'));
  assert.throws(
    () => Journal.resume(folder, options),
    /config\.json: expected a config with hash \w{8}, got \w{8} — a run's config cannot be edited/,
  );
  writeFileSync(path, text.replace('"formatVersion": 1', '"formatVersion": 9'));
  assert.throws(
    () => Journal.resume(folder, options),
    /expected format version 1 or older, got 9 — .*newer IGPO Lab; update this one$/,
  );
  writeFileSync(path, text);
  const metrics = readFileSync(join(folder, 'metrics.jsonl'), 'utf8');
  writeFileSync(join(folder, 'metrics.jsonl'), metrics.replace('{"step":2', '{"stop":2'));
  assert.throws(
    () => Journal.resume(folder, options),
    /metrics\.jsonl, line 2, step: expected an integer ≥ 0, got nothing$/,
  );
  writeFileSync(join(folder, 'metrics.jsonl'), metrics);
  const { journal } = Journal.resume(folder, options);
  journal.event('finished', { step: 5 });
  journal.close();
  assert.throws(() => Journal.resume(folder, options), /got one that has finished — start a new run$/);
  assert.equal(existsSync(join(folder, 'run.lock')), false);
});

test('writing for a step that a checkpoint has sealed, or its rollouts twice, is an internal error', (t) => {
  const journal = Journal.create(join(temporaryFolder(t), 'a'), run, options);
  train(journal, 1, 4);
  assert.throws(() => journal.metrics({ step: 4 }), /^RangeError: internal: .* after the checkpoint of step 4, got 4$/);
  assert.throws(() => journal.rollouts(3, []), /^RangeError: internal: /);
  journal.rollouts(5, []);
  journal.rollouts(5, [], 'evaluation');
  assert.throws(
    () => journal.rollouts(5, [], 'evaluation'),
    /step-000005\.evaluation\.rollouts: expected to write it once/,
  );
  journal.close();
});
