/** The contrast of the design tokens, WCAG 2.2: each text colour can be read on every background that it is used on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkout } from './support/launch.ts';

const css = readFileSync(join(checkout, 'renderer/style/tokens.css'), 'utf8');
const blocks = css.split(/^\}/m);
const tokensOf = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name!, value!]));
const light = tokensOf(blocks[0]);
const dark = new Map([...light, ...tokensOf(blocks[1])]);

/** Linear red, green and blue of `#rrggbb` or `oklch(L% C h)`. Source of the matrices: CSS Color 4, section 17. */
function linear(colour: string): number[] {
  const hex = /^#(\w\w)(\w\w)(\w\w)$/.exec(colour);
  if (hex)
    return hex.slice(1).map((part) => {
      const share = parseInt(part, 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
  const [, lightness, chroma, hue] = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(colour)!.map(Number) as number[];
  const [L, a, b] = [
    lightness! / 100,
    chroma! * Math.cos((hue! * Math.PI) / 180),
    chroma! * Math.sin((hue! * Math.PI) / 180),
  ];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)));
}

const luminance = (colour: string): number => {
  const [red, green, blue] = linear(colour) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Text colours and their backgrounds. Names of algorithms are never on a pressed or selected background. */
const pairs = [
  ...['ink', 'soft', 'faint', 'accent', 'good', 'bad'].map((text) => ({
    text,
    grounds: ['paper', 'wash', 'press', 'accent-wash'],
  })),
  ...['warn', 's0', 's1', 's2', 's3', 's4', 's5'].map((text) => ({ text, grounds: ['paper', 'wash'] })),
];

for (const [theme, tokens] of Object.entries({ light, dark })) {
  test(`${theme}: every text colour has a contrast of 4.5 on every background`, () => {
    const low = pairs.flatMap(({ text, grounds }) =>
      grounds
        .map((ground) => ({ text, ground, ratio: contrast(tokens.get(text)!, tokens.get(ground)!) }))
        .filter(({ ratio }) => ratio < 4.5)
        .map(({ ground, ratio }) => `${text} on ${ground}: ${ratio.toFixed(2)}`),
    );
    assert.deepEqual(low, []);
    assert.ok(contrast(tokens.get('accent-ink')!, tokens.get('accent')!) >= 4.5);
  });
}

test('black on white is 21, and mid grey on white is 4.48 (#777) and 4.54 (#767676)', () => {
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 0.01, `${a}`);
  near(contrast('#000000', '#ffffff'), 21);
  near(contrast('#777777', '#ffffff'), 4.48);
  near(contrast('#767676', '#ffffff'), 4.54);
  near(contrast('oklch(100% 0 0)', '#000000'), 21);
});
