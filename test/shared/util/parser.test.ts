import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectFromJson } from '../../../shared/util/json.ts';
import {
  anyObject,
  count,
  fields,
  finite,
  flag,
  json,
  jsonObject,
  list,
  nonEmptyList,
  nonEmptyText,
  object,
  oneOf,
  optional,
  orNull,
  text,
  type Parser,
} from '../../../shared/util/parser.ts';

test('an object has its required keys, may have its optional ones, and no others', () => {
  const parse = object({ name: text, size: optional(count) });
  assert.deepEqual(parse({ name: 'a' }, 'x'), { name: 'a' });
  assert.deepEqual(parse({ name: 'a', size: undefined }, 'x'), { name: 'a' });
  assert.throws(() => parse({ size: 1 }, 'x'), { message: 'x.name: expected text, got nothing' });
  assert.throws(() => parse(Object.create({ name: 'inherited' }), 'x'), /x.name: expected text/);
  assert.throws(() => parse({ name: 'a', sise: 1 }, 'x'), { message: 'x.sise: unknown key — did you mean size?' });
  assert.throws(() => object({})({ a: 1 }, 'x'), { message: 'x.a: unknown key — expected none' });
});

test('a very long unknown key is cut in the sentence', () => {
  const wrong = { ['k'.repeat(1e6)]: 1 };
  assert.throws(() => object({ name: text })(wrong, 'x'), {
    message: `x.${'k'.repeat(60)}: unknown key — expected one of name`,
  });
});

const faults: [parser: Parser<unknown>, value: unknown, message: string][] = [
  [text, 7, 'x: expected text, got 7'],
  [nonEmptyText, ' ', 'x: expected a text, got " "'],
  [flag, 'true', 'x: expected true or false, got "true"'],
  [finite, NaN, 'x: expected a finite number, got NaN'],
  [count, 1.5, 'x: expected an integer ≥ 0, got 1.5'],
  [count, -1, 'x: expected an integer ≥ 0, got -1'],
  [oneOf(['a', 'b']), 'c', 'x: expected one of a, b, got "c"'],
  [orNull(text), undefined, 'x: expected text, got nothing'],
  [list(text), 'a', 'x: expected a list, got "a"'],
  [list(text), ['a', 1], 'x[1]: expected text, got 1'],
  [list(text), Array(10_001).fill('a'), 'x: expected at most 10000 items, got 10001'],
  [nonEmptyList(text), [], 'x: expected a list with at least one item, got []'],
  [nonEmptyList(text), [1], 'x[0]: expected text, got 1'],
  [anyObject, [], 'x: expected an object, got []'],
  [anyObject, null, 'x: expected an object, got null'],
  [json, { a: NaN }, 'x: expected plain data, got {"a":null}'],
  [json, undefined, 'x: expected plain data, got nothing'],
  [jsonObject, [], 'x: expected an object, got []'],
];
for (const [parser, value, message] of faults)
  test(`a fault is a sentence: ${message}`, () => assert.throws(() => parser(value, 'x'), { message }));

test('a value that fits is returned unchanged', () => {
  assert.equal(orNull(text)(null, 'x'), null);
  assert.equal(orNull(text)('a', 'x'), 'a');
  assert.deepEqual(list(list(text))([['a'], []], 'x'), [['a'], []]);
  assert.deepEqual(nonEmptyList(count)([0, 2], 'x'), [0, 2]);
  assert.deepEqual(jsonObject({ a: [null, true, 'b', 1] }, 'x'), { a: [null, true, 'b', 1] });
});

test('single keys are read from an object that holds more, and only its own', () => {
  const read = fields({ step: 3, later: 'from a newer version' }, 'state.json');
  assert.equal(read('step', count), 3);
  assert.throws(() => read('toString', text), { message: 'state.json, toString: expected text, got nothing' });
});

test('a text that holds no object is refused with the place that it came from', () => {
  assert.deepEqual(objectFromJson('{"a":1}', 'f'), { a: 1 });
  assert.throws(() => objectFromJson('{"a', 'f'), {
    message: 'f: expected JSON, got "{\\"a" — the file is damaged',
  });
  assert.throws(() => objectFromJson('[1]', 'f'), { message: 'f: expected a JSON object, got "[1]"' });
});
