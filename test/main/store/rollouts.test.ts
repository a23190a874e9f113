import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TestContext } from 'node:test';
import Database from 'better-sqlite3';
import { collectRun } from '../../support/collect-run.ts';
import { migrations } from '../../../main/store/migrations.ts';
import { openStore } from '../../../main/store/open.ts';
import { ordered } from '../../../main/store/rollout-order.ts';
import { findRollouts } from '../../../main/store/rollouts.ts';
import type { RolloutFilter, RolloutOrder } from '../../../main/store/rollouts.ts';
import { forgetRun, runProblems } from '../../../main/store/runs.ts';
import { Journal } from '../../../main/run-folder/journal.ts';
import { readIndex } from '../../../main/run-folder/rollout-reader.ts';
import { chunkFile } from '../../../main/run-folder/run-folder.ts';
import type { ChunkSet } from '../../../main/run-folder/run-folder.ts';
import { rolloutSummary } from '../../../shared/record/summary.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { stream } from '../../../shared/util/rng.ts';
import { flipByte } from '../../support/flip-byte.ts';
import { randomRollouts } from '../../support/random-rollouts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const runIds = ['run-0', 'run-1', 'run-2'];

interface Written {
  readonly run: number;
  readonly step: number;
  readonly set: ChunkSet;
  readonly n: number;
  readonly stored: SavedRollout;
}

function journal(folder: string, id: string): Journal {
  const run = { config: { seed: 1 }, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id };
  return Journal.create(folder, run, { tokenizer: 'words-400' });
}

/** Three runs of 5 steps, an evaluation after the third, in the order in which the store lists them; questions differ
 *  between runs. */
function writeRuns(): Written[] {
  const written: Written[] = [];
  runIds.forEach((id, run) => {
    const journaled = journal(join(root, id), id);
    const add = (step: number, set: ChunkSet) => {
      const shape = { step, groups: 3, groupSize: 4, turns: 3, promptLength: 9, vocabularySize: 400 };
      const rollouts = randomRollouts(stream(run, set, step), { ...shape, credit: set === 'training' });
      journaled.rollouts(step, rollouts, set);
      written.push(...rollouts.map((stored, n) => ({ run, step, set, n, stored })));
    };
    for (let step = 1; step <= 5; step++) add(step, 'training');
    add(3, 'evaluation');
    journaled.close();
  });
  const training = ({ set }: Written) => (set === 'training' ? 0 : 1);
  return written.sort((a, b) => a.step - b.step || a.run - b.run || training(a) - training(b) || a.n - b.n);
}

// Written once for all tests, because a journal waits for the disk.
const root = mkdtempSync(join(tmpdir(), 'igpo-'));
after(() => rmSync(root, { recursive: true }));
const written = writeRuns();

function collected(t: TestContext) {
  const store = openStore(':memory:');
  t.after(() => store.close());
  for (const id of runIds) collectRun(store, join(root, id));
  return store;
}

const inOrder: RolloutOrder = { orderBy: 'step', descending: false, limit: 10_000 };

/** [run, step, set, n] of each. */
const places = (list: ReturnType<typeof findRollouts>) =>
  Array.from(list.n, (n, i) => [list.run[i], list.step[i], ['training', 'evaluation'][list.set[i]], n].join(' '));
const placeOf = ({ run, step, set, n }: Written) => [run, step, set, n].join(' ');

/** Everything that a rollout says, as one text. */
const said = ({ rollout, question }: SavedRollout): string =>
  [
    question.text,
    rollout.answer,
    ...rollout.turns.flatMap(({ thought, query, retrieval }) => [
      thought,
      query,
      ...(retrieval?.passages ?? []).flatMap(({ passage }) => [passage.title, passage.text]),
    ]),
  ].join('\n');

