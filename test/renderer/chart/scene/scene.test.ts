import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyNote } from '../../../../renderer/chart/scene/empty.ts';
import { within } from '../../../../renderer/chart/scene/extent.ts';
import { gapNote } from '../../../../renderer/chart/scene/gaps.ts';
import { stepCrosshair } from '../../../../renderer/chart/pointer/keyboard.ts';
import { brushed, panned, wheelFactor, zoomed } from '../../../../renderer/chart/pointer/navigate.ts';
import { lineEnds, pointAt, readings } from '../../../../renderer/chart/pointer/readout.ts';
import { sparkline } from '../../../../renderer/chart/scene/sparkline.ts';
import { smoothed } from '../../../../renderer/chart/scene/smoothed.ts';
import { sampleLine, sampleScene } from '../sample-scene.ts';

const steps = Array.from({ length: 11 }, (_, i) => i * 10);

test('the y axis fits what the view shows', () => {
  const line = sampleLine('a', [0, 10, 20, 30, 40, 50], [0, 1, 100, 1, 1, 1]);
  assert.deepEqual(sampleScene([line]).y.domain, [0, 100]);
  assert.ok(sampleScene([line], { view: [32, 48] }).y.domain[1] < 3);
});

test('x shows all points, from 0 if they begin just above it, and what other charts need', () => {
  const domain = (x: number[], other = {}) => sampleScene([sampleLine('a', x, x)], other).x.domain;
  assert.deepEqual(domain([20, 400]), [0, 400]);
  assert.deepEqual(domain([120, 400]), [120, 400]);
  assert.deepEqual(domain([120, 400], { extent: [100, 900] }), [100, 900]);
  assert.deepEqual(domain([120, 400], { extent: [200, 300] }), [120, 400]);
});

test('shares reach down to 0; other values show 0 only if it is near', () => {
  const far = sampleLine('a', [0, 100], [0.8, 0.9]);
  assert.equal(sampleScene([far], { unit: 'share' }).y.domain[0], 0);
  assert.equal(sampleScene([far]).y.domain[0], 0.8);
  assert.equal(sampleScene([sampleLine('a', [0, 100], [0.2, 0.9])]).y.domain[0], 0);
  assert.ok(sampleScene([far], { threshold: 0.7 }).y.domain[0] <= 0.7, 'the threshold is in sight');
});

test('zooming keeps what is under the pointer, also on a log scale, and never leaves the data', () => {
  for (const xScale of ['linear', 'log'] as const) {
    const scene = sampleScene([sampleLine('a', [1, 10, 1000], [1, 2, 3])], { xScale });
    const under = scene.x.invert(200);
    const [low, high] = zoomed(scene.x, 200, 0.5);
    const after = sampleScene(scene.lines, { xScale, view: [low, high] });
    assert.ok(Math.abs(after.x.at(under) - 200) < 1e-6, xScale);
  }
  const { x, all } = sampleScene([sampleLine('a', steps, steps)]);
  assert.deepEqual(all, { low: 0, high: 100 });
  const half = (x.pixels[0] + x.pixels[1]) / 2;
  assert.deepEqual(brushed(x, half, x.pixels[0]).map(Math.round), [0, 50]);
  assert.equal(within(zoomed(x, half, 2), all), null);
  assert.deepEqual(within([-20, 30], all), [0, 50]);
  assert.deepEqual(within([90, 130], all), [60, 100]);
  assert.ok(panned(x, 10)[0] > 0);
  assert.ok(wheelFactor(100, false) > 1 && wheelFactor(-100, false) < 1);
});

test('a line is read at the point nearest to the crosshair, and nowhere beyond its ends', () => {
  const lines = [sampleLine('a', [0, 10, 20], [1, 2, NaN]), sampleLine('b', [0, 5], [7, 8])];
  const read = (x: number) => readings(lines, x, 0.1).map(({ line, value }) => [line.id, value]);
  assert.deepEqual(read(9), [['a', 2]]);
  assert.deepEqual(read(4), [
    ['a', 1],
    ['b', 8],
  ]);
  assert.deepEqual(read(19), [['a', NaN]]);
  assert.deepEqual(read(40), []);
});

test('a line ends at its last value in view', () => {
  const line = sampleLine('a', [0, 10, 20, 30], [1, 2, 3, NaN]);
  assert.deepEqual(
    lineEnds(sampleScene([line])).map(({ x, value }) => [x, value]),
    [[20, 3]],
  );
  assert.deepEqual(
    lineEnds(sampleScene([line], { view: [5, 12] })).map(({ value }) => value),
    [2],
  );
  assert.deepEqual(lineEnds(sampleScene([line, sampleLine('b', [], [])])).length, 1);
});

