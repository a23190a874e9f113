/** The place that a window gets at the next start. Displays: 1920 × 1040 at the origin, 1280 × 984 right of it. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fit, readPlace, savePlace } from '../../../main/electron/window-place.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const areas = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 40, width: 1280, height: 984 },
];
const bounds = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test('a window that lies on a display stays as it was', () => {
  assert.deepEqual(fit(bounds(100, 50, 1280, 800), areas), bounds(100, 50, 1280, 800));
  assert.deepEqual(fit(bounds(2000, 100, 1000, 700), areas), bounds(2000, 100, 1000, 700));
});

test('a window that reaches over an edge is moved onto the display that holds most of it', () => {
  assert.deepEqual(fit(bounds(-300, -20, 1280, 800), areas), bounds(0, 0, 1280, 800));
  // 400 px on the left display, 600 px on the right one, whose work area begins at y = 40
  assert.deepEqual(fit(bounds(1520, 0, 1000, 700), areas), bounds(1920, 40, 1000, 700));
});

test('a window larger than its display is made smaller, and one on no display gets no place', () => {
  assert.deepEqual(fit(bounds(1950, 100, 3000, 2000), areas), bounds(1920, 40, 1280, 984));
  assert.equal(fit(bounds(5000, 100, 800, 600), areas), null);
  assert.equal(fit(bounds(1920, 1024, 800, 600), areas), null, 'it only touches a corner');
});

test('a place is read as it was saved; a missing or damaged file gives none', (t) => {
  const file = join(temporaryFolder(t), 'window.json');
  assert.equal(readPlace(file), null);
  const place = { bounds: bounds(-8, 0, 800, 600), maximised: true };
  savePlace(file, place);
  assert.deepEqual(readPlace(file), place);
  for (const damaged of ['', '{', '{}', '{"bounds":{"x":0,"y":0,"width":-1,"height":2},"maximised":true}']) {
    writeFileSync(file, damaged);
    assert.equal(readPlace(file), null, damaged);
  }
});
