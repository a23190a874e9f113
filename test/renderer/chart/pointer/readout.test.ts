/** The numbers beside a line are those that were measured, wherever smoothing has drawn it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepCrosshair } from '../../../../renderer/chart/pointer/keyboard.ts';
import { lineEnds, pointAt, readings } from '../../../../renderer/chart/pointer/readout.ts';
import { emptyNote } from '../../../../renderer/chart/scene/empty.ts';
import { sampleLine, sampleScene } from '../sample-scene.ts';

const x = [1, 2, 3];
const measured = Float64Array.of(0.2, 1e30, 0.3);
const smooth = sampleLine('norm', x, [0.2, 6e29, 4e25], { measured, kind: 'smooth' });

test('an end label, the crosshair, the pointer and the keyboard give the measured value, at the drawn place', () => {
  const scene = sampleScene([smooth]);
  const [end] = lineEnds(scene);
  assert.deepEqual([end.value, end.drawn], [0.3, 4e25]);
  assert.deepEqual(
    readings([smooth], 2, 1).map(({ value }) => value),
    [1e30],
  );
  assert.equal(pointAt(scene, scene.x.at(3), scene.y.at(4e25))!.value, 0.3);
  assert.equal(stepCrosshair(scene, { cursor: 1, line: 'norm' }, 'ArrowRight', false)!.value, 1e30);
});

test('a smoothed line and the measured one under it are one set of points', () => {
  const below = Float64Array.of(-1, -2, -3);
  const raw = sampleLine('raw', x, [], { label: '', y: below });
  const lines = [raw, sampleLine('a', x, [-1, -1.5, -2], { measured: below })];
  assert.equal(
    emptyNote(sampleScene(lines, { yScale: 'log' }), ''),
    'none of the 3 points has a value above 0, which a log scale needs',
  );
});