test('every filter, and filters together, give what looking at every rollout gives', (t) => {
  const store = collected(t);
  const reward = (one: Written) => rolloutSummary(one.stored).reward ?? NaN; // no number is at least or at most NaN
  const some = written[40];
  const cases: [RolloutFilter, (one: Written) => boolean][] = [
    [{}, () => true],
    [{ firstStep: 2, lastStep: 3 }, ({ step }) => step === 2 || step === 3],
    [{ firstStep: 4 }, ({ step }) => step >= 4],
    [{ set: 'evaluation' }, ({ set }) => set === 'evaluation'],
    [{ question: some.stored.question.id }, ({ stored }) => stored.question.id === some.stored.question.id],
    [{ question: 'none such' }, () => false],
    [{ stopReason: 'error' }, ({ stored }) => stored.rollout.stopReason === 'error'],
    [{ correct: true }, ({ stored }) => stored.scores.outcomeScores.exactMatch === 1],
    [{ correct: false }, ({ stored }) => stored.scores.outcomeScores.exactMatch !== 1],
    [{ leastReward: reward(some) }, (one) => reward(one) >= reward(some)],
    [{ mostReward: reward(some) }, (one) => reward(one) <= reward(some)],
    [{ leastReward: -1000 }, ({ set }) => set === 'training'],
    [{ mostReward: 1000 }, ({ set }) => set === 'training'],
    [{ words: 'mother' }, ({ stored }) => /\bmother/.test(said(stored))],
    [{ words: 'MENTOR who' }, ({ stored }) => /\bmentor\b/.test(said(stored)) && /\bwho/.test(said(stored))],
    [{ words: 'ka' }, ({ stored }) => /\bka/.test(said(stored))],
    [{ words: '文' }, ({ stored }) => said(stored).includes('文')],
    [{ words: ' –?! ' }, () => true], // no word in it
    [
      { words: 'rival sa', set: 'training', stopReason: 'answered', firstStep: 2 },
      ({ stored, set, step }) =>
        /\brival\b/.test(said(stored)) &&
        /\bsa/.test(said(stored)) &&
        set === 'training' &&
        stored.rollout.stopReason === 'answered' &&
        step >= 2,
    ],
  ];
  for (const [filter, passes] of cases) {
    const wanted = written.filter(passes);
    const list = findRollouts(store, runIds, filter, inOrder);
    assert.deepEqual(places(list), wanted.map(placeOf), JSON.stringify(filter));
    assert.equal(list.total, wanted.length);
  }
  assert.ok(cases.filter(([, passes]) => written.some(passes) && !written.every(passes)).length >= 12);
});

test('each order sorts by its column, keeps ties in order, puts rollouts without a value last, and cuts at the limit', (t) => {
  const store = collected(t);
  for (const orderBy of ['reward', 'answerF1', 'turns', 'tokens', 'step'] as const)
    for (const descending of [false, true]) {
      const value = (one: Written): number =>
        orderBy === 'step' ? one.step : (rolloutSummary(one.stored)[orderBy] ?? (descending ? -Infinity : Infinity));
      const wanted = written
        .map((one, i) => ({ one, i }))
        .sort((a, b) => (descending ? -1 : 1) * (value(a.one) - value(b.one) || 0) || a.i - b.i)
        .map(({ one }) => placeOf(one));
      const list = findRollouts(store, runIds, {}, { orderBy, descending, limit: 50 });
      assert.equal(list.total, written.length);
      assert.deepEqual(places(list), wanted.slice(0, 50), `${orderBy}, descending ${descending}`);
    }
});

test('ordered sorts like a stable sort by value, NaN last', () => {
  const values = [-0, 3, NaN, -Infinity, 0, 1e-45, -1e-45, Infinity, -2.5, 3, NaN, -2.5];
  assert.deepEqual([...ordered(Float32Array.from(values), false)], [3, 8, 11, 6, 0, 4, 5, 1, 9, 7, 2, 10]);
  assert.deepEqual([...ordered(Float32Array.from(values), true)], [7, 1, 9, 5, 0, 4, 6, 8, 11, 3, 2, 10]);
  assert.deepEqual([...ordered(new Float32Array(0), true)], []);
});

