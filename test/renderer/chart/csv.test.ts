import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allX, columnsFor, csv } from '../../../renderer/chart/csv.ts';
import type { LineSpec } from '../../../renderer/chart/chart.ts';

const line = (id: string, label: string, x: number[], y: number[]): LineSpec => ({
  id,
  label,
  colour: '--s0',
  dash: [],
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  kind: 'raw',
});

test('every point is in the table: empty where a line has none, NaN where its point has no value', () => {
  const columns = columnsFor([line('a', 'IGPO', [1, 2, 4], [0.5, NaN, 0.1 + 0.2]), line('b', '', [2, 3], [7, 8])], []);
  assert.equal(csv('steps', columns), 'steps,IGPO,b\r\n1,0.5,\r\n2,NaN,7\r\n3,,8\r\n4,0.30000000000000004,\r\n');
});

test('bands are two columns, and headings with commas or quotes are quoted', () => {
  const [x, low, high] = [Float64Array.of(1), Float64Array.of(2), Float64Array.of(3)];
  const columns = columnsFor([line('a', 'lr "high", 2', [1], [0])], [{ id: 'a', colour: '--s0', x, low, high }]);
  assert.equal(csv('', columns), 'x,"lr ""high"", 2",a low,a high\r\n1,0,2,3\r\n');
});

test('x of all lines are merged once each, and a shared x is not copied', () => {
  const [a, b] = [line('a', 'a', [1, 3], [0, 0]), line('b', 'b', [1, 3], [0, 0])];
  assert.equal(allX(columnsFor([a, b], [])), a.x);
  assert.deepEqual([...allX(columnsFor([a, line('c', 'c', [0, 3, 5], [0, 0, 0])], []))], [0, 1, 3, 5]);
  assert.deepEqual([...allX([])], []);
});

test('a smoothed line is written as it was measured, once', () => {
  const measured = Float64Array.of(0.3, 1e30);
  const raw = { ...line('raw', '', [1, 2], []), y: measured };
  const columns = columnsFor([raw, { ...line('a', 'Norm', [1, 2], [0.3, 4e29]), measured }], []);
  assert.equal(csv('steps', columns), 'steps,Norm\r\n1,0.3\r\n2,1e+30\r\n');
});
