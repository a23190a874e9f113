import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownRuns } from '../../../../renderer/features/live/shown-runs.ts';
import { byId, experimentRow, runRow } from '../../support/overview-rows.ts';

const experiments = byId([
  experimentRow('old', ['old/1'], { created: '2026-01' }),
  experimentRow('new', ['new/1', 'new/gone', 'new/2'], { created: '2026-02' }),
  experimentRow('late', ['late/1'], { created: '2026-03' }),
]);
const rows = [runRow('old/1'), runRow('new/1'), runRow('new/2'), runRow('alone', { experiment: null })];
const runs = byId(rows);
const shown = (named: string, of = runs) => {
  const { id, experiment, alone, siblings, runs: own } = shownRuns(named, { experiments, runs: of });
  return [id, experiment?.id, alone, siblings.map((run) => run.id).join(), own.map((run) => run.id).join()];
};

test('an experiment shows the runs that it has, one of them is shown beside its siblings', () => {
  assert.deepEqual(shown('new'), ['new', 'new', null, 'new/1,new/2', 'new/1,new/2']);
  assert.deepEqual(shown('new/2'), ['new/2', 'new', 'new/2', 'new/1,new/2', 'new/2']);
});

test('a run without an experiment, or that its experiment does not list yet, is shown alone', () => {
  assert.deepEqual(shown('alone'), ['alone', undefined, 'alone', '', 'alone']);
  assert.deepEqual(shown('late/9', byId([...rows, runRow('late/9')])), ['late/9', 'late', 'late/9', '', 'late/9']);
});

test('what is not there shows nothing, under its own name', () => {
  assert.deepEqual(shown('gone'), ['gone', undefined, 'gone', '', '']);
});

test('without a name it is the newest experiment that trains, or else the newest', () => {
  assert.equal(shown('')[0], 'late');
  assert.equal(shown('', byId([...rows, runRow('old/1', { state: 'running' })]))[0], 'old');
  assert.equal(shownRuns('', { experiments: new Map(), runs: new Map() }).id, '');
});
