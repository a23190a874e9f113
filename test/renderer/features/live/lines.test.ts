import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOfKey } from '../../../../shared/ipc/ids.ts';
import { panelLines } from '../../../../renderer/features/live/lines.ts';
import { seriesStyle } from '../../../../renderer/components/series-style.ts';
import { panelsFor } from '../../../../renderer/metrics/panels.ts';
import type { Panel } from '../../../../renderer/metrics/panels.ts';

/** As many as are smoothed. */
const points = { x: Float64Array.from({ length: 200 }, (_, i) => i), y: new Float64Array(200) };
const panel = (metrics: readonly string[], part: Partial<Panel>): Panel => ({
  ...panelsFor(metrics, false)[0],
  ...{ metrics, sparse: false },
  ...part,
});

test('every line of a run leads back to it, though its id has spaces', () => {
  const ids = ['my experiment/igpo seed 1', 'my', 'my experiment/igpo'];
  const runs = ids.map((id) => ({ id, label: '', style: seriesStyle(0) }));
  const one = ['loss/total'];
  const two = ['gain/turn_1', 'gain/turn_2'];
  for (const [drawn, smoothing] of [
    [panel(one, {}), 0],
    [panel(one, {}), 0.6],
    [panel(one, { sparse: true }), 0],
    [panel(two, {}), 0.6],
  ] as const) {
    const lines = panelLines(drawn, runs, () => points, smoothing);
    assert.deepEqual(new Set(lines.map(({ id }) => runOfKey(id))), new Set(ids));
    assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length, 'ids are unique');
  }
});

test('few points are never smoothed, and a smoothed line keeps what was measured', () => {
  const runs = [{ id: 'run', label: '', style: seriesStyle(0) }];
  const series = (n: number) => ({ x: Float64Array.from({ length: n }, (_, i) => i), y: new Float64Array(n).fill(2) });
  const few = panelLines(panel(['loss/total'], {}), runs, () => series(199), 0.6);
  assert.deepEqual([few.length, few[0].measured], [1, undefined]);
  const many = series(200);
  const [raw, smooth] = panelLines(panel(['loss/total'], {}), runs, () => many, 0.6);
  assert.equal(raw.y, many.y);
  assert.equal(smooth.measured, many.y);
  assert.notEqual(smooth.y, many.y);
});
