import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainReached } from '../../../shared/scorers/chain-reached.ts';
import { format } from '../../../shared/scorers/format.ts';
import { scorers, scorersNamed } from '../../../shared/scorers/index.ts';
import { klRef } from '../../../shared/scorers/kl-ref.ts';
import { scoreRollout } from '../../../shared/scorers/score-rollout.ts';
import type { Scorer } from '../../../shared/scorers/scorer.ts';
import { writtenTokens } from '../../../shared/scorers/written-tokens.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

test('chainReached is 1 only when every supporting passage was retrieved, in any turn and order', () => {
  const rollout = fakeRollout({ retrieved: [['b', 'x'], [], ['a'], null], answer: 'y' });
  assert.equal(chainReached.score(rollout, fakeQuestion(['y'], ['a', 'b'])), 1);
  assert.equal(chainReached.score(rollout, fakeQuestion(['y'], ['a', 'b', 'c'])), 0);
  assert.equal(chainReached.score(rollout, fakeQuestion(['y'], [])), 1, 'nothing was needed');
  assert.equal(chainReached.score(rollout, fakeQuestion(['y'], null)), 0, 'the data does not say');
});

test('format is 1 for a well-formed transcript and 0 for another', () => {
  assert.equal(format.score(fakeRollout({ wellFormed: true }), fakeQuestion(['y'])), 1);
  assert.equal(format.score(fakeRollout({ wellFormed: false }), fakeQuestion(['y'])), 0);
});

test('every scorer stays in its range and scores each turn or the rollout, on random rollouts', () => {
  assert.equal(new Set(scorers.map((scorer) => scorer.name)).size, scorers.length, 'names are unique');
  randomCases(100, 'scorers', (rng) => {
    const turns = 1 + rng.integer(5);
    const fake = fakeRollout({
      retrieved: Array.from({ length: turns }, (_, t) => (t < turns - 1 ? [rng.pick(['a', 'b'])] : null)),
      groundTruthLogProb: Array.from({ length: turns }, () => [-Math.abs(rng.normal()), -Math.abs(rng.normal())]),
      answer: rng.pick(['a b', 'The A', '', '.,', null]),
      wellFormed: rng.pick([true, false]),
    });
    const rollout = {
      ...fake,
      refLogProb: Float32Array.from(fake.mask, (m) => m * rng.normal()),
      measured: {
        randomEvidence: Array.from({ length: turns }, () => Float64Array.of(-rng.next(), -rng.next())),
        referenceAnswers: Array.from({ length: turns }, () => Float64Array.of(-rng.next(), -rng.next())),
      },
    };
    const question = fakeQuestion(['a', 'the b'], ['a', 'b']);
    const known = { supportingText: [rng.pick(['a', 'aa bb']), 'bb'], searchKeys: [['query'], ['another query']] };
    const scored = scoreRollout(rollout, { ...question, ...known }, scorers);
    for (const { name, per, range } of scorers) {
      const values = per === 'turn' ? scored.turnScores[name] : [scored.outcomeScores[name]];
      assert.equal(values.length, per === 'turn' ? turns : 1, name);
      for (const value of values)
        assert.ok(value === null || (value >= range[0] && value <= range[1]), `${name}: ${value}`);
    }
    assert.equal(scored.turns, turns);
    assert.equal(scored.answered, rollout.answer !== null);
  });
});

test('writtenTokens counts the masked tokens of each message', () => {
  const rollout = fakeRollout({ retrieved: [['a'], ['b'], null], answer: 'y' });
  const messages = [rollout.turns[0], { ...rollout.turns[1], message: { start: 3, end: 6 } }];
  // of 3–5, 4 is a response
  assert.deepEqual(writtenTokens.score({ ...rollout, turns: messages }, fakeQuestion(['y'])), [1, 2]);
});

test('klRefK1, klRefK2 and klRefK3 add the estimates of V14 up over the tokens of each message', () => {
  const rollout = {
    ...fakeRollout({ retrieved: [['a'], null], answer: 'y' }),
    logProb: Float32Array.of(0, -1, -9, -2, 0),
    refLogProb: Float32Array.of(0, -1.5, 0, -1, 0),
  };
  const expected = [
    [0.5, -1],
    [0.125, 0.5],
    [0.106531, 0.718282],
  ];
  klRef.forEach((scorer, i) => {
    close(scorer.score(rollout, fakeQuestion(['y'])).map(Number), expected[i]);
  });
  assert.throws(
    () => klRef[0].score(fakeRollout({ answer: 'y' }), fakeQuestion(['y'])),
    /rollout 3\/0\/2: expected log-probs of the reference policy, got none \(scorer klRefK1\)/,
  );
});

test('scores for another number of turns than the rollout has are an error that names scorer and rollout', () => {
  const short: Scorer = { ...scorers[0], name: 'short', per: 'turn', score: () => [1] };
  assert.throws(() => scoreRollout(fakeRollout({ retrieved: [['a'], null] }), fakeQuestion(['y']), [short]), {
    message: 'rollout 3/0/2: 1 turn scores for 2 turns (scorer short)',
  });
});

test('scorers are found by name, and a misspelled name gets a suggestion', () => {
  assert.deepEqual(
    scorersNamed(['exactMatch', 'informationGain']).map((scorer) => scorer.name),
    ['exactMatch', 'informationGain'],
  );
  assert.throws(() => scorersNamed(['exactMach']), /got exactMach — did you mean exactMatch\?/);
});
