import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeLabels } from '../../../../renderer/chart/draw/label-places.ts';
import { stream } from '../../../../shared/util/rng.ts';

const places = (wishes: readonly number[], top = 0, bottom = 100, gap = 15): number[] =>
  placeLabels(
    wishes.map((y, i) => ({ id: String(i), y })),
    top,
    bottom,
    gap,
  ).map(({ place }) => place);

test('labels with enough room are at their lines', () => {
  assert.deepEqual(places([10, 40, 90]), [10, 40, 90]);
});

test('labels that would overlap share the shift around their middle', () => {
  assert.deepEqual(places([50, 50]), [42.5, 57.5]);
  // 50, 52, 58: mean of y − i·15 is (50 + 37 + 28) / 3 = 38.333
  assert.deepEqual(places([50, 52, 58]).map(Math.round), [38, 53, 68]);
});

test('a block that grows into its neighbour takes it in', () => {
  // 50, 50 would stand at 42.5 and 57.5, which leaves no room for 65: mean of (50, 35, 35) is 40
  assert.deepEqual(places([50, 50, 65]), [40, 55, 70]);
});

test('labels stay inside, and those without room are dropped from the end of the list', () => {
  assert.deepEqual(places([-20, 130]), [0, 100]);
  assert.deepEqual(places([95, 95]), [85, 100]);
  const kept = placeLabels(
    Array.from({ length: 20 }, (_, i) => ({ id: String(i), y: 50 })),
    0,
    100,
    15,
  );
  assert.deepEqual(
    kept.map(({ id }) => Number(id)).sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6],
  ); // 7 · 15 − 15 ≤ 100
});

test('wherever the lines end, no two labels are nearer than the gap and their order is kept', () => {
  const seed = 3;
  const random = stream(seed, 'labels test');
  for (let i = 0; i < 200; i++) {
    const wishes = Array.from({ length: 1 + random.integer(9) }, () => random.next() * 140 - 20);
    const labels = wishes.map((y, id) => ({ id: String(id), y }));
    const placed = placeLabels(labels, 0, 120, 15);
    assert.equal(placed.length, wishes.length);
    placed.forEach(({ place, y }, at) => {
      assert.ok(place >= -1e-9 && place <= 120 + 1e-9, `seed ${seed}: ${wishes}`);
      if (at === 0) return;
      assert.ok(place - placed[at - 1].place >= 15 - 1e-9, `seed ${seed}: ${wishes}`);
      assert.ok(y >= placed[at - 1].y, `seed ${seed}: ${wishes}`);
    });
  }
});
