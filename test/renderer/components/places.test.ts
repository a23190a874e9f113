import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesFor } from '../../../renderer/components/places.ts';
import type { ExperimentRow, RunRow } from '../../../shared/ipc/views.ts';

const experiment = (id: string, title: string, created: string) =>
  ({ id, title, created, tags: id === 'old' ? ['paper'] : [] }) as unknown as ExperimentRow;
const run = (experimentId: string | null, label: string, seed: number) =>
  ({
    ...{ label, seed, experiment: experimentId, tags: [], created: '2026-01-01' },
    id: `${experimentId ?? 'alone'}/${label}-seed-${seed}`,
    name: `${label}-seed-${seed}`,
  }) as unknown as RunRow;

const experiments = [experiment('old', 'Graded facts', '2026-01-01'), experiment('new', 'Random facts', '2026-02-01')];
const runs = [run('old', 'igpo', 1), run('old', 'grpo', 2), run('new', 'igpo', 2), run(null, 'lonely', 3)];
const ids = (words: string, most = 20) => placesFor(words, experiments, runs, most).map(({ id }) => id);

test('no words find nothing', () => assert.deepEqual(ids('  '), []));

test('every word must be there, in any order', () => {
  assert.deepEqual(ids('2 IGPO'), ['new/igpo-seed-2']);
  assert.deepEqual(ids('seed graded igpo'), ['old/igpo-seed-1']);
  assert.deepEqual(ids('igpo nothing'), []);
});

test('experiments come before their runs, the newest first, and no more than asked for', () => {
  assert.deepEqual(ids('facts').slice(0, 2), ['new', 'old']);
  assert.equal(ids('facts').length, 5);
  assert.deepEqual(ids('facts', 1), ['new']);
});

test('a name with these very words comes before one that has their letters somewhere', () => {
  const two = [experiment('igpo-2', 'Two', '2026-03-01')];
  assert.deepEqual(
    placesFor('igpo 2', two, runs, 5).map(({ id }) => id),
    ['new/igpo-seed-2', 'igpo-2'],
  );
});

test('tags find an experiment, and a run that lies alone has its name', () => {
  assert.deepEqual(ids('paper'), ['old']);
  const [alone] = placesFor('lonely', experiments, runs, 5);
  assert.deepEqual(alone, { id: 'alone/lonely-seed-3', title: 'lonely-seed-3', detail: '' });
});
