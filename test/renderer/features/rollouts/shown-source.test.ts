import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesStyle } from '../../../../renderer/components/series-style.ts';
import { runNames, shownSource } from '../../../../renderer/features/rollouts/shown-source.ts';
import { byId, experimentRow, runRow } from '../../support/overview-rows.ts';

const runs = byId([
  runRow('a/1'),
  runRow('a/2', { label: 'grpo', seed: 2 }),
  runRow('a/3', { created: null }),
  runRow('alone', { experiment: null }),
]);
const experiments = byId([experimentRow('a', ['a/1', 'a/2', 'a/3'])]);
const shown = (named: string, loaded = true) => {
  const found = shownSource(named, { loaded, experiments, runs });
  return [found.source, found.missing, found.runs.join(), found.onlyRun, found.experiment?.id];
};

test('an experiment lists its runs that have begun, a run itself, no name the newest experiment', () => {
  assert.deepEqual(shown('a'), ['a', false, 'a/1,a/2', null, 'a']);
  assert.deepEqual(shown(''), shown('a'));
  assert.deepEqual(shown('a/2'), ['a/2', false, 'a/2', 'a/2', 'a']);
  assert.deepEqual(shown('alone'), ['alone', false, 'alone', 'alone', undefined]);
});

test('what does not exist is missing once the overview has come, and nothing takes its place', () => {
  assert.deepEqual(shown('gone'), ['', true, '', null, undefined]);
  assert.equal(shown('gone', false)[1], false);
});

test('a run that is listed alone has the colour that it has in its experiment', () => {
  const nameOf = runNames(shownSource('a/2', { loaded: true, experiments, runs }), runs);
  assert.deepEqual(nameOf('a/2'), { label: 'grpo', seed: 2, style: seriesStyle(1), text: 'grpo · seed 2' });
  assert.equal(nameOf('gone').text, 'gone');
});
