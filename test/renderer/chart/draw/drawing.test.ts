import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeSvg } from '../../../../renderer/chart/draw/draw-whole.ts';
import { svgDocument } from '../../../../renderer/chart/draw/svg-pen.ts';
import { namesAsColours, sampleLine, sampleScene } from '../sample-scene.ts';

const svg = (...parameters: Parameters<typeof sampleScene>): string =>
  wholeSvg(sampleScene(...parameters), { title: 'Success', subtitle: 'n = 2' }, namesAsColours);

const paths = (text: string, colour: string): string[] =>
  [...text.matchAll(new RegExp(`<path d="([^"]*)"[^>]*stroke="${colour}"`, 'g'))].map(([, d]) => d!);

test('the SVG pen writes each mark as a vector, escaped and to a tenth of a pixel', () => {
  const text = svgDocument(10, 20, 'a < b', (pen) => {
    pen.polyline([0, 1.04, 2, 3], [0, 1.06, NaN, 4], { colour: 'red', width: 2, dash: [7, 3] });
    pen.text(1, 2, '<"&', { colour: 'blue' });
  });
  assert.match(text, /<title>a &lt; b<\/title>/);
  assert.match(
    text,
    /<path d="M0 0L1 1.1M3 4" fill="none" stroke="red" stroke-width="2"[^>]*stroke-dasharray="7 3"\/>/,
  );
  assert.match(text, />&lt;&quot;&amp;<\/text>/);
});

test('a chart leaves as text and vectors with its title, axis texts and line names', () => {
  const text = svg([
    sampleLine('IGPO', [0, 50, 100], [0, 1, 2]),
    sampleLine('GRPO', [0, 100], [0, 1], { colour: '--s1' }),
  ]);
  for (const part of ['Success', 'n = 2', 'steps', 'IGPO', 'GRPO', '>100<', '>2.0<'])
    assert.ok(text.includes(part), part);
  assert.doesNotMatch(text, /<image|data:/);
  assert.equal(paths(text, '--s0').length, 1);
  assert.equal(paths(text, '--s0')[0].match(/[ML]/g)!.join(''), 'MLL');
});

test('gaps break a line and are marked on the axis; a point between gaps is a dot', () => {
  const text = svg([sampleLine('a', [0, 1, 2, 3, 4, 5, 6], [1, 1, NaN, 2, NaN, 1, 1])]);
  const [line, ...crosses] = paths(text, '--s0');
  assert.equal(line!.match(/[ML]/g)!.join(''), 'MLMML');
  assert.equal(crosses.length, 2);
  assert.equal(text.match(/<circle/g)!.length, 1);
});

test('a long series becomes at most 7 points in each of two columns a pixel, its extremes kept', () => {
  const n = 50_000;
  const x = Array.from({ length: n }, (_, i) => i);
  const y = x.map((i) => (i === 31_234 ? 9 : i % 2));
  const scene = sampleScene([sampleLine('a', x, y)]);
  const [line] = paths(svg([sampleLine('a', x, y)]), '--s0');
  const points = line!.match(/[ML]/g)!.length;
  assert.ok(points > 800 && points <= 7 * 2 * (scene.box.right - scene.box.left) + 2, `${points} points`);
  assert.ok(line!.includes(` ${Math.round(scene.y.at(9) * 10) / 10}`), 'the one high point is drawn');
});

test('without room for names at the line ends, the key is below the chart', () => {
  const lines = Array.from({ length: 30 }, (_, i) => sampleLine(`run ${i}`, [0, 1], [i, i]));
  assert.equal(sampleScene(lines).direct, false);
  const text = svg(lines);
  assert.match(text, /height="732"/); // 44 + 200 + 30 · 16 + 8
  assert.ok(text.includes('run 29'));
});

test('a band is one area per stretch without a gap', () => {
  const band = {
    id: 'a',
    colour: '--s2',
    x: Float64Array.of(0, 1, 2, 3, 4),
    low: Float64Array.of(0, 0, NaN, 0, 0),
    high: Float64Array.of(1, 1, NaN, 1, 1),
  };
  const text = svg([sampleLine('a', [0, 4], [0.5, 0.5])], { bands: [band] });
  assert.equal(text.match(/<polygon/g)!.length, 2);
});
