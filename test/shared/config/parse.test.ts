import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boolean, choice, integer, number, text } from '../../../shared/config/parameter.ts';
import { parseParameters } from '../../../shared/config/parse.ts';

const declared = {
  clipLow: number({ default: 0.2, min: 0, max: 1, help: '' }),
  clipHigh: number({ default: 0.2, min: 0, help: '' }),
  turns: integer({ default: 4, max: 9, help: '' }),
  shift: number({ default: 0, help: '' }),
  mode: choice({ default: 'sum', choices: ['sum', 'mean'], help: '' }),
  on: boolean({ default: false, help: '' }),
  note: text({ default: 'none', help: '' }),
};
const defaults = { clipLow: 0.2, clipHigh: 0.2, turns: 4, shift: 0, mode: 'sum', on: false, note: 'none' };
const parse = (input: unknown) => parseParameters(declared, input, 'config.algorithm');

test('an absent value takes its default, a given one wins', () => {
  assert.deepEqual(parse(undefined), defaults);
  assert.deepEqual(parse({}), defaults);
  assert.deepEqual(parse({ clipLow: 0, on: true, mode: 'mean', note: '', turns: -3 }), {
    ...defaults,
    ...{ clipLow: 0, on: true, mode: 'mean', note: '', turns: -3 },
  });
});

const faults: [input: unknown, message: string][] = [
  [{ clpLow: 0.1 }, 'config.algorithm.clpLow: unknown key — did you mean clipLow?'],
  [
    { temperature: 1 },
    'config.algorithm.temperature: unknown key — expected one of clipLow, clipHigh, turns, shift, mode, on, note',
  ],
  [{ clipLow: 1.2 }, 'config.algorithm.clipLow: expected a number in [0, 1], got 1.2'],
  [{ clipHigh: -1 }, 'config.algorithm.clipHigh: expected a number ≥ 0, got -1'],
  [{ turns: 10 }, 'config.algorithm.turns: expected an integer ≤ 9, got 10'],
  [{ turns: 1.5 }, 'config.algorithm.turns: expected an integer ≤ 9, got 1.5'],
  [{ shift: NaN }, 'config.algorithm.shift: expected a number, got NaN'],
  [{ shift: Infinity }, 'config.algorithm.shift: expected a number, got Infinity'],
  [{ shift: '1' }, 'config.algorithm.shift: expected a number, got "1"'],
  [{ shift: null }, 'config.algorithm.shift: expected a number, got null'],
  [{ shift: undefined }, 'config.algorithm.shift: expected a number, got nothing'],
  [{ mode: 'max' }, 'config.algorithm.mode: expected one of sum, mean, got "max"'],
  [{ mode: 1 }, 'config.algorithm.mode: expected one of sum, mean, got 1'],
  [{ on: 'true' }, 'config.algorithm.on: expected true or false, got "true"'],
  [{ note: 7 }, 'config.algorithm.note: expected a text, got 7'],
  [[], 'config.algorithm: expected an object, got []'],
  ['igpo', 'config.algorithm: expected an object, got "igpo"'],
  [
    JSON.parse('{"__proto__": {}}'),
    'config.algorithm.__proto__: unknown key — expected one of clipLow, clipHigh, turns, shift, mode, on, note',
  ],
];
for (const [input, message] of faults)
  test(`a fault is a sentence: ${message}`, () => assert.throws(() => parse(input), { message }));
