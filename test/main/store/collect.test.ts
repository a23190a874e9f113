import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectRun } from '../../support/collect-run.ts';
import { metricNames, runMetrics } from '../../../main/store/metrics.ts';
import { openStore } from '../../../main/store/open.ts';
import type { Store } from '../../../main/store/open.ts';
import { findRollouts } from '../../../main/store/rollouts.ts';
import { forgetRun, listRuns, runConfig, runEvents, runProblems } from '../../../main/store/runs.ts';
import { Journal } from '../../../main/run-folder/journal.ts';
import { chunkFile, configHash, readManifest } from '../../../main/run-folder/run-folder.ts';
import { readRollout } from '../../support/read-rollout.ts';
import { sum } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { collectAll } from '../../support/collect-all.ts';
import { randomRollouts } from '../../support/random-rollouts.ts';
import { saveSyntheticRun } from '../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const options = { tokenizer: 'words-400', now: () => new Date('2026-11-22T10:00:00Z') };
const config = { name: 'first', seed: 3, algorithm: { name: 'igpo', gamma: 1 } };

const create = (folder: string, id = 'run-1', changed: object = {}) =>
  Journal.create(
    folder,
    { config: { ...config, ...changed }, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id },
    options,
  );

function step(journal: Journal, n: number, seed = 3): void {
  journal.metrics({ step: n, 'reward/mean': stream(seed, 'metrics', n).next(), 'loss/total': n % 3 === 0 ? NaN : n });
  const shape = { step: n, groups: 2, groupSize: 2, turns: 3, promptLength: 9, vocabularySize: 400 };
  journal.rollouts(n, randomRollouts(stream(seed, 'rollouts', n), shape));
}

const checkpoint = (n: number) => ({
  step: n,
  configHash: configHash(config),
  counters: { rollouts: 0, sampledTokens: 0, searchCalls: 0, seconds: 0 },
  earlyStop: null,
  adapted: {},
  params: {},
  optState: {},
});

/** Every row of every table, in the order of its key. */
function dump(store: Store): Record<string, unknown[]> {
  const keys = {
    run: 'id',
    event: 'run_id, n',
    metric_chunk: 'run_id, name, chunk',
    problem: 'run_id, sentence',
  };
  const tables = Object.fromEntries(
    Object.entries(keys).map(([table, key]) => [table, store.prepare(`SELECT * FROM ${table} ORDER BY ${key}`).all()]),
  );
  const runIds = store.prepare('SELECT id FROM run ORDER BY id').pluck().all() as string[];
  return { ...tables, rollout: [everyRollout(store, runIds)], word: store.prepare(words).all() };
}

// Without the chunk's key, which depends on the order of collecting.
const words = `SELECT run_id, step, chunk_set, word, w.rollouts FROM rollout_word w JOIN rollout_chunk c ON c.key = w.chunk
  ORDER BY run_id, step, chunk_set, word`;

const everyRollout = (store: Store, runIds: readonly string[]) =>
  findRollouts(store, runIds, {}, { orderBy: 'step', descending: false, limit: Infinity });

function rebuilt(root: string): Record<string, unknown[]> {
  const store = openStore(':memory:');
  collectAll(store, root);
  return dump(store);
}

test('a run is listed with what its config and events say, its series and its rollouts', (t) => {
  const root = temporaryFolder(t);
  const folder = join(root, 'a');
  const store = openStore(':memory:');
  const journal = create(folder);
  for (let n = 1; n <= 3; n++) step(journal, n);
  journal.event('finished', { step: 3 });
  journal.close();
  assert.deepEqual(collectRun(store, folder), { runId: 'run-1', changed: true, restarted: false });
  assert.deepEqual(listRuns(store), [
    {
      id: 'run-1',
      folder,
      name: 'first',
      seed: 3,
      algorithm: 'igpo',
      configHash: configHash(config),
      codeVersion: '0.1.0',
      device: 'cpu',
      created: '2026-11-22T10:00:00.000Z',
      status: 'finished',
      step: 3,
      problems: 0,
    },
  ]);
  assert.deepEqual(runConfig(store, 'run-1'), config);
  assert.throws(() => runConfig(store, 'run-9'), { message: 'store: expected the id of a run, got run-9' });
  assert.deepEqual(
    runEvents(store, 'run-1').map(({ kind, detail }) => [kind, detail]),
    [
      ['started', { device: 'cpu', codeVersion: '0.1.0' }],
      ['finished', { step: 3 }],
    ],
  );
  assert.deepEqual(metricNames(store, 'run-1'), ['loss/total', 'reward/mean']);
  assert.deepEqual(runMetrics(store, 'run-1', 'loss/total'), {
    step: Float64Array.of(1, 2, 3),
    value: Float64Array.of(1, 2, NaN),
  });
  assert.deepEqual(runMetrics(store, 'run-1', 'none'), { step: Float64Array.of(), value: Float64Array.of() });
  const list = everyRollout(store, ['run-1']);
  assert.equal(list.total, 12);
  for (let i = 0; i < list.total; i++) {
    const { rollout, question, credit, scores } = readRollout(chunkFile(folder, list.step[i], 'training'), list.n[i]);
    assert.deepEqual(list.questions[list.question[i]], { id: question.id, text: question.text });
    assert.deepEqual(
      [list.group[i], list.member[i], list.tokens[i], list.turns[i], list.stopReasons[list.stopReason[i]]],
      [rollout.group, rollout.member, rollout.tokens.length, rollout.turns.length, rollout.stopReason],
    );
    const { answerF1Set, exactMatch } = scores.outcomeScores;
    const total = sum(credit!.reward);
    assert.deepEqual(
      [list.reward[i], list.answerF1[i], list.exactMatch[i]],
      [total, answerF1Set ?? NaN, exactMatch ?? NaN].map(Math.fround),
    );
  }
  const store2 = dump(store);
  assert.deepEqual(collectRun(store, folder), { runId: 'run-1', changed: false, restarted: false });
  assert.deepEqual(dump(store), store2);
});

