/** What every question source promises, on defaults. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameters } from '../../../shared/config/parse.ts';
import { questionSources } from '../../../shared/questions/index.ts';
import type { QuestionSourceKind } from '../../../shared/questions/source.ts';
import { createTokenizer } from '../../../shared/tokenizers/index.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import { valuesOf } from '../../support/world-values.ts';

const opened = (Object.values(questionSources) as readonly QuestionSourceKind[]).map((kind) => ({
  kind,
  source: kind.create(parseParameters(kind.parameters, {}, kind.name)),
}));

for (const { kind, source } of opened) {
  test(`${kind.name}: the same split, index and seed give the same question, in any order of calls`, () => {
    assert.ok(source.splits.includes('train') && source.splits.includes('test'));
    for (const split of source.splits) {
      const first = source.question(split, 3, 7);
      assert.equal(first.question.split, split);
      assert.notDeepEqual(source.question(split, 4, 7), first);
      assert.deepEqual(source.question(split, 3, 7), first);
    }
  });

  test(`${kind.name}: each question knows what the source says it supplies`, () => {
    assert.ok(source.supplies.every((supply) => kind.supplies.includes(supply)));
    for (const split of source.splits) {
      const { question, corpus } = source.question(split, 0, 1);
      assert.equal(question.corpusId, corpus.id);
      if (source.supplies.includes('supporting passages')) assert.ok(question.supportingText!.length > 0);
      if (source.supplies.includes('search keys')) assert.ok(question.searchKeys!.length > 0);
      if (source.supplies.includes('other passages'))
        assert.ok(corpus.passages.length > (question.supporting?.length ?? 0));
    }
  });

  test(`${kind.name}: its tokenizer expresses every question and passage, and reads back the same text`, () => {
    const tokenizer = createTokenizer(kind.tokenizer);
    for (const split of source.splits)
      for (let index = 0; index < 20; index++) {
        const { question, corpus } = source.question(split, index, 7);
        const texts = [question.text, ...question.groundTruth, ...corpus.passages.map(({ text }) => text)];
        for (const text of texts) assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
      }
  });
}

test('a built-in world as a source asks what the world asks', () => {
  const values = valuesOf('graded', { bridge: 1, comparison: 1, intersection: 1 });
  const source = questionSources.graded.create(values);
  const world = worlds.graded.create(values);
  for (const split of source.splits)
    for (let index = 0; index < 10; index++) {
      const { question, corpus } = world.question(5, split, index);
      assert.deepEqual(source.question(split, index, 5), { question, corpus });
    }
});
