import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createChangeFeed } from '../../../../main/services/library/change-feed.ts';
import { openLibrary } from '../../../../main/services/library/library.ts';
import type { Library } from '../../../../main/services/library/library.ts';
import { openStore } from '../../../../main/store/open.ts';
import { runMetrics } from '../../../../main/store/metrics.ts';
import { countWork } from '../../../support/count-work.ts';
import { takeLock } from '../../../../main/run-folder/lock.ts';
import { runFiles } from '../../../../main/run-folder/run-folder.ts';
import {
  metricsOf,
  saveSyntheticExperiment,
  saveSyntheticRun,
  storeLongRun,
  writeEvents,
  writeLines,
} from '../../../support/synthetic-runs.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function opened(t: TestContext, dataFolder = temporaryFolder(t), store = openStore(':memory:')) {
  const changes = createChangeFeed();
  const reported = new Set<string>();
  changes.listen((ids) => ids.forEach((id) => reported.add(id)), new AbortController().signal);
  const supervisor = { attempt: () => null, failure: () => null };
  const library = openLibrary({ dataFolder, store, supervisor, changes });
  return { dataFolder, store, library, reported };
}

/** Looks until everything is read; returns the reported ids. */
function look(library: Library, reported: Set<string>): string[] {
  reported.clear();
  do Array.from(library.pass());
  while (library.backlog > 0);
  return [...reported].sort();
}

const states = (library: Library) => Object.fromEntries(library.runs().map(({ id, state }) => [id, state]));

test('an experiment is listed with its planned runs in their order, then with those that another process trains', (t) => {
  const { dataFolder, library, reported } = opened(t);
  const folders = saveSyntheticExperiment(dataFolder, 'one');
  assert.deepEqual(look(library, reported).includes('one'), true);
  const ids = folders.map((folder) => `one/${basename(folder)}`);
  const [experiment] = library.experiments();
  assert.deepEqual([experiment!.runs, experiment!.title, experiment!.seeds], [ids, 'Synthetic one', [1, 2]]);
  assert.deepEqual(new Set(Object.values(states(library))), new Set(['planned']));
  assert.ok(library.row(ids[0]).steps > 0);

  mkdirSync(folders[1]); // it is about to begin
  assert.deepEqual(look(library, reported), []);
  saveSyntheticRun(folders[1], { ends: [], points: 2 });
  const lock = takeLock(folders[1]);
  assert.deepEqual(look(library, reported), ['one', ids[1]].sort());
  assert.deepEqual([library.row(ids[1]).state, library.row(ids[1]).step], ['running', 1]);
  const { storeId } = library.run(ids[1]);
  assert.notEqual(storeId, null);

  writeLines(folders[1], 2, 3);
  assert.deepEqual(look(library, reported), ['one', ids[1]].sort());
  assert.equal(library.row(ids[1]).step, 4);
  // written by a clock that is ahead
  appendFileSync(runFiles(folders[1]).metrics, `{"step":5,"time/written":${2 ** 40}}\n`);
  look(library, reported);
  assert.deepEqual([library.row(ids[1]).step, library.run(ids[1]).lag], [5, 0]);
  assert.deepEqual(
    library.running().map(({ id }) => id),
    [ids[1]],
  );

  lock.release(); // its process died
  assert.deepEqual(look(library, reported), ['one', ids[1]].sort());
  assert.match(library.row(ids[1]).failure!, /^its training process went away without a word — resume it/);
  assert.deepEqual(look(library, reported), []);

  writeEvents(folders[1], ['finished']);
  look(library, reported);
  assert.equal(library.row(ids[1]).state, 'finished');
});

