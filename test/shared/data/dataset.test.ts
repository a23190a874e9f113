import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDataset } from '../../../shared/data/dataset.ts';
import type { Question, Split } from '../../../shared/data/question.ts';

const corpus = { id: 'c', passages: [{ id: 'p', title: 'P', text: 'p' }] };
const ask = (id: string, split: Split, changes: Partial<Question> = {}): Question => ({
  id,
  text: '?',
  groundTruth: ['a'],
  split,
  corpusId: 'c',
  kind: 'path',
  hops: null,
  supporting: ['p'],
  hopAnswers: null,
  supportingText: null,
  searchKeys: null,
  ...changes,
});

test('a dataset gives the questions of a split in order, each with its corpus', () => {
  const dataset = createDataset('d', [ask('1', 'train'), ask('2', 'test'), ask('3', 'train')], [corpus]);
  assert.deepEqual([dataset.size('train'), dataset.size('test'), dataset.size('testHops')], [2, 1, 0]);
  assert.equal(dataset.question('train', 1).question.id, '3');
  assert.equal(dataset.question('train', 1).corpus, corpus);
});

test('an index past the end of a split is refused', () => {
  const dataset = createDataset('d', [ask('1', 'train')], [corpus]);
  assert.throws(
    () => dataset.question('train', 1),
    /^RangeError: dataset d: expected an index below 1 in train, got 1$/,
  );
  assert.throws(() => dataset.question('test', 0), /below 0 in test, got 0/);
});

test('questions must find their corpus and their supporting passages, and ids must be unique', () => {
  const create =
    (questions: Question[], corpora = [corpus]) =>
    () =>
      createDataset('d', questions, corpora);
  assert.throws(
    create([ask('1', 'train', { corpusId: 'x' })]),
    /question 1 asks corpus x, which is not there — import it too/,
  );
  assert.throws(
    create([ask('1', 'train', { supporting: ['p', 'q'] })]),
    /question 1 is supported by passage q, not in corpus c/,
  );
  assert.throws(
    create([ask('1', 'train'), ask('1', 'test')]),
    /dataset d: question ids: expected each once, got 1 twice/,
  );
  assert.throws(create([], [corpus, corpus]), /dataset d: corpus ids: expected each once, got c twice/);
  const twice = { id: 'c', passages: [corpus.passages[0], corpus.passages[0]] };
  assert.throws(create([], [twice]), /corpus c: passage ids: expected each once, got p twice/);
});
