import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainedShare, gainAgreement } from '../../../shared/train/gain-agreement.ts';
import type { CreditedRollout } from '../../../shared/train/credited-rollout.ts';

const close = (got: number, expected: number): void =>
  assert.ok(Math.abs(got - expected) < 1e-12, `${got}, expected ${expected}`);

const supporting = ['p1', 'p2'];

/** A rollout whose turns found these passages and gained this much; its outcome and whether it found the chain. */
const rollout = (
  found: readonly string[],
  gains: readonly (number | null)[],
  outcome: number,
  chainReached = 0,
): CreditedRollout =>
  ({
    rollout: { turns: found.map((id) => ({ retrieval: { passages: [{ passage: { id } }] } })) },
    question: { supporting },
    scores: { turnScores: { informationGain: gains }, outcomeScores: { answerF1: outcome, chainReached } },
  }) as unknown as CreditedRollout;

test('gain agreement is the mean over groups of the rank correlation of summed gain and outcome', () => {
  // summed gains .5, −.2, 1.4, .3 rank 3, 1, 4, 2; outcomes 0, 0, 1, .5 rank 1.5, 1.5, 4, 3
  // centred: .5, −1.5, 1.5, −.5 and −1, −1, 1.5, .5: Σ xy = −.5 + 1.5 + 2.25 − .25 = 3, Σ x² = 5, Σ y² = 4.5
  const first = [
    rollout(['p1', 'x'], [0.6, -0.1], 0),
    rollout(['x'], [-0.2], 0),
    rollout(['p1', 'p2'], [0.4, 1], 1),
    rollout(['p1'], [0.3], 0.5),
  ];
  // opposite orders
  const second = [rollout(['x'], [1], 0), rollout(['x'], [0], 1)];
  const equal = [rollout(['x'], [1], 1), rollout(['x'], [0], 1)]; // outcomes do not vary: no ρ
  const metrics = gainAgreement([first, second, equal], 'answerF1');
  close(metrics['gain/agreement'], (3 / Math.sqrt(5 * 4.5) - 1) / 2);
  assert.ok(!('gain/agreement_chain' in metrics), 'no group in which the chain varies');
});

test('agreement with the chain reads whether every passage was found', () => {
  const group = [rollout(['p1', 'p2'], [1, 2], 0, 1), rollout(['x'], [0.5], 0, 0), rollout(['x'], [0.1], 0, 0)];
  // summed gains 3, .5, .1 rank 3, 2, 1; chain 1, 0, 0 ranks 3, 1.5, 1.5: centred 1, 0, −1 and 1, −.5, −.5
  close(gainAgreement([group], 'answerF1')['gain/agreement_chain'], 1.5 / Math.sqrt(2 * 1.5));
});

test('the share that hops explain is the variance between classes of turns over all of it', () => {
  // hop 1: 1 and 3, hop 2: 6, no hop: 0 and 0. Mean 2; total 1 + 1 + 16 + 4 + 4 = 26;
  // between: 2 · (2 − 2)² + (6 − 2)² + 2 · (0 − 2)² = 24
  const group = [rollout(['p1', 'p2', 'x'], [1, 6, 0], 1), rollout(['p1', 'p1'], [3, 0], 0)];
  close(gainAgreement([group], 'answerF1')['gain/hop_share'], 24 / 26);
});

test('what is not defined is absent: one class, equal gains, data without hops, no gains', () => {
  assert.equal(explainedShare(new Map([[0, [1, 2]]])), null);
  assert.equal(explainedShare(new Map([[0, [1]], [-1, [1]]])), null); // prettier-ignore
  const unknown = { ...rollout(['x', 'y'], [1, 2], 1), question: { supporting: null } } as unknown as CreditedRollout;
  assert.deepEqual(gainAgreement([[unknown, { ...unknown }]], 'answerF1'), {});
  assert.deepEqual(gainAgreement([[rollout(['x'], [null], 1)]], 'answerF1'), {});
});