test('a removed run disappears, a replaced one is read anew, and one that comes back is listed again', (t) => {
  const { dataFolder, library, reported, store } = opened(t);
  const [first, second] = saveSyntheticExperiment(dataFolder, 'one', 1) as [string, string];
  saveSyntheticRun(first);
  saveSyntheticRun(join(dataFolder, 'alone'));
  look(library, reported);
  const id = `one/${basename(first)}`;
  assert.deepEqual(states(library), { [id]: 'finished', [`one/${basename(second)}`]: 'planned', alone: 'finished' });

  const { generation } = library.run(id);
  rmSync(first, { recursive: true });
  assert.deepEqual(look(library, reported), ['one', id].sort());
  assert.equal(library.row(id).state, 'planned');
  saveSyntheticRun(first, { points: 7 });
  assert.deepEqual(look(library, reported), ['one', id].sort());
  assert.equal(library.row(id).step, 6);
  assert.equal(runMetrics(store, library.run(id).storeId!, 'score/answer_f1').step.length, 7);
  assert.notEqual(library.run(id).generation, generation);

  rmSync(join(dataFolder, 'alone'), { recursive: true });
  renameSync(dirname(first), join(dataFolder, 'two'));
  assert.deepEqual(
    look(library, reported).filter((one) => !one.includes('/')),
    ['alone', 'one', 'two'],
  );
  assert.deepEqual(
    library.experiments().map((row) => row.id),
    ['two'],
  );
  assert.deepEqual(states(library)[`two/${basename(first)}`], 'finished');
  assert.equal(library.has('one'), false);
  assert.throws(() => library.row(id), {
    message: /expected a run of this data folder, got none — it may have been removed/,
  });
});

test('a damaged folder shows its sentence and affects no other', (t) => {
  const { dataFolder, library, reported } = opened(t);
  const [first, second] = saveSyntheticExperiment(dataFolder, 'one', 1) as [string, string];
  for (const folder of [first, second]) saveSyntheticRun(folder);
  writeFileSync(runFiles(first).config, '{"formatVersion": 1, "id"');
  mkdirSync(join(dataFolder, 'torn'));
  writeFileSync(join(dataFolder, 'torn', 'experiment.json'), '{');
  look(library, reported);
  const { state, failure, problems } = library.row(`one/${basename(first)}`);
  assert.deepEqual([state, problems], ['failed', 1]);
  assert.match(failure!, /config\.json: expected JSON, got .* — the file is damaged/);
  assert.equal(library.row(`one/${basename(second)}`).failure, null);
  assert.match(library.experimentRow('torn').problem!, /expected JSON/);
  assert.deepEqual(look(library, reported), []);
  saveSyntheticRun(first);
  look(library, reported);
  assert.equal(library.row(`one/${basename(first)}`).failure, null);
});

test('a run gets another generation when its journal is cut, and only then', (t) => {
  const { dataFolder, library, reported, store } = opened(t);
  const folder = join(dataFolder, 'alone');
  saveSyntheticRun(folder, { ends: [], points: 5 });
  look(library, reported);
  const { generation, storeId } = library.run('alone');
  writeLines(folder, 5, 5);
  writeEvents(folder, ['paused', 'resumed']); // the end of a pause does not void the points before it
  look(library, reported);
  assert.equal(library.run('alone').generation, generation);
  truncateSync(runFiles(folder).metrics, 0);
  writeLines(folder, 0, 2);
  writeEvents(folder, ['resumed'], { superseded: [] });
  look(library, reported);
  assert.notEqual(library.run('alone').generation, generation);
  assert.equal(runMetrics(store, storeId!, 'total/rollouts').step.length, 2);
});

test('names that lead out of the data folder are not ids', (t) => {
  const { library } = opened(t);
  for (const id of ['..', '../x', '/etc', 'a/../../b', '', '.bin', 'constructor', '__proto__'])
    assert.throws(() => library.run(id), RangeError, id);
});

