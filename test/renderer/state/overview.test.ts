import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../support/runes.ts';
import { fakeServices } from '../support/fake-services.ts';

const { connect } = await import('../../../renderer/state/connection.svelte.ts');
const { followOverview, overview } = await import('../../../renderer/state/overview.svelte.ts');

const row = (id: string, step = 0) => ({ id, step });
const change = (part: object) => ({ whole: false, more: false, experiments: [], runs: [], removed: [], ...part });
const ids = () => [...overview.runs.keys()];

test('the overview is a whole list at first, then what changed', () => {
  const services = fakeServices();
  connect(services.bridge);
  followOverview();
  const call = services.last('overview');
  assert.equal(overview.loaded, false);

  call.value(change({ whole: true, more: true, runs: [row('a')] }));
  assert.deepEqual([overview.loaded, ids()], [false, []], 'half a list is not shown');
  call.value(change({ more: true, runs: [row('b')] }));
  call.value(change({ experiments: [row('e')], runs: [row('c')] }));
  assert.deepEqual([overview.loaded, ids(), [...overview.experiments.keys()]], [true, ['a', 'b', 'c'], ['e']]);

  const { experiments } = overview;
  call.value(change({ runs: [row('a', 5)], removed: ['b'] }));
  assert.deepEqual([...overview.runs.values()], [row('a', 5), row('c')]);
  call.value(change({ removed: [] }));
  assert.notEqual(overview.experiments, experiments, 'a removed id may be of either kind');

  const { runs } = overview;
  call.value(change({ experiments: [row('e', 1)] }));
  assert.equal(overview.runs, runs, 'runs that did not change are the same map');

  call.value(change({ whole: true, more: true, runs: [row('x')] }));
  call.value(change({ whole: true, runs: [row('y')] })); // the connection was lost between the two
  assert.deepEqual([ids(), overview.experiments.size], [['y'], 0]);
});