test('the pointer is on the nearest point of the nearest line', () => {
  const scene = sampleScene([
    sampleLine(
      'low',
      steps,
      steps.map(() => 0),
    ),
    sampleLine(
      'high',
      steps,
      steps.map(() => 10),
    ),
  ]);
  const at = pointAt(scene, scene.x.at(31), scene.y.at(8));
  assert.deepEqual([at!.line.id, at!.x, at!.value], ['high', 30, 10]);
  assert.equal(pointAt(sampleScene([]), 100, 100), null);
});

test('arrow keys walk the points of a line and change the line', () => {
  const scene = sampleScene([sampleLine('a', steps, steps), sampleLine('b', [0, 100], [3, 4])]);
  const step = (cursor: number | null, line: string | null, key: string, shift = false) => {
    const found = stepCrosshair(scene, { cursor, line }, key, shift);
    return found === null ? null : [found.line.id, found.x, found.value];
  };
  assert.deepEqual(step(null, null, 'ArrowRight'), ['a', 50, 50]);
  assert.deepEqual(step(50, 'a', 'ArrowRight'), ['a', 60, 60]);
  assert.deepEqual(step(50, 'a', 'ArrowLeft', true), ['a', 0, 0]);
  assert.deepEqual(step(50, 'a', 'End'), ['a', 100, 100]);
  assert.deepEqual(step(90, 'a', 'ArrowDown'), ['b', 100, 4]);
  assert.deepEqual(step(90, 'a', 'ArrowUp'), ['b', 100, 4]);
  assert.equal(step(50, 'a', 'x'), null);
  assert.equal(stepCrosshair(sampleScene([]), { cursor: null, line: null }, 'ArrowRight', false), null);
});

test('charts without anything to draw say why', () => {
  const soon = 'no points yet: first evaluation at step 20';
  assert.equal(emptyNote(sampleScene([]), soon), soon);
  assert.equal(emptyNote(sampleScene([sampleLine('a', [], [])]), soon), soon);
  const gaps = [sampleLine('a', [1, 2, 3], [NaN, Infinity, NaN])];
  assert.equal(emptyNote(sampleScene(gaps), soon), 'none of the 3 points has a finite value');
  assert.equal(emptyNote(sampleScene([sampleLine('a', [1], [NaN])]), soon), 'the only point has no finite value');
  assert.match(emptyNote(sampleScene([sampleLine('a', [1, 2], [0, -1])], { yScale: 'log' }), soon)!, /above 0/);
  assert.equal(emptyNote(sampleScene([sampleLine('a', [1], [0])]), soon), null);
  const line = sampleLine('a', [0, 10], [1, 2]);
  assert.equal(emptyNote(sampleScene([line], { view: [3, 4] }), soon), null, 'the line crosses the view');
  assert.match(emptyNote(sampleScene([line], { view: [11, 12] }), soon)!, /no points in this range/);
});

test('gaps are counted once for a raw line and its smooth one', () => {
  const raw = sampleLine('a', [1, 2, 3], [1, NaN, Infinity], { kind: 'raw' });
  const smooth = sampleLine('b', [1, 2, 3], [1, NaN, NaN], { kind: 'smooth' });
  assert.equal(gapNote([raw, smooth], 'linear'), '2 points have no finite value: marked on the axis');
  assert.equal(gapNote([sampleLine('a', [1], [1])], 'linear'), '');
});

test('smoothing the same series again gives the same array, another weight another', () => {
  const y = Float64Array.of(1, 0, 1);
  assert.equal(smoothed(y, 0), y);
  assert.equal(smoothed(y, 0.9), smoothed(y, 0.9));
  // debiased: 1, then 0.9·0.1/(1 − 0.81) = 0.4737
  assert.deepEqual(
    [...smoothed(y, 0.9)].slice(0, 2).map((v) => Math.round(v * 1e4) / 1e4),
    [1, 0.4737],
  );
});

test('a sparkline goes from edge to edge, breaks in gaps and ends in its last value', () => {
  // x 2.5…97.5, y 17.5 (lowest)…2.5 (highest)
  assert.deepEqual(sparkline([0, 1, NaN, 1, NaN], 100, 20), {
    path: 'M2.5 17.5L26.3 2.5M73.8 2.5h0',
    end: [73.8, 2.5],
  });
  assert.deepEqual(sparkline([3, 3], 100, 20).path, 'M2.5 10L97.5 10');
  assert.deepEqual(sparkline([NaN], 100, 20), { path: '', end: null });
});
