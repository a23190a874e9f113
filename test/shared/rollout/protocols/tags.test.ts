import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { Question } from '../../../../shared/data/question.ts';
import { tagProtocol } from '../../../../shared/rollout/protocols/tags.ts';
import { wordTokenizer } from '../../../support/word-tokenizer.ts';

const tokenizer = wordTokenizer('who leads Ada Bo? Ada leads Bo Cy a b c');
const protocol = tagProtocol(tokenizer);
const parse = (text: string) => protocol.parse(tokenizer.encode(text));

test('a prompt is the question after its heading', () => {
  const question = { text: 'who leads Bo?' } as Question;
  assert.equal(tokenizer.decode(protocol.prompt(question)), 'Question: who leads Bo?');
});

test('a thought and a query are read from tokens', () => {
  assert.deepEqual(parse('<think> a b </think> <search> Ada leads </search>'), {
    thought: 'a b',
    query: 'Ada leads',
    answer: null,
    wellFormed: true,
    thoughtTokens: 4,
  });
});

test('a thought is optional, and sections may be empty', () => {
  assert.deepEqual(parse('<answer> Bo </answer>'), { thought: null, query: null, answer: 'Bo', wellFormed: true });
  assert.deepEqual(parse('<think> </think> <answer> </answer>'), {
    thought: '',
    query: null,
    answer: '',
    wellFormed: true,
    thoughtTokens: 2,
  });
});

test('a thought has a length where the message begins with it and goes on after it', () => {
  const length = (text: string) => parse(text).thoughtTokens;
  assert.equal(length('<think> a </think> <answer> b </answer>'), 3);
  assert.equal(length('<think> a </think> b'), 3, 'malformed, but a thought');
  for (const text of ['<think> a </think>', '<think> a <search> b </search>', 'a <think> b </think> <end>', ''])
    assert.equal(length(text), undefined, text);
});

test('an answer wins over a query in the same message, whichever comes first', () => {
  const both = parse('<search> a </search> <answer> b </answer>');
  assert.deepEqual([both.query, both.answer, both.wellFormed], [null, 'b', false]);
});

test('an answer that is never closed does not count, and the query after it does', () => {
  const message = parse('<answer> a <search> b </search>');
  assert.deepEqual([message.query, message.answer, message.wellFormed], ['b', null, false]);
});

test('a closing tag alone is no action', () => {
  for (const text of ['a </search>', '</answer>', '<end>', 'a b <end>', '', '</search> <search> a'])
    assert.deepEqual(parse(text), { thought: null, query: null, answer: null, wellFormed: false }, text);
});

test('text outside the sections, unbalanced tags and written information are malformed', () => {
  for (const text of [
    'a <search> b </search>',
    '<think> a <search> b </search>',
    'a </think> <search> b </search>',
    '<think> a </think> b <search> c </search>',
    '<think> a </think> <think> b </think> <answer> c </answer>',
    '<search> a <search> b </search>',
    '<information> a </information> <answer> b </answer>',
    '<answer> b </answer> <end>',
  ])
    assert.equal(parse(text).wellFormed, false, text);
});

test('a response holds the passages in order, cut to the limit with its tags intact', () => {
  const passages = ['Ada leads Bo', 'Cy leads Ada'].map((text, i) => ({
    passage: { id: `p${i}`, title: '', text },
    relevance: 1,
  }));
  const response = (maxTokens: number) => tokenizer.decode(protocol.response(passages, maxTokens));
  assert.equal(response(8), '<information> Ada leads Bo Cy leads Ada </information>');
  assert.equal(response(7), '<information> Ada leads Bo Cy leads </information>');
  assert.equal(response(2), '<information> </information>');
});

test('a response to a query without passages says so', () => {
  assert.equal(tokenizer.decode(protocol.response([], 10)), '<information> Nothing found. </information>');
});

test('the fork names the ground truth inside its wrapper', () => {
  const scored = (wrapper: 'igpo' | 'answerTag' | 'none') => {
    const { tokens, span } = protocol.groundTruthFork('Ada leads', wrapper);
    return [tokenizer.decode(tokens), tokenizer.decode(tokens.slice(span.start, span.end))];
  };
  const head = "<think> Now there's enough information to answer </think> <answer>";
  assert.deepEqual(scored('igpo'), [`${head} Ada leads`, 'Ada leads']);
  assert.deepEqual(scored('answerTag'), ['<answer> Ada leads', 'Ada leads']);
  assert.deepEqual(scored('none'), ['Ada leads', 'Ada leads']);
});

test('a ground truth without tokens is refused', () => {
  assert.throws(() => protocol.groundTruthFork(' ', 'igpo'), /at least one token, got none/);
});

test('a tokenizer that writes two tags alike, or one without tokens, is refused', () => {
  const constant = (tokens: number[]) => ({ ...tokenizer, name: 'poor', encode: () => tokens });
  assert.throws(
    () => tagProtocol(constant([7])),
    /expected poor to tell <think> from the other tags, got tokens \[7\]$/,
  );
  assert.throws(() => tagProtocol(constant([])), /expected poor to tell <think> from the other tags, got tokens \[\]$/);
});
