import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdict } from '../../support/verdict.ts';
import type { VerdictRun } from '../../../shared/statistics/verdict.ts';
import { verdictParagraphs } from '../../../shared/statistics/verdict-sentences.ts';

const question = { metric: 'exact match', unit: 'share', better: 'higher', xUnit: 'rollouts' } as const;

/** Rises in a straight line from .02 at 0 to its final value at 1000. */
const runs = (algorithm: string, finals: readonly number[]): VerdictRun[] =>
  finals.map((final, i) => ({
    ...{ algorithm, seed: i + 1, failure: null },
    curve: { x: [0, 1000], y: [0.02, final] },
  }));

// four hops, six seeds each: docs/log.md
const grpo = [0.17, 0.68, 0.77, 0.8, 0.83, 0.87];
const logProb = [0.01, 0.02, 0.04, 0.65, 0.74, 0.84];
const prob = [0.76, 0.8, 0.83, 0.85, 0.87, 0.91];

test('seeds in two modes are counted on either side of the gap', () => {
  const { takeOff, threshold } = verdict([...runs('GRPO', grpo), ...runs('IGPO', logProb)], question);
  assert.ok(Math.abs(takeOff!.level - (0.17 + 0.65) / 2) < 1e-12);
  assert.deepEqual(takeOff!.algorithms, [
    { algorithm: 'GRPO', tookOff: 5, n: 6 },
    { algorithm: 'IGPO', tookOff: 3, n: 6 },
  ]);
  assert.deepEqual(threshold, { value: takeOff!.level, from: 'takeOff' });
});

test('seeds have one mode if all take off, if the gap is between algorithms, without a gap, and in other units', () => {
  const modes = (all: readonly VerdictRun[], unit = 'share') => verdict(all, { ...question, unit }).takeOff;
  assert.equal(
    modes([
      ...runs('IGPO', prob),
      ...runs(
        'GRPO',
        prob.map((value) => value - 0.05),
      ),
    ]),
    null,
  );
  assert.equal(modes([...runs('IGPO', prob), ...runs('GRPO', [0.01, 0.02, 0.04])]), null); // no seed disagrees
  assert.equal(modes(runs('IGPO', [0.1, 0.3, 0.5, 0.7, 0.9])), null);
  assert.equal(modes(runs('IGPO', logProb), 'nats'), null);
  assert.equal(modes([]), null);
});

test('the verdict says how many runs took off, lists each, and compares how soon, with the others censored', () => {
  const result = verdict([...runs('GRPO', grpo), ...runs('IGPO', logProb)], question);
  const modes = verdictParagraphs(result).find(({ claim }) => claim.startsWith('A run either takes off'))!;
  assert.equal(
    modes.claim,
    'A run either takes off or does not: 5 of 6 runs of GRPO, 3 of 6 runs of IGPO ended above 41.0 %.',
  );
  assert.match(modes.details[0], /GRPO 17, 68, 77, 80, 83, 87; IGPO 1, 2, 4, 65, 74, 84\. A mean over two modes/);
  // reached at 1000 (.41 − .02) / (final − .02); otherwise 1000. GRPO: 1000, 590.9, 520, 500, 481.5, 458.8;
  // IGPO: 1000 three times, 619.0, 541.7, 475.6: differences 0, 409.1, 480, 119.0, 60.2, 16.8, their mean 180.9
  const { restricted } = result.comparisons[0];
  assert.ok(Math.abs(restricted!.mean - 180.86) < 0.01, String(restricted!.mean));
  // all differences ≥ 0: of 64 assignments only the two that keep or turn all of the five others are as extreme,
  // each twice because of the 0
  assert.equal(restricted!.signFlipP, 4 / 64);
  assert.match(
    modes.details[1],
    /^To reach 41\.0 %, GRPO needed 181 rollouts fewer than IGPO \[.*95 % paired t\] in the restricted mean, a run that never did counted with the whole budget of 1,000; 6 pairs; exact paired permutation test p = 0\.063\.$/,
  );
});