test('the headline waits for two seeds that all algorithms have finished, and is computed once', (t) => {
  const { dataFolder, library, reported } = opened(t);
  const folders = saveSyntheticExperiment(dataFolder, 'one', 2);
  folders.slice(0, 3).forEach((folder, i) => saveSyntheticRun(folder, { points: 5, seed: i + 1 }));
  look(library, reported);
  assert.equal(library.experimentRow('one').verdict, null);
  assert.equal(library.experimentRow('one').lead, null);
  assert.match(library.experimentRow('one').noVerdict!, /^1 of 2 seeds/);
  saveSyntheticRun(folders[3], { points: 5, seed: 4 });
  assert.ok(look(library, reported).includes('one'));
  const { verdict, lead, noVerdict } = library.experimentRow('one');
  assert.match(verdict!, /IGPO|GRPO/i);
  assert.equal(noVerdict, null);
  assert.equal(lead!.pairs, 2);
  assert.ok(verdict!.startsWith(lead!.ahead) || lead!.conclusion === 'notShown', verdict!);
  assert.ok(lead!.mean >= 0);
  assert.deepEqual(look(library, reported), []);
});

test('while journals are being read, neither a lead nor a reason for its absence is given', (t) => {
  const { dataFolder, library, reported } = opened(t);
  const folders = saveSyntheticExperiment(dataFolder, 'one', 2);
  folders.forEach((folder, i) => saveSyntheticRun(folder, { points: 5, seed: i + 1 }));
  Array.from(library.pass());
  assert.ok(library.backlog > 0, 'the first look lists runs and reads no more');
  const { lead, noVerdict } = library.experimentRow('one');
  assert.deepEqual([lead, noVerdict], [null, null]);
  look(library, reported);
  assert.equal(library.experimentRow('one').lead!.pairs, 2);
});

test('a copied experiment dates from its first run, one without runs from its folder', (t) => {
  const { dataFolder, library, reported } = opened(t);
  const folders = saveSyntheticExperiment(dataFolder, 'one', 1);
  look(library, reported);
  assert.equal(library.experimentRow('one').created, statSync(dirname(folders[0])).birthtime.toISOString());
  saveSyntheticRun(folders[0], { points: 5, seed: 1 });
  look(library, reported);
  assert.equal(library.experimentRow('one').created, library.row('one/' + basename(folders[0])).created);
  assert.equal(library.experimentRow('one').created, '2026-11-22T10:00:00.000Z', 'when the made-up run began');
});

test('listing hundreds of runs reads one file per experiment, and looking again reads nothing that is unchanged', (t) => {
  const runsEach = 10;
  const longAgo = new Date('2026-01-01T00:00:00Z'); // a folder that has just changed is read again
  for (const count of [5, 25]) {
    const root = temporaryFolder(t);
    const store = openStore(join(root, '.index.sqlite'));
    const experiments = Array.from({ length: count }, (_, e) => saveSyntheticExperiment(root, `e-${e}`, runsEach / 2));
    experiments.forEach((folders, e) => {
      for (const folder of folders) saveSyntheticRun(folder);
      if (e < 5) storeLongRun(store, folders[0], metricsOf(60), 1100);
      utimesSync(dirname(folders[0]), longAgo, longAgo);
    });
    const first = opened(t, root, store); // reads what the store does not hold
    look(first.library, first.reported);

    const during = countWork(t, store);
    let again = first;
    const opening = during(() => (again = opened(t, root, store)));
    assert.deepEqual(opening.files.sort(), experiments.map(([run]) => join(dirname(run), 'experiment.json')).sort());
    assert.deepEqual([opening.folders.length, opening.statements], [count + 1, 3]);
    const listing = during(() => {
      assert.equal(again.library.experiments().length, count);
      const rows = again.library.runs();
      assert.ok(rows.length === count * runsEach && rows.every(({ state, step }) => state === 'finished' && step > 0));
    });
    assert.deepEqual(listing, { files: [], folders: [], statements: 0 });
    look(again.library, again.reported);
    const looking = during(() => Array.from(again.library.pass()));
    assert.deepEqual(looking, { files: [], folders: [root], statements: 0 });
  }
});