test('runs are listed as asked for; one that is not in the store has no rollouts', (t) => {
  const store = collected(t);
  const list = findRollouts(store, ['run-2', null, 'none', 'run-0'], {}, inOrder);
  assert.equal(list.total, written.filter(({ run }) => run !== 1).length);
  assert.deepEqual([...new Set(list.run)], [0, 3]);
  assert.equal(findRollouts(store, [], {}, inOrder).total, 0);
  assert.equal(findRollouts(store, runIds, {}, { ...inOrder, limit: 0 }).n.length, 0);
});

test('runs with the same question share its entry; another text with the same id has its own', (t) => {
  const own = temporaryFolder(t);
  const store = openStore(':memory:');
  const shape = { step: 1, groups: 1, groupSize: 2, turns: 1, promptLength: 2, vocabularySize: 9 };
  [5, 5, 6].forEach((seed, i) => {
    const run = journal(join(own, `${i}`), `run-${i}`);
    run.rollouts(1, randomRollouts(stream(seed, 'questions'), shape));
    run.close();
    collectRun(store, join(own, `${i}`));
  });
  const list = findRollouts(store, runIds, { question: 'q1-0' }, inOrder);
  assert.deepEqual([...list.question], [0, 0, 0, 0, 1, 1]);
  assert.equal(list.questions.length, 2);
  assert.deepEqual(
    list.questions.map(({ id }) => id),
    ['q1-0', 'q1-0'],
  );
});

test('any text can be searched for without an error', (t) => {
  const store = collected(t);
  const hostile = [
    '"',
    '""" OR 1=1',
    "'; DROP TABLE rollout_word; --",
    'mother AND',
    'NEAR(mother rival)',
    'words:mother',
    '*',
    '^mother*',
    '%_',
    '\0mother',
    '\ud800',
    '😀',
    'a'.repeat(100_000),
    'mother '.repeat(5_000),
    '\u{10ffff}',
    ')(',
  ];
  for (const words of hostile) {
    const { total } = findRollouts(store, runIds, { words }, inOrder);
    assert.ok(total >= 0 && total <= written.length);
  }
  // Marks around a word change nothing.
  const { total } = findRollouts(store, runIds, { words: 'mother' }, inOrder);
  for (const words of ['^mother*', '\0mother', '"mother"', 'mother '.repeat(5_000)])
    assert.equal(findRollouts(store, runIds, { words }, inOrder).total, total, words.slice(0, 20));
});

test('a word longer than the index keeps is found by its beginning', (t) => {
  const own = temporaryFolder(t);
  const [stored] = randomRollouts(stream(1, 'long'), {
    step: 1,
    groups: 1,
    groupSize: 1,
    turns: 1,
    promptLength: 2,
    vocabularySize: 9,
  });
  const run = journal(join(own, 'a'), 'run-0');
  run.rollouts(1, [{ ...stored!, question: { ...stored!.question, text: `what is ${'xy'.repeat(500)}?` } }]);
  run.close();
  const store = openStore(':memory:');
  collectRun(store, join(own, 'a'));
  for (const words of ['xyxy', 'xy'.repeat(500), `${'xy'.repeat(500)} what`])
    assert.equal(findRollouts(store, ['run-0'], { words }, inOrder).total, 1, words.slice(0, 9));
  assert.equal(findRollouts(store, ['run-0'], { words: 'yx' }, inOrder).total, 0);
});

test('a run that is collected again with other rollouts lists the new ones', (t) => {
  const own = temporaryFolder(t);
  const store = openStore(':memory:');
  const shape = { step: 1, groups: 1, groupSize: 3, turns: 1, promptLength: 2, vocabularySize: 9 };
  const listed = ['a', 'b'].map((name) => {
    const run = journal(join(own, name), 'run-0');
    const rollouts = randomRollouts(stream(3, `again ${name}`), shape);
    run.rollouts(1, rollouts);
    run.close();
    collectRun(store, join(own, name));
    const { reward } = findRollouts(store, ['run-0'], {}, inOrder);
    assert.deepEqual(
      [...reward],
      rollouts.map((stored) => Math.fround(rolloutSummary(stored).reward!)),
    );
    forgetRun(store, 'run-0');
    return [...reward];
  });
  assert.notDeepEqual(listed[0], listed[1]);
});

