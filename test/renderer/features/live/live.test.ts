/** What the Live view computes: panels, units of x, key figures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyFigure, meanFigure } from '../../../../renderer/features/live/key-figures.ts';
import { panelsFor } from '../../../../renderer/metrics/panels.ts';
import { inUnit } from '../../../../renderer/metrics/x-units.ts';

const points = (x: number[], y: number[]) => ({ x: Float64Array.from(x), y: Float64Array.from(y) });

test('points are placed at the total of the last step that is not later, and at 0 before the first', () => {
  const totals = points([1, 2, 4], [128, 256, 512]);
  assert.deepEqual([...inUnit(points([0, 1, 2, 3, 4, 9], [1, 1, 1, 1, 1, 1]), totals).x], [0, 128, 256, 256, 512, 512]);
  assert.deepEqual([...inUnit(points([0, 5], [1, 1]), points([], [])).x], [0, 0]);
  const steps = points([1, 2], [3, 4]);
  assert.equal(inUnit(steps, null), steps);
  assert.equal(inUnit(steps, totals).x, inUnit(steps, totals).x, 'the same arrays give the same array');
});

test('a key figure is the last number, and its change compares the last two tenths', () => {
  const x = Array.from({ length: 20 }, (_, i) => i + 1);
  const figure = keyFigure(
    points(
      x,
      x.map((step) => (step > 18 ? 5 : step > 16 ? 3 : 0)),
    ),
  );
  assert.deepEqual(figure, { value: 5, change: 2 });
  assert.deepEqual(keyFigure(points([1, 2], [1, NaN])).value, 1);
  assert.deepEqual(keyFigure(points([], [])), { value: null, change: null });
});

test('a mean figure counts only the runs that have one', () => {
  assert.deepEqual(
    meanFigure([
      { value: 1, change: null },
      { value: 3, change: 2 },
      { value: null, change: null },
    ]),
    { value: 2, change: 2 },
  );
  assert.deepEqual(meanFigure([]), { value: null, change: null });
});

test('each metric has a panel; for one run, gains by turn share one', () => {
  const metrics = [
    'gain/turn_10',
    'gain/turn_1',
    'gain/turn_2',
    'score/answer_f1',
    'total/rollouts',
    'time/written',
    'my/own',
  ];
  const alone = panelsFor(metrics, false);
  assert.deepEqual(
    alone.map(({ id }) => id),
    ['score/answer_f1', 'gain/turn_<t>', 'my/own'],
  );
  assert.deepEqual(alone[1].metrics, ['gain/turn_1', 'gain/turn_2', 'gain/turn_10']);
  assert.equal(alone[1].title, 'Information gain by turn');
  assert.deepEqual(
    panelsFor(metrics, true).map(({ id }) => id),
    ['score/answer_f1', 'gain/turn_10', 'gain/turn_1', 'gain/turn_2', 'my/own'],
  );
  assert.deepEqual(panelsFor([], false), []);
});
