import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, paint } from '../../../../renderer/chart/draw/raster.ts';

const white = 0xffffff | 0xff000000;

const painted = (spans: readonly [number, number][], opacity: number, dash: readonly number[] = []): number[][] => {
  const [width, height] = [spans.length, 4];
  const raster = { width, height, pixels: new Int32Array(width * height).fill(white) };
  const top = Float32Array.from(spans, ([from]) => from);
  const bottom = Float32Array.from(spans, ([, to]) => to);
  paint(raster, { top, bottom }, pack(255, 0, 0), opacity, dash);
  // green and blue fall alike as red covers white
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, c) => (raster.pixels[row * width + c] >> 8) & 0xff),
  );
};

test('an opaque span covers its pixels whole and its end pixels in part', () => {
  // 0.5…3: half of row 0, all of rows 1 and 2
  assert.deepEqual(
    painted([[0.5, 3]], 1).map((row) => row[0]),
    [127, 0, 0, 255],
  );
  // a quarter of row 1 only: 255 · 0.75
  assert.deepEqual(
    painted([[1.25, 1.5]], 1).map((row) => row[0]),
    [255, 191, 255, 255],
  );
});

test('opacity mixes with what is below, and alpha stays full', () => {
  const raster = { width: 1, height: 3, pixels: new Int32Array(3).fill(white) };
  const whole = { top: Float32Array.of(0), bottom: Float32Array.of(3) };
  paint(raster, whole, pack(0, 0, 200), 0.5);
  // r, g: 255 · ½ = 127; b: 255 + (200 − 255) · ½ = 227
  for (const pixel of raster.pixels) assert.equal(pixel >>> 0, 0xffe37f7f);
});

test('what lies outside the picture, and gaps, change nothing', () => {
  const all = [
    [255, 255, 255],
    [255, 255, 255],
    [255, 255, 255],
    [255, 255, 255],
  ];
  assert.deepEqual(
    painted(
      [
        [NaN, NaN],
        [-9, -1],
        [4, 12],
      ],
      1,
    ),
    all,
  );
  assert.deepEqual(painted([[-5, 99]], 1), [[0], [0], [0], [0]]);
});

test('a dash leaves columns out', () => {
  const line = Array.from({ length: 6 }, (): [number, number] => [0, 1]);
  assert.deepEqual(painted(line, 1, [2, 1])[0], [0, 0, 255, 0, 0, 255]);
});