test('collected byte by byte, a growing run gives the same rows as collected whole', (t) => {
  const root = temporaryFolder(t);
  const whole = join(root, 'whole', 'a');
  const growing = join(root, 'growing', 'a');
  const journal = create(whole);
  for (let n = 1; n <= 3; n++) journal.metrics({ step: n, 'reward/naïve': n / 3, 'loss/total': n === 2 ? NaN : n });
  journal.close();
  mkdirSync(growing, { recursive: true });
  cpSync(join(whole, 'config.json'), join(growing, 'config.json'));
  const store = openStore(':memory:');
  for (const name of ['events.jsonl', 'metrics.jsonl'])
    for (const byte of readFileSync(join(whole, name))) {
      appendFileSync(join(growing, name), Uint8Array.of(byte));
      assert.equal(collectRun(store, growing).restarted, false);
    }
  assert.deepEqual(runMetrics(store, 'run-1', 'reward/naïve').value, Float64Array.of(1 / 3, 2 / 3, 1));
  assert.deepEqual(dump(store), rebuilt(join(root, 'growing')));
});

test('after every resume the rows are those of a rebuilt store, however often it was collected in between', (t) => {
  const root = temporaryFolder(t);
  const folder = join(root, 'a');
  const store = openStore(':memory:');
  let journal = create(folder);
  for (let n = 1; n <= 6; n++) {
    step(journal, n);
    if (n === 4) journal.checkpoint(checkpoint(n), { retain: 2 });
  }
  collectRun(store, folder);
  journal.close();
  ({ journal } = Journal.resume(folder, options));
  // Past the old end before the collector looks, and other values: only the event tells that the file was cut.
  for (let n = 5; n <= 9; n++) step(journal, n, 4);
  assert.equal(collectRun(store, folder).restarted, true);
  assert.deepEqual(dump(store), rebuilt(root));
  assert.equal(runMetrics(store, 'run-1', 'reward/mean').step.join(), '1,2,3,4,5,6,7,8,9');
  step(journal, 10);
  assert.deepEqual(collectRun(store, folder), { runId: 'run-1', changed: true, restarted: false });
  assert.deepEqual(dump(store), rebuilt(root));
  journal.close();
});

test('a cut file is noticed before its event is written', (t) => {
  const root = temporaryFolder(t);
  const folder = join(root, 'a');
  const store = openStore(':memory:');
  const journal = create(folder);
  for (let n = 1; n <= 4; n++) step(journal, n);
  journal.close();
  collectRun(store, folder);
  const metrics = readFileSync(join(folder, 'metrics.jsonl'));
  truncateSync(join(folder, 'metrics.jsonl'), metrics.indexOf('\n') + 1);
  assert.equal(collectRun(store, folder).restarted, true);
  assert.equal(runMetrics(store, 'run-1', 'reward/mean').step.join(), '1');
  assert.deepEqual(dump(store), rebuilt(root));
});

test('a series longer than a chunk is whole, and can be read from any point on', (t) => {
  const folder = join(temporaryFolder(t), 'a');
  const journal = create(folder);
  const store = openStore(':memory:');
  const wanted: number[] = [];
  for (let n = 1; n <= 3000; n++) {
    const value = stream(1, 'series', n).normal();
    wanted.push(value);
    journal.metrics({ step: n, 'reward/mean': value });
    if (n % 701 === 0) collectRun(store, folder);
  }
  journal.close();
  collectRun(store, folder);
  for (const skip of [0, 1, 1023, 1024, 1025, 2999, 3000, 9000]) {
    const { step: steps, value } = runMetrics(store, 'run-1', 'reward/mean', skip);
    assert.deepEqual([...value], wanted.slice(skip), `skip ${skip}`);
    assert.equal(steps[0], skip < 3000 ? skip + 1 : undefined);
  }
});

