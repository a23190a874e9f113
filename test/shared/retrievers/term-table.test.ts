import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTermTable, termsOf } from '../../../shared/retrievers/term-table.ts';
import { stream } from '../../../shared/util/rng.ts';

test('terms are numbered in order of first appearance, whatever their case', () => {
  const table = createTermTable();
  assert.deepEqual(table.add('The owl, the OWL2 (the café)'), [0, 1, 0, 2, 0, 3]);
  assert.deepEqual(table.find('Café of the owl'), [3, 0, 1]);
  assert.deepEqual(table.terms, ['the', 'owl', 'owl2', 'café']);
  assert.deepEqual(table.add(''), []);
});

test('the table agrees with a Map of strings, on random text and past many doublings', () => {
  for (let seed = 0; seed < 20; seed++) {
    const rng = stream(seed, 'terms');
    const table = createTermTable();
    const numbers = new Map<string, number>();
    const marks = [
      ' ',
      '-',
      "'",
      '\n',
      '_',
      '@',
      '[',
      '`',
      '{',
      '/',
      ':',
      '\0',
      '\x7f',
      'é',
      'İ',
      '東',
      '🦉',
      '𐐀',
      '\ud83d',
    ];
    for (let i = 0; i < 100; i++) {
      const odd = rng.next() < 0.3; // other texts are ASCII only
      const word = () => rng.pick(['A', 'b', 'z', '0', '9']) + String(rng.integer(10_000));
      const mark = () => marks[rng.integer(odd ? marks.length : 13)];
      const text = Array.from({ length: 40 }, () => word() + mark()).join('');
      const expected = termsOf(text).map((term) => {
        if (!numbers.has(term)) numbers.set(term, numbers.size);
        return numbers.get(term)!;
      });
      assert.deepEqual(table.add(text), expected, `seed ${seed}`);
    }
    assert.deepEqual(table.terms, [...numbers.keys()], `seed ${seed}`);
  }
});
