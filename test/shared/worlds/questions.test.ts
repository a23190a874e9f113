import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splits } from '../../../shared/data/question.ts';
import type { Split } from '../../../shared/data/question.ts';
import { heldOutBigrams } from '../../../shared/worlds/family.ts';
import { worlds } from '../../../shared/worlds/index.ts';
import type { WorldQuestion } from '../../../shared/worlds/world.ts';
import { answersTo, readCorpus } from '../../support/read-universe.ts';
import { valuesOf } from '../../support/world-values.ts';

const everyKind = { bridge: 1, comparison: 1, intersection: 1 };
const made = [worlds.graded.create(valuesOf('graded', everyKind)), worlds.random.create(valuesOf('random', everyKind))];
const draw = (world: (typeof made)[number], split: Split, count: number): WorldQuestion[] =>
  Array.from({ length: count }, (_, index) => world.question(7, split, index));

/** Relation bigrams of a path or bridge, read from its text. */
const bigramsOf = (text: string): string[] => {
  const relations =
    text
      .match(/^What is the (.+?) of (?:[A-Z]|the \w+ with)/)?.[1]
      .split(' of the ')
      .reverse() ?? [];
  return relations.slice(1).map((second, i) => `${relations[i]} ${second}`);
};

for (const world of made) {
  test(`${world.name}: reading the passages answers every question, and in one way only`, () => {
    const kinds = new Set<string>();
    for (const split of splits)
      for (const { question, corpus } of draw(world, split, 200)) {
        const statements = readCorpus(corpus);
        const answers = answersTo(question.text, statements);
        assert.equal(answers.length, 1, question.id);
        const alias = statements.get(answers[0])!.get('alias');
        assert.deepEqual(question.groundTruth, alias === undefined ? answers : [answers[0], alias], question.id);
        kinds.add(question.kind);
      }
    assert.deepEqual([...kinds].sort(), ['bridge', 'comparison', 'intersection', 'path']);
  });

  test(`${world.name}: facts, hop answers and supporting passages say how a question is resolved`, () => {
    for (const split of splits)
      for (const { question, corpus, facts } of draw(world, split, 100)) {
        const where = question.id;
        const { kind, hops, supporting, hopAnswers, groundTruth } = question;
        for (const { subject, relation, object, passage } of facts) {
          assert.ok(corpus.passages.includes(passage) && passage.id === subject, where);
          assert.ok(passage.text.includes(`The ${relation} is ${object}.`), where);
        }
        assert.deepEqual(supporting, [...new Set(facts.map(({ subject }) => subject))], where);
        assert.equal(hops, supporting.length, where);
        const textOf = (id: string) => corpus.passages.find((passage) => passage.id === id)!.text;
        assert.deepEqual(question.supportingText, supporting.map(textOf), where);
        assert.deepEqual(
          question.searchKeys,
          facts.map(({ relation, subject }) => [`${relation} of ${subject}`]),
          where,
        );
        if (kind === 'comparison') assert.equal(hopAnswers, null);
        else assert.equal(hopAnswers!.at(-1), groundTruth[0], where);
        if (kind !== 'path' && kind !== 'bridge') continue;
        const hopFacts = kind === 'path' ? facts : facts.slice(1);
        assert.deepEqual(
          hopAnswers,
          hopFacts.map(({ object }) => object),
          where,
        );
        assert.deepEqual(hopAnswers!.slice(0, -1), supporting.slice(1), where);
      }
  });

  test(`${world.name}: a path repeats no relation and no entity, and does not name its answer`, () => {
    for (const { question, facts } of draw(world, 'testHops', 200)) {
      const entities = [facts[0].subject, ...question.hopAnswers!];
      assert.equal(new Set(entities).size, 5, question.id); // 3 hops trained, so 4 here
      assert.equal(new Set(facts.map(({ relation }) => relation)).size, 4, question.id);
      for (const answer of question.hopAnswers!) assert.ok(!question.text.includes(answer), question.id);
    }
  });

  test(`${world.name}: only testComposition asks held-out compositions, and it always does`, () => {
    for (const split of splits)
      for (const { question } of draw(world, split, 300)) {
        const heldOut = bigramsOf(question.text).some((pair) => heldOutBigrams.has(pair));
        assert.equal(heldOut, split === 'testComposition', `${question.id} ${question.text}`);
      }
  });

  test(`${world.name}: the same arguments give the same question, in any order of calls`, () => {
    const forwards = draw(world, 'train', 20);
    for (let index = 19; index >= 0; index--) assert.deepEqual(world.question(7, 'train', index), forwards[index]);
    const { universe } = world;
    assert.deepEqual(universe(7, 'train', 3).corpus, forwards[3].corpus);
  });

  test(`${world.name}: no universe is in two splits, at two indices or under two seeds`, () => {
    const corpora = [
      ...splits.flatMap((split) => draw(world, split, 50)),
      ...splits.map((split) => world.question(8, split, 0)),
    ].map(({ corpus }) => corpus);
    const contents = corpora.map(({ passages }) =>
      passages
        .map(({ text }) => text)
        .sort()
        .join(),
    );
    assert.equal(new Set(contents).size, corpora.length);
    assert.equal(new Set(corpora.map(({ id }) => id)).size, corpora.length);
  });
}

test('the numbers of hops and the kinds follow the parameters', () => {
  const hopsOf = (minHops: number, hops: number, split: Split) =>
    new Set(
      draw(worlds.random.create(valuesOf('random', { minHops, hops })), split, 100).map(
        ({ question }) => question.hops,
      ),
    );
  assert.deepEqual(hopsOf(2, 2, 'train'), new Set([2]));
  assert.deepEqual([...hopsOf(1, 4, 'test')].sort(), [1, 2, 3, 4]);
  assert.deepEqual(hopsOf(1, 4, 'testHops'), new Set([5]));
  assert.deepEqual(hopsOf(1, 1, 'testComposition'), new Set([2])); // a composition takes two
  assert.deepEqual([...hopsOf(1, 3, 'testComposition')].sort(), [2, 3]);
  const comparisons = worlds.random.create(valuesOf('random', { path: 0, comparison: 2 }));
  assert.ok(draw(comparisons, 'train', 50).every(({ question }) => question.kind === 'comparison'));
});

test('kinds come in the shares that were asked for', () => {
  const world = worlds.random.create(valuesOf('random', { path: 3, bridge: 1 }));
  const bridges = draw(world, 'train', 2000).filter(({ question }) => question.kind === 'bridge').length;
  assert.ok(Math.abs(bridges / 2000 - 0.25) < 0.03, `${bridges}`); // 3 standard errors of a share of 2,000: .029
});

test('contradictory parameters and impossible coordinates are refused', () => {
  const create = (changes: object) => () => worlds.random.create(valuesOf('random', changes));
  assert.throws(create({ minHops: 3, hops: 2 }), /^RangeError: world random: expected minHops ≤ hops, got 3 and 2$/);
  assert.throws(
    create({ path: 0 }),
    /expected a positive share for some kind of question, got 0 for all — set path to 1/,
  );
  assert.throws(() => made[0].question(1, 'train', -1), /world graded: expected .*an index ≥ 0, got train and -1/);
  assert.throws(() => made[0].question(1, 'dev' as Split, 0), /got dev and 0/);
});
