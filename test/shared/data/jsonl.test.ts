import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFromJsonl, corpusToJsonl } from '../../../shared/data/corpus-jsonl.ts';
import { questionsFromJsonl, questionsToJsonl } from '../../../shared/data/question-jsonl.ts';
import { splits } from '../../../shared/data/question.ts';
import type { Question } from '../../../shared/data/question.ts';
import { stream } from '../../../shared/util/rng.ts';
import type { Rng } from '../../../shared/util/rng.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import { valuesOf } from '../../support/world-values.ts';

const question: Question = {
  id: 'graded/1/train/0',
  text: 'What is the home of Bela?',
  groundTruth: ['Ilmar', 'Tessel'],
  split: 'train',
  corpusId: 'graded/1/train/0',
  kind: 'path',
  hops: 1,
  supporting: ['Bela'],
  hopAnswers: ['Ilmar'],
  supportingText: null,
  searchKeys: null,
};

/** Text made of what breaks line formats: quotes, newlines, separators, escapes, lone surrogates, line separators. */
const hostileParts = [
  '"',
  '\n',
  '"\n',
  '\r\n',
  '/',
  '%',
  '%2F',
  '\\',
  '\\n',
  ' ',
  '\u2028',
  '🦉',
  '\ud83d',
  'é',
  '{',
  'a',
  '<|',
  '\0',
];
const hostile = (rng: Rng) => Array.from({ length: 1 + rng.integer(6) }, () => rng.pick(hostileParts)).join('');
const listOf = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));

test('a question is written as a row of IGPO', () => {
  assert.deepEqual(JSON.parse(questionsToJsonl([question])), {
    data_source: 'path',
    prompt: [{ role: 'user', content: 'What is the home of Bela?' }],
    ability: 'search & question answering',
    reward_model: { ground_truth: 'Ilmar<|answer_split|>Tessel', style: 'unknown' },
    extra_info: {
      index: 'graded/1/train/0',
      split: 'train',
      corpusId: 'graded/1/train/0',
      kind: 'path',
      hops: 1,
      supporting: ['Bela'],
      hopAnswers: ['Ilmar'],
      supportingText: null,
      searchKeys: null,
    },
  });
});

test('a passage is written with its quoted title on the first line', () => {
  const jsonl = corpusToJsonl([{ id: 'c', passages: [{ id: 'Bela', title: 'Bela', text: 'Bela is a person.' }] }]);
  assert.equal(jsonl, '{"id":"c/Bela","contents":"\\"Bela\\"\\nBela is a person."}\n');
});

test('questions and corpora of a world read back equal', () => {
  const world = worlds.graded.create(valuesOf('graded', { bridge: 1, comparison: 1, intersection: 1 }));
  const drawn = listOf(30, (i) => world.question(1, 'train', i));
  const questions = drawn.map((item) => item.question);
  const corpora = drawn.map(({ corpus }) => corpus);
  assert.deepEqual(questionsFromJsonl(questionsToJsonl(questions)), questions);
  assert.deepEqual(corpusFromJsonl(corpusToJsonl(corpora)), corpora);
});

test('hostile questions and corpora read back equal', () => {
  for (let seed = 0; seed < 300; seed++) {
    const rng = stream(seed, 'hostile');
    const questions: Question[] = listOf(3, (i) => ({
      id: hostile(rng) + i,
      text: hostile(rng),
      groundTruth: listOf(1 + rng.integer(3), () => hostile(rng)),
      split: rng.pick(splits),
      corpusId: hostile(rng),
      kind: hostile(rng),
      hops: rng.pick([null, 0, 3]),
      supporting: rng.pick([null, [], [hostile(rng)]]),
      hopAnswers: rng.pick([null, [], [hostile(rng)]]),
      supportingText: rng.pick([null, [], [hostile(rng)]]),
      searchKeys: rng.pick([null, [], [[hostile(rng)], []]]),
    }));
    assert.deepEqual(questionsFromJsonl(questionsToJsonl(questions)), questions, `seed ${seed}`);
    const corpora = listOf(2, (c) => ({
      id: hostile(rng) + c,
      passages: listOf(3, (p) => ({ id: p + hostile(rng), title: rng.pick(['', hostile(rng)]), text: hostile(rng) })),
    }));
    assert.deepEqual(corpusFromJsonl(corpusToJsonl(corpora)), corpora, `seed ${seed}`);
  }
});

