import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observation } from '../../../shared/scorers/observation.ts';
import { randomCases } from '../../support/random-cases.ts';
import { fakeQuestion, fakeRollout } from './fake-rollout.ts';

const question = fakeQuestion(['a']);

test('observation is the same number where the policy saw the same tokens, and another where it did not', () => {
  // prompt at 0; messages at 1, 3, 5; responses at 2 and 4
  const rollout = { ...fakeRollout({ retrieved: [['a'], ['b'], null] }), tokens: Int32Array.of(5, 9, 6, 9, 6, 9, 0) };
  const [first, second, third] = observation.score(rollout, question);
  assert.equal(second, third);
  assert.notEqual(first, second);
  const written = { ...rollout, tokens: Int32Array.of(5, 1, 6, 2, 6, 3, 0) };
  assert.deepEqual(observation.score(written, question), [first, second, third], 'what the policy wrote is no part');
});

test('observations of texts that differ in one token or its place are different', () => {
  randomCases(200, 'observations', (rng) => {
    const prompt = Array.from({ length: 2 + rng.integer(30) }, () => rng.integer(50_000));
    const seen = (tokens: readonly number[]) =>
      observation.score(
        { ...fakeRollout({}), tokens: Int32Array.from(tokens), promptLength: tokens.length },
        question,
      )[0];
    const changed = prompt.with(rng.integer(prompt.length), 50_000);
    const swapped = [...prompt.slice(1), prompt[0]];
    assert.notEqual(seen(prompt), seen(changed));
    if (swapped.some((token, i) => token !== prompt[i])) assert.notEqual(seen(prompt), seen(swapped));
    assert.equal(seen(prompt), seen([...prompt]));
  });
});
