/** Charts in a person's own order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arranged, moved, movedBy, spans, withChart } from '../../../../renderer/features/live/arrangement.ts';
import type { Arrangement } from '../../../../renderer/features/live/arrangement.ts';
import type { Panel } from '../../../../renderer/metrics/panels.ts';

const panel = (id: string, has: Partial<Panel> = {}): Panel => ({
  ...{ id, title: id, unit: '', over: '', metrics: [id], large: false, standard: true, sparse: false },
  ...has,
});
const panels = [panel('a', { large: true }), panel('b'), panel('c'), panel('d', { standard: false })];
const order = (arrangement: Arrangement, of = panels): string =>
  arranged(of, arrangement)
    .map((one) => (one.shown ? one.panel.id : `(${one.panel.id})`))
    .join(' ');

test('charts that were never arranged are in the default order', () => {
  assert.equal(order([]), 'a b c (d)');
  assert.deepEqual(
    arranged(panels, []).map(({ size }) => size),
    ['large', 'small', 'small', 'small'],
  );
});

test('a chart is moved before or after another, and stays where it is when there is no such chart', () => {
  assert.equal(order(moved(panels, [], 'c', 'before', 'a')), 'c a b (d)');
  assert.equal(order(moved(panels, [], 'a', 'after', 'c')), 'b c a (d)');
  const before = moved(panels, [], 'a', 'after', 'c');
  assert.equal(moved(panels, before, 'a', 'after', 'nowhere'), before);
  assert.equal(moved(panels, before, 'nowhere', 'after', 'a'), before);
});

test('by places a chart passes those that are shown, and stops at the first and the last', () => {
  const hidden = withChart(panels, [], 'b', { shown: false });
  assert.equal(order(movedBy(panels, hidden, 'a', 1)), '(b) c a (d)', 'b is not seen: one place is past c');
  assert.equal(order(movedBy(panels, [], 'c', -Infinity)), 'c a b (d)');
  assert.equal(order(movedBy(panels, [], 'a', 99)), 'b c a (d)');
  assert.deepEqual(movedBy(panels, [], 'a', -1), [], 'it is the first');
  assert.deepEqual(movedBy(panels, [], 'd', 1), [], 'it is not shown');
});

test('a metric that comes later follows the one that it usually follows', () => {
  const few = [panels[0], panels[2]];
  const own = moved(few, [], 'c', 'before', 'a');
  assert.equal(order(own), 'c (d) a b', 'd usually follows c, b follows a');
  const first = [panel('new'), ...panels];
  assert.equal(order(own, first), 'new c (d) a b');
});

test('a chart that a run lacks keeps its place for the runs that have it', () => {
  const own = withChart(panels, moved(panels, [], 'c', 'before', 'a'), 'c', { size: 'full' });
  const few = [panels[0], panels[1]];
  assert.equal(order(own, few), 'a b');
  const later = withChart(few, own, 'b', { shown: false });
  assert.equal(order(later), 'c a (b) (d)');
  assert.equal(arranged(panels, later)[0].size, 'full');
});

test('charts share a width in whole columns, a large one never narrower than a small one', () => {
  const all = (width: number) => [...spans(['small'], width), ...spans(['large'], width), ...spans(['full'], width)];
  assert.deepEqual(all(0), [12, 12, 12], 'before it is measured, and on a narrow window');
  assert.deepEqual(all(2 * 264 + 28), [6, 12, 12]);
  assert.deepEqual(all(900), [4, 6, 12]);
  assert.deepEqual(all(1540), [3, 6, 12]);
  assert.deepEqual(all(1800), [2, 4, 12]);
});

test('the rest of a row goes to its larger charts, except in the last row', () => {
  assert.deepEqual(spans([], 900), []);
  assert.deepEqual(spans(['large', 'large', 'small', 'small'], 900), [6, 6, 4, 4], 'nothing is left but at the end');
  assert.deepEqual(spans(['small', 'large', 'large', 'small'], 900), [4, 8, 6, 4], '4 + 6 leave 2');
  assert.deepEqual(spans(['small', 'small', 'full'], 900), [6, 6, 12]);
  assert.deepEqual(
    spans(['small', 'small', 'small', 'large', 'full'], 1540),
    [4, 4, 4, 12, 12],
    'the large one before a full one ends its row early',
  );
  assert.deepEqual(spans(['small', 'small', 'small', 'small', 'small', 'large'], 1800), [3, 3, 2, 2, 2, 4]);
});