test('an empty file reads as no questions; blank lines and Windows line ends are skipped', () => {
  assert.deepEqual(questionsFromJsonl(questionsToJsonl([])), []);
  assert.deepEqual(corpusFromJsonl(corpusToJsonl([])), []);
  const jsonl = `\n${questionsToJsonl([question]).replace('\n', '\r\n')}\r\n\n`;
  assert.deepEqual(questionsFromJsonl(jsonl), [question]);
});

test('rows from elsewhere are read: Search-R1 targets, number indices, plain prompts', () => {
  const row = {
    data_source: 'nq',
    prompt: 'who wrote it',
    reward_model: { style: 'rule', ground_truth: { target: ['Ada', 'Ada L.'] } },
    extra_info: { split: 'test', index: 7 },
  };
  assert.deepEqual(questionsFromJsonl(JSON.stringify(row), 'wiki'), [
    {
      id: '7',
      text: 'who wrote it',
      groundTruth: ['Ada', 'Ada L.'],
      split: 'test',
      corpusId: 'wiki',
      kind: 'nq',
      hops: null,
      supporting: null,
      hopAnswers: null,
      supportingText: null,
      searchKeys: null,
    },
  ]);
});

test('a corpus from elsewhere keeps its ids unsplit under the given name', () => {
  const lines = ['{"id":"a/1","contents":"\\"T\\"\\nx"}', '{"id":"2","contents":"T\\nx"}', '{"id":"3","contents":"x"}'];
  assert.deepEqual(corpusFromJsonl(lines.join('\n'), 'wiki'), [
    {
      id: 'wiki',
      passages: [
        { id: 'a/1', title: 'T', text: 'x' },
        { id: '2', title: 'T', text: 'x' },
        { id: '3', title: '', text: 'x' },
      ],
    },
  ]);
});

test('a malformed line is named by its number', () => {
  const good = questionsToJsonl([question]);
  const changed = (change: object) => JSON.stringify({ ...JSON.parse(good), ...change });
  const read = (line: string) => () => questionsFromJsonl(`${good}\n${line}`);
  assert.throws(read('{"data_'), { name: 'RangeError', message: 'questions line 3: expected JSON, got "{\\"data_"' });
  assert.throws(read('[]'), /^TypeError: questions line 3: expected an object, got \[\]$/);
  assert.throws(read(good), /line 3, extra_info, index: expected a new one, got "graded\/1\/train\/0"/);
  assert.throws(
    read(changed({ extra_info: { index: 'b', split: 'dev' } })),
    /line 3, extra_info, split: expected one of train, .*got "dev"/,
  );
  assert.throws(read(changed({ extra_info: {} })), /line 3, extra_info, index: expected text, got nothing/);
  assert.throws(
    () => corpusFromJsonl('{"id":"a/b"}'),
    /^TypeError: corpus line 1, contents: expected text, got nothing/,
  );
  assert.throws(
    () => corpusFromJsonl('{"id":"b","contents":""}'),
    /line 1, id: expected <corpus>\/<passage>, got "b" — name the/,
  );
  const passage = '{"id":"a/b","contents":"x"}\n';
  assert.throws(
    () => corpusFromJsonl(passage + passage),
    /corpus line 2, id: expected one that is new to its corpus, got "a\/b"/,
  );
});

test('a question without ground truth is refused in both directions', () => {
  const sentence =
    /(question graded\/1\/train\/0|line 1, reward_model, ground_truth): expected at least one accepted answer and none empty, got/;
  assert.throws(() => questionsToJsonl([{ ...question, groundTruth: [] }]), sentence);
  assert.throws(() => questionsToJsonl([{ ...question, groundTruth: ['Ilmar', ''] }]), sentence);
  const row = JSON.parse(questionsToJsonl([question]));
  const without = (ground_truth: unknown) => JSON.stringify({ ...row, reward_model: { ground_truth } });
  assert.throws(() => questionsFromJsonl(without('')), sentence);
  assert.throws(() => questionsFromJsonl(without([])), sentence);
  assert.throws(
    () => questionsFromJsonl(without(undefined)),
    /line 1, reward_model, ground_truth: expected an object, got nothing/,
  );
});

test('an answer that holds the separator is refused, not split', () => {
  const tricky = { ...question, groundTruth: ['a<|answer_split|>b'] };
  assert.throws(
    () => questionsToJsonl([tricky]),
    /expected answers without <\|answer_split\|>, got "a<\|answer_split\|>b"/,
  );
});