test('a damaged rollout is listed and noted; only its words are missing', (t) => {
  const own = temporaryFolder(t);
  const folder = join(own, 'a');
  const shape = { step: 1, groups: 2, groupSize: 3, turns: 2, promptLength: 4, vocabularySize: 9 };
  const run = journal(folder, 'run-0');
  run.rollouts(1, randomRollouts(stream(2, 'damage'), shape));
  run.close();
  const path = chunkFile(folder, 1, 'training');
  flipByte(path, readIndex(path).entries[4].offset + 20);
  const store = openStore(':memory:');
  collectRun(store, folder);
  assert.deepEqual(
    places(findRollouts(store, ['run-0'], {}, inOrder)),
    [0, 1, 2, 3, 4, 5].map((n) => `0 1 training ${n}`),
  );
  const list = findRollouts(store, ['run-0'], { words: 'who' }, inOrder);
  assert.deepEqual([...list.n], [0, 1, 2, 3, 5]);
  assert.match(runProblems(store, 'run-0').join('\n'), /expected checksum .* the file is truncated or damaged$/);
});

test('a store of any earlier version opens, and lists and finds everything once its runs are collected again', () => {
  for (let version = 1; version < migrations.length; version++) {
    const path = join(root, `version-${version}.sqlite`);
    const old = new Database(path);
    for (const sql of migrations.slice(0, version)) old.exec(sql);
    old.pragma(`user_version = ${version}`);
    old.exec(
      `INSERT INTO run VALUES ('run-0', '${join(root, 'run-0')}', 'a', 1, 'igpo', '{}', 'h', '0', 'cpu', '2026', 'running', 0, 0, 0)`,
    );
    if (version < 3) old.exec(`INSERT INTO rollout_chunk VALUES ('run-0', 1, 'training')`);
    else if (version === 3) old.exec(`INSERT INTO rollout_chunk VALUES (1, 'run-0', 1, 'training', 1, x'00')`);
    old.close();
    const store = openStore(path);
    for (const id of runIds) collectRun(store, join(root, id));
    assert.equal(findRollouts(store, runIds, {}, inOrder).total, written.length, `version ${version}`);
    const mothers = written.filter(({ stored }) => /\bmother/.test(said(stored)));
    assert.equal(findRollouts(store, runIds, { words: 'mother' }, inOrder).total, mothers.length);
    store.close();
  }
});

test('forgetting a run removes its rollouts and their words', (t) => {
  const store = collected(t);
  for (const id of runIds) forgetRun(store, id);
  for (const table of ['rollout_chunk', 'rollout_word'])
    assert.equal(store.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), 0, table);
});

/** The rollouts of a list as `place`, group by group: a group stands where the first of it stood. */
function byGroup(list: ReturnType<typeof findRollouts>): string[][] {
  const groupOf = (i: number) => [list.run, list.step, list.set, list.group].map((column) => column[i]).join(' ');
  const names = places(list);
  return [...Map.groupBy(names.keys(), groupOf).values()].map((members) => members.map((i) => names[i]));
}

test('a list that begins with whole groups is, gathered by group, the beginning of the whole list', (t) => {
  const store = collected(t);
  const rng = stream(7, 'whole groups');
  for (const orderBy of ['step', 'reward', 'tokens'] as const)
    for (const descending of [true, false]) {
      const order = { orderBy, descending };
      const whole = findRollouts(store, runIds, {}, { ...order, limit: 1000 });
      for (let round = 0; round < 5; round++) {
        const limit = 1 + rng.integer(whole.total);
        const some = findRollouts(store, runIds, {}, { ...order, limit, wholeGroups: true });
        assert.ok(some.step.length >= limit && some.total === whole.total);
        const groups = byGroup(some);
        assert.deepEqual(groups, byGroup(whole).slice(0, groups.length), `${orderBy} ${descending} limit ${limit}`);
      }
    }
});
