/** The tag protocol with a tokenizer that writes every tag with several tokens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Question } from '../../../../shared/data/question.ts';
import { tagProtocol } from '../../../../shared/rollout/protocols/tags.ts';
import { rollOut } from '../../../../shared/rollout/roll-out.ts';
import { stream } from '../../../../shared/util/rng.ts';
import { fakePolicy, scripted } from '../../../support/fake-policy.ts';
import { letterTokenizer as tokenizer } from '../../../support/letter-tokenizer.ts';
import { memoryRetriever } from '../../../support/memory-retriever.ts';

const protocol = tagProtocol(tokenizer);
const parse = (text: string) => protocol.parse(tokenizer.encode(text));
const thought = '<think>a < b</think>';

test('thought, query and answer are read between tags, and the thought has its length in tokens', () => {
  assert.deepEqual(parse(`${thought}<search>Ada leads</search>`), {
    thought: 'a < b',
    query: 'Ada leads',
    answer: null,
    wellFormed: true,
    thoughtTokens: thought.length,
  });
  assert.deepEqual(parse('<answer>Bo</answer>'), { thought: null, query: null, answer: 'Bo', wellFormed: true });
  assert.deepEqual(parse('<answer></answer>'), { thought: null, query: null, answer: '', wellFormed: true });
});

test('text between sections, half a tag and an unclosed section are malformed', () => {
  for (const text of [
    `${thought} <search>a</search>`,
    '<search>a</search',
    '<search>a',
    'earch></search>',
    '',
    '<end>',
  ])
    assert.equal(parse(text).wellFormed, false, text);
  assert.equal(parse('<search>a</search').query, null);
  assert.equal(parse('<answer>a</answer><search>b</search>').answer, 'a');
});

test('a message ends with a whole closing tag', () => {
  const texts = protocol.stops.map((stop) => tokenizer.decode(stop));
  assert.deepEqual(texts, ['</search>', '</answer>', '<end>']);
});

test('a response is cut to the limit with its tags intact', () => {
  const passages = [{ passage: { id: 'p', title: '', text: 'Ada leads Bo' }, relevance: 1 }];
  const response = (maxTokens: number) => tokenizer.decode(protocol.response(passages, maxTokens));
  const tags = '<information></information>'.length;
  assert.equal(response(100), '<information>Ada leads Bo</information>');
  assert.equal(response(tags + 3), '<information>Ada</information>');
  assert.equal(response(tags), '<information></information>');
});

test('the fork names the ground truth inside its wrapper', () => {
  const head = "<think>Now there's enough information to answer</think><answer>";
  for (const [wrapper, before] of [
    ['igpo', head],
    ['answerTag', '<answer>'],
    ['none', ''],
  ] as const) {
    const { tokens, span } = protocol.groundTruthFork('Ada', wrapper);
    assert.equal(tokenizer.decode(tokens), `${before}Ada`);
    assert.deepEqual(span, { start: before.length, end: before.length + 3 });
  }
});

test('a rollout ends its messages at whole tags, and its spans cover what they name', async () => {
  const question: Question = {
    ...{ id: 'q', text: 'who leads Bo?', groundTruth: ['Ada'], split: 'train', corpusId: 'c', kind: 'path', hops: 1 },
    ...{ supporting: null, hopAnswers: null, supportingText: null, searchKeys: null },
  };
  const corpus = { id: 'c', passages: [{ id: 'p1', title: 'Bo', text: 'Ada leads Bo' }] };
  const [first, second] = [`${thought}<search>Bo</search>`, '<answer>Ada</answer>'];
  const sampler = fakePolicy(scripted([tokenizer.encode(first + second)]));
  const [[rollout]] = await rollOut(
    {
      ...{ name: '1', firstGroup: 0, groupSize: 1, scoreGroundTruth: true, tasks: [{ question, corpus }] },
      rng: () => stream(1, 'sample'),
    },
    { sampler, retriever: memoryRetriever(), protocol },
    {
      ...{ maxTurns: 3, maxTokens: 300, maxMessageTokens: 60, maxResponseTokens: 60, passages: 1 },
      ...{ temperature: 1, topP: 1, wrapper: 'answerTag' },
    },
  );
  const text = ({ start, end }: { start: number; end: number }) => tokenizer.decode(rollout.tokens.slice(start, end));
  assert.equal(rollout.stopReason, 'answered');
  assert.deepEqual(
    rollout.turns.map(({ message, response }) => [text(message), response && text(response)]),
    [
      [first, '<information>Ada leads Bo</information>'],
      [second, null],
    ],
  );
  const { message, thoughtEnd } = rollout.turns[0];
  assert.equal(text({ start: message.start, end: thoughtEnd! }), thought);
  const written = rollout.tokens.filter((_, t) => rollout.mask[t] === 1);
  assert.equal(tokenizer.decode(written), first + second);
  // the fork's log-probs are −(position + 1)/100; Ada follows <answer> right behind the prompt and behind the response
  const scored = [rollout.promptLength, rollout.turns[0].response!.end].map((held) =>
    Float32Array.from({ length: 3 }, (_, i) => -(held + '<answer>'.length + i + 1) / 100),
  );
  assert.deepEqual(rollout.groundTruthLogProb, scored);
});
