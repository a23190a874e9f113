import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordTokenizer } from '../../../shared/tokenizers/word.ts';

const vocabulary = [
  '<pad>',
  '<search>',
  '</search>',
  '.',
  ',',
  '?',
  ':',
  'mother',
  'of',
  'Bela',
  'Question',
  "there's",
];
const tokenizer = wordTokenizer('test', vocabulary);

test('encode gives the position of each word, mark and tag in the vocabulary', () => {
  assert.deepEqual(tokenizer.encode('Question: mother of Bela?'), [10, 6, 7, 8, 9, 5]);
  assert.deepEqual(tokenizer.encode("<search>there's</search><pad>"), [1, 11, 2, 0]);
  assert.deepEqual(tokenizer.encode('  \n'), []);
  assert.equal(tokenizer.vocabularySize, 12);
});

test('decode puts no space before punctuation and none beside a tag', () => {
  const text = "<search>mother of Bela, there's.</search>Question: Bela?";
  assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
  assert.equal(tokenizer.decode([]), '');
});

test('decode normalises spaces, so that decoding what was encoded changes nothing more', () => {
  assert.equal(
    tokenizer.decode(tokenizer.encode(' <search> mother  of\nBela . </search> ')),
    '<search>mother of Bela.</search>',
  );
});

test('encode refuses an unknown word by name, and suggests the nearest known one', () => {
  assert.throws(() => tokenizer.encode('mothr of Bela'), {
    name: 'RangeError',
    message: 'tokenizer test: expected a word of its vocabulary, got "mothr" — did you mean mother?',
  });
  assert.throws(() => tokenizer.encode('bela'), /got "bela" — did you mean Bela/);
  assert.throws(() => tokenizer.encode('Bela < Bela'), /got "<"$/);
});

test('token and decode refuse an id outside the vocabulary', () => {
  assert.equal(tokenizer.token(7), 'mother');
  assert.throws(() => tokenizer.token(12), /expected a token id below 12, got 12/);
  assert.throws(() => tokenizer.decode([7, -1]), /got -1/);
});

test('a vocabulary must begin with <pad>, repeat nothing, and hold one piece of text per entry', () => {
  assert.throws(() => wordTokenizer('x', ['a']), /expected <pad> as entry 0, got "a"/);
  assert.throws(() => wordTokenizer('x', ['<pad>', 'a', 'a']), /got "a" twice/);
  assert.throws(() => wordTokenizer('x', ['<pad>', 'a b']), /expected entry 1 to be one word, got "a b"/);
  assert.throws(() => wordTokenizer('x', ['<pad>', '']), /expected entry 1 to be one word, got ""/);
});