test('lines and chunks that cannot be read become problems; the rest is collected', (t) => {
  const root = temporaryFolder(t);
  const folder = join(root, 'a');
  const journal = create(folder);
  step(journal, 1);
  step(journal, 2);
  journal.event('started', { note: 'again' });
  journal.close();
  const metrics = join(folder, 'metrics.jsonl');
  const lines = readFileSync(metrics, 'utf8');
  const broken = '{"step":3,"reward/mean":"high"}\n{"step":"x"}\n{"step":4,\n{"step":5,"reward/mean":0.5}\n';
  writeFileSync(metrics, lines + broken);
  appendFileSync(join(folder, 'events.jsonl'), '{"time":"2026","kind":"exploded"}\n');
  truncateSync(chunkFile(folder, 1, 'training'), 400);
  writeFileSync(chunkFile(folder, 2, 'training'), 'nothing like a chunk');
  const store = openStore(':memory:');
  collectRun(store, folder);
  assert.equal(runMetrics(store, 'run-1', 'reward/mean').step.join(), '1,2,5');
  const at = Buffer.byteLength(lines);
  const problems = runProblems(store, 'run-1').map((sentence) => sentence.replace(`${folder}/`, ''));
  assert.equal(problems.length, 6, problems.join('\n'));
  assert.match(
    problems.join('\n'),
    /^events\.jsonl, byte \d+: expected a time and a kind of started, .*, got "2026" and "exploded"$/m,
  );
  assert.ok(problems.includes(`metrics.jsonl, byte ${at}: expected reward/mean to be a number or null, got "high"`));
  assert.ok(problems.includes(`metrics.jsonl, byte ${at + 32}: expected step to be an integer, got "x"`));
  assert.match(problems.join('\n'), /^metrics\.jsonl, byte \d+: expected JSON, got .* — the file is damaged$/m);
  assert.match(
    problems.join('\n'),
    /^rollouts\/step-000001\.rollouts: expected an index at the end, .* 0 of its 4 rollouts can be read$/m,
  );
  assert.match(
    problems.join('\n'),
    /^rollouts\/step-000002\.rollouts: expected a chunk of rollouts, got another kind of file/m,
  );
  assert.equal(listRuns(store)[0].problems, 6);
  assert.deepEqual(dump(store), rebuilt(root));
});

test('a moved run keeps its row, a copied one is refused, a replaced one loses its row', (t) => {
  const root = temporaryFolder(t);
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  create(a).close();
  const store = openStore(':memory:');
  collectRun(store, a);
  renameSync(a, b);
  assert.deepEqual(collectRun(store, b), { runId: 'run-1', changed: false, restarted: false });
  assert.equal(listRuns(store)[0].folder, b);
  cpSync(b, a, { recursive: true });
  const problems = collectAll(store, root);
  assert.deepEqual(problems, [
    `run folder ${a}: expected a run of its own, got a copy of ${b} — to keep both, give the copy another id in its config.json`,
  ]);
  rmSync(b, { recursive: true });
  create(b, 'run-2', { name: 7, seed: 'x', algorithm: null }).close();
  collectRun(store, b);
  collectRun(store, a);
  assert.deepEqual(
    listRuns(store).map(({ id, folder, name, seed, algorithm }) => [id, folder, name, seed, algorithm]),
    [
      ['run-1', a, 'first', 3, 'igpo'],
      ['run-2', b, null, null, null],
    ],
  );
  forgetRun(store, 'run-1');
  assert.deepEqual(
    listRuns(store).map(({ id }) => id),
    ['run-2'],
  );
  assert.deepEqual(dump(store).event!.length, 1);
});

test('an invalid time is a problem of its run: an event is skipped, a run with one in config.json is refused', (t) => {
  const folder = join(temporaryFolder(t), 'r');
  saveSyntheticRun(folder);
  const times = ['not a time', '+275760-09-13T00:00:00.001Z', '2026-13-01T00:00:00Z', 8.64e15, null];
  const lines = times.map((time) => `${JSON.stringify({ time, kind: 'checkpoint', step: 1 })}\n`);
  appendFileSync(join(folder, 'events.jsonl'), lines.join(''));
  const store = openStore(':memory:');
  collectRun(store, folder);
  const id = `run ${folder}`;
  assert.equal(runProblems(store, id).filter((one) => /expected a time and a kind of/.test(one)).length, times.length);
  for (const { time } of runEvents(store, id)) assert.ok(Number.isFinite(Date.parse(time)));
  const config = join(folder, 'config.json');
  writeFileSync(config, readFileSync(config, 'utf8').replace(/"created":"[^"]*"/, '"created":"not a time"'));
  assert.throws(() => readManifest(folder), /config\.json, created: expected a time such as .*, got "not a time"$/);
});
