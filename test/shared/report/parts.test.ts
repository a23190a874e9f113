import { test } from 'node:test';
import assert from 'node:assert/strict';
import { linearScale, roundTicks } from '../../../shared/report/scale.ts';
import { curveOf, windowMeans } from '../../../shared/report/curves.ts';
import { markup } from '../../../shared/report/markup.ts';
import { markdownTable } from '../../../shared/report/markdown.ts';
import { sampleReport } from './sample-report.ts';

test('roundTicks are multiples of 1, 2 or 5', () => {
  assert.deepEqual(roundTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(roundTicks(-30, 130, 4), [0, 50, 100]);
  assert.deepEqual(roundTicks(3, 3, 4), [3]);
});

test('linearScale has room for nothing, for one value and for round ends', () => {
  assert.deepEqual(linearScale([], [0, 10], { count: 4, nice: false }).domain, [0, 1]);
  assert.deepEqual(linearScale([5], [0, 10], { count: 4, nice: false }).domain, [4.5, 5.5]);
  const scale = linearScale([0.13, 0.87], [100, 0], { count: 4, nice: true, include: [0] });
  assert.deepEqual(scale.domain, [0, 1]);
  assert.equal(scale.at(0.25), 75);
});

test('curveOf puts a metric over a total, linear between its steps and 0 at step 0', () => {
  const run = {
    ...sampleReport(1, 1).runs[0],
    series: {
      success: { step: [0, 1, 2, 3], value: [0.1, null, 0.3, 0.4] },
      'total/rollouts': { step: [1, 3], value: [100, 300] },
    },
  };
  assert.deepEqual(curveOf(run, 'success', 'total/rollouts'), { x: [0, 100, 200, 300], y: [0.1, NaN, 0.3, 0.4] });
  assert.equal(curveOf(run, 'reward/mean', 'step'), null);
  assert.equal(curveOf(run, 'success', 'total/seconds'), null);
});

test('windowMeans averages what is there', () => {
  const { x, y } = windowMeans({ x: [1, 2, 3, 4, 5], y: [1, 3, NaN, NaN, 7] }, 2);
  assert.deepEqual(x, [1.5, 3.5, 5]);
  assert.deepEqual(y, [2, NaN, 7]);
});

test('markup escapes text and keeps markup', () => {
  assert.equal(
    markup`<b>${'<&"\'>'}${[markup`<i/>`, 'x', null, 3]}</b>`.markup,
    '<b>&lt;&amp;&quot;&#39;&gt;<i/>x3</b>',
  );
});

test('markdownTable lines up and cannot be broken by its cells', () => {
  const table = {
    title: '',
    note: '',
    columns: [
      { label: 'A', numeric: false },
      { label: 'n', numeric: true },
    ],
    rows: [
      ['x|y\nz', '3'],
      ['[a](b) [1, 2]', '4'],
    ],
  };
  assert.equal(
    markdownTable(table),
    [
      '| A              |   n |',
      '| -------------- | --: |',
      '| x\\|y z         |   3 |',
      '| [a]\\(b) [1, 2] |   4 |',
    ].join('\n'),
  );
});
