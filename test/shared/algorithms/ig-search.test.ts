import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { igSearch } from '../../../shared/algorithms/ig-search.ts';
import { evidenceContrast } from '../../../shared/scorers/evidence-contrast.ts';
import { fakeQuestion, fakeRollout } from '../scorers/fake-rollout.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';
import { randomScores, scoredGroup } from '../../support/scored-group.ts';
import { valuesOf } from './defaults.ts';

const question = fakeQuestion(['y']);
const searched = {
  ...fakeRollout({ retrieved: [['a'], null], groundTruthLogProb: [[-3], [-0.5, -1.5]], answer: 'y' }),
  measured: { randomEvidence: [Float64Array.of(-1.6, -1.4, -1.8)] },
};

test('V24: the contrast is the belief after the found passages less the mean belief after random ones', () => {
  const [contrast, last] = evidenceContrast.score(searched, question);
  close([contrast!], [0.6]);
  assert.equal(last, null);
  assert.throws(
    () => evidenceContrast.score(fakeRollout({}), question),
    /expected beliefs after random passages, got none/,
  );
});

test('V24: a search of four tokens gets α · gain / 4 beside the outcome', () => {
  const scores = { evidenceContrast: [0.6, null], writtenTokens: [4, 3] };
  const group = scoredGroup([
    { gains: [0], outcome: 1, turnScores: scores },
    { gains: [0], outcome: 0, turnScores: scores },
  ]);
  const [{ advantage, reward }] = igSearch.credit(group, valuesOf(igSearch));
  const z = 0.707106; // (1 − .5)/(.7071068 + 1e-6)
  close(advantage, [z + 0.045, z]);
  close(reward, [0.18, z]);
});

test('igSearch without gains is grpo, bit for bit', () => {
  randomCases(100, 'ig-search', (rng) => {
    const group = scoredGroup(randomScores(rng));
    const advantages = (credits: readonly { advantage: Float64Array }[]) => credits.map((c) => [...c.advantage]);
    assert.deepEqual(
      advantages(igSearch.credit(group, valuesOf(igSearch, { gainWeight: 0 }))),
      advantages(grpo.credit(group, valuesOf(grpo, { outcome: 'em', formatPenalty: 0 }))),
    );
  });
});
