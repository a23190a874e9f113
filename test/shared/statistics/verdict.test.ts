import { test } from 'node:test';
import assert from 'node:assert/strict';
import { verdict } from '../../support/verdict.ts';
import { verdictInParts } from '../../../shared/statistics/verdict.ts';
import type { Verdict, VerdictRun } from '../../../shared/statistics/verdict.ts';
import { verdictParagraphs } from '../../../shared/statistics/verdict-sentences.ts';
import { seedsForPower } from '../../../shared/statistics/power.ts';
import { close, scoresA, scoresB } from './worked-scores.ts';

const verdictSentences = (result: Verdict): string[] =>
  verdictParagraphs(result).flatMap(({ claim, details }) => [claim, ...details]);

const question = { metric: 'exact match', unit: 'share', better: 'higher', xUnit: 'rollouts' } as const;

/** A straight line from `start` to `final` over 0…1000 rollouts. */
const line = (algorithm: string, seed: number, final: number, start = 0.1): VerdictRun => ({
  algorithm,
  seed,
  curve: { x: [0, 500, 1000], y: [start, (start + final) / 2, final] },
  failure: null,
});
const runs = (algorithm: string, finals: number[]) => finals.map((final, i) => line(algorithm, i + 1, final));

test('every pair of algorithms is compared in five parts, so that others can be answered between them', () => {
  const finals = [0.62, 0.66, 0.6];
  const three = [...runs('A', finals), ...runs('B', [0.5, 0.55, 0.49]), ...runs('C', [0.4, 0.45, 0.39])];
  const parts = verdictInParts(three, question);
  let pauses = 0;
  while (!parts.next().done) pauses++;
  assert.equal(pauses, 5 * 3);
});

test('the algorithm with the higher final mean leads, whichever is named first', () => {
  const high = [0.62, 0.66, 0.6, 0.7, 0.64, 0.63];
  const low = [0.5, 0.55, 0.51, 0.58, 0.5, 0.52];
  for (const [winner, loser] of [
    ['IGPO', 'GRPO'],
    ['GRPO', 'IGPO'],
  ] as const) {
    const result = verdict(
      [...runs('IGPO', winner === 'IGPO' ? high : low), ...runs('GRPO', winner === 'GRPO' ? high : low)],
      question,
    );
    const c = result.comparisons[0];
    assert.deepEqual([c.ahead, c.behind, c.conclusion], [winner, loser, 'shown']);
    close(c.final.mean, 0.115, 1e-9); // (.12 + .11 + .09 + .12 + .14 + .11) / 6
    assert.match(
      verdictSentences(result)[0],
      new RegExp(
        `^${winner} is ahead of ${loser} by 11\\.5 percentage points \\[.*95 % paired t\\] in exact match at 1,000 rollouts`,
      ),
    );
  }
});

test('three paired seeds can only be suggestive, and the verdict says so', () => {
  const result = verdict([...runs('IGPO', [0.62, 0.66, 0.6]), ...runs('GRPO', [0.5, 0.55, 0.49])], question);
  assert.equal(result.comparisons[0].conclusion, 'suggestive');
  assert.match(verdictSentences(result)[0], /^IGPO seems to be ahead of GRPO by /);
  assert.ok(
    verdictSentences(result).some((s) =>
      s.startsWith(
        'With 3 paired seeds an exact sign-flip test cannot go below p = 0.25, so this can only be suggestive',
      ),
    ),
  );
});

test('an interval that includes 0 is no difference, with the seeds it would take', () => {
  const result = verdict([...runs('IGPO', [0.65, 0.5, 0.62, 0.5]), ...runs('GRPO', [0.52, 0.55, 0.5, 0.55])], question);
  const c = result.comparisons[0];
  assert.equal(c.conclusion, 'notShown');
  assert.ok(c.final.interval!.low < 0 && c.final.interval!.high > 0);
  const text = verdictSentences(result).join(' ');
  assert.match(text, /^No difference could be shown between IGPO and GRPO/);
  const needed = seedsForPower(c.final.paired!.effectSize!)!;
  assert.ok(needed > 4);
  assert.match(
    text,
    new RegExp(`needs ${needed - 4} more pairs of seeds for 80 % power, ${needed} in all; there are 4\\.`),
  );
});

test('the verdict says if no sensible number of seeds would show a difference, and if there is none', () => {
  // differences .1, −.1, .101, −.1: d = .00025 / .1157 = .002, far more than 100 pairs
  const tiny = verdict([...runs('IGPO', [0.6, 0.5, 0.601, 0.5]), ...runs('GRPO', [0.5, 0.6, 0.5, 0.6])], question);
  assert.equal(tiny.comparisons[0].seedsNeeded, null);
  assert.match(
    verdictSentences(tiny).join(' '),
    /no sensible number of seeds would show it: a paired t-test at the 5 % level needs more than 100 pairs for 80 % power; there are 4\./,
  );
  const none = verdict([...runs('IGPO', [0.6, 0.5]), ...runs('GRPO', [0.5, 0.6])], question);
  assert.match(verdictSentences(none).join(' '), /The measured difference is 0, which no number of seeds would show\./);
});

test('a comparison says how likely a run of one beats a run of the other, with its interval, its runs and its seed', () => {
  const [a, b] = [scoresA.map((row) => row[0]), scoresB.map((row) => row[0])];
  const result = verdict([...runs('A', a), ...runs('B', b)], question);
  close(result.comparisons[0].improvement!.probability, 0.9, 1e-12); // the worked number of the first set
  assert.match(
    verdictSentences(result).join(' '),
    /A random run of A ends better than one of B with a probability of 90 % \[\d+, 100; 95 % percentile bootstrap, 2000 replicates, seed 0\], from 5 and 5 runs; such an interval is too narrow below 10 seeds\./,
  );
  const lower = verdict([...runs('A', a), ...runs('B', b)], { ...question, better: 'lower' });
  assert.equal(lower.comparisons[0].ahead, 'B');
  close(lower.comparisons[0].improvement!.probability, 0.9, 1e-12);
});

test('if every run of one beats every run of the other, the certainty of that is unknown', () => {
  const result = verdict([...runs('IGPO', [0.62, 0.66, 0.6]), ...runs('GRPO', [0.5, 0.55, 0.49])], question);
  assert.deepEqual(result.comparisons[0].improvement, { probability: 1, interval: null });
  assert.match(
    verdictSentences(result).join(' '),
    /probability of 100 %, from 3 and 3 runs; every pair of runs ends the same way, so how sure that is cannot be seen\./,
  );
  const alone = verdict([line('IGPO', 1, 0.9), line('GRPO', 1, 0.2)], question);
  assert.equal(alone.comparisons[0].improvement, null);
});

test('no interval of a share leaves 0 to 100 %', () => {
  const result = verdict([...runs('IGPO', [1, 1, 0.95]), ...runs('GRPO', [0, 0, 0.5])], question);
  const intervals = result.algorithms.flatMap(({ final, area }) => [final.interval!, area.interval!]);
  assert.ok(intervals.every(({ low, high }) => 0 <= low && high <= 1));
  // differences 1, 1, .45: mean .8167, se .1833, t 4.3027 → high 1.6055
  const { high, method } = result.comparisons[0].final.interval!;
  assert.deepEqual([high, method], [1, 'paired t, cut to possible values']);
  assert.match(verdictSentences(result)[0], /, 100\.0; 95 % paired t, cut to possible values\]/);
});

test('one seed concludes nothing', () => {
  const result = verdict([line('IGPO', 1, 0.9), line('GRPO', 1, 0.2)], question);
  assert.equal(result.comparisons[0].conclusion, 'unknown');
  assert.match(
    verdictSentences(result)[0],
    /one paired seed the spread between seeds is unknown, so nothing can be concluded/,
  );
});

test('failed and empty runs are named and kept out of the numbers', () => {
  const failed = { ...line('IGPO', 3, 0), failure: 'NaN in gradient of layer 1 at step 40' };
  const empty = { algorithm: 'GRPO', seed: 4, curve: null, failure: null };
  const result = verdict([...runs('IGPO', [0.6, 0.7]), failed, ...runs('GRPO', [0.5, 0.6, 0.5]), empty], question);
  assert.deepEqual(
    result.algorithms.map((a) => [a.algorithm, a.seeds]),
    [
      ['IGPO', [1, 2]],
      ['GRPO', [1, 2, 3]],
    ],
  );
  assert.equal(result.comparisons[0].final.paired!.n, 2);
  const text = verdictSentences(result).join(' ');
  assert.match(text, /IGPO seed 3 is not in these numbers: NaN in gradient of layer 1 at step 40\./);
  assert.match(text, /GRPO seed 4 is not in these numbers: no points yet\./);
  assert.match(text, /not in the paired differences: GRPO seed 3\./);
});

test('values are read at the last x that every run reached', () => {
  const short = { algorithm: 'GRPO', seed: 1, curve: { x: [0, 500], y: [0.1, 0.5] }, failure: null };
  const result = verdict([line('IGPO', 1, 0.9), short], question);
  assert.deepEqual(result.range, [0, 500]);
  close(result.algorithms.find((a) => a.algorithm === 'IGPO')!.final.mean, 0.5, 1e-12);
});

test('the speed-up uses the declared threshold and counts runs that never reach it', () => {
  // straight lines from .1: to .5 in 1000·.4/.5 = 800 and 1000·.4/.8 = 500; .3 never
  const result = verdict([line('IGPO', 1, 0.9), line('IGPO', 2, 0.9), line('GRPO', 1, 0.6), line('GRPO', 2, 0.3)], {
    ...question,
    threshold: 0.5,
  });
  const s = result.comparisons[0].speedUp!;
  close(s.ratio!, (800 + 1000) / (500 + 500), 1e-9);
  assert.deepEqual([s.bound, s.slowReached], ['atLeast', 1]);
  assert.match(
    verdictSentences(result).join(' '),
    /To reach 50\.0 %, GRPO needed at least 1\.80× the rollouts of IGPO .*one run of GRPO never did, counted with the whole budget/,
  );
});

test('without a declared threshold it is half-way to the worst final mean, and the sentence says so', () => {
  const result = verdict([...runs('IGPO', [0.9, 0.8]), ...runs('GRPO', [0.5, 0.7])], question);
  close(result.threshold!.value, (0.1 + 0.6) / 2, 1e-12);
  assert.equal(result.threshold!.from, 'halfWay');
  assert.match(
    verdictSentences(result).join(' '),
    /To reach 35\.0 % \(half-way from the start to the worst final mean\)/,
  );
});

test('three algorithms are compared pair by pair with the p-values corrected', () => {
  const result = verdict(
    [
      ...runs('IGPO', [0.9, 0.82, 0.88, 0.9]),
      ...runs('GRPO', [0.5, 0.52, 0.55, 0.51]),
      ...runs('PPO', [0.5, 0.56, 0.54, 0.54]),
    ],
    question,
  );
  assert.deepEqual(
    result.comparisons.map((c) => [c.ahead, c.behind]),
    [
      ['IGPO', 'PPO'],
      ['IGPO', 'GRPO'],
      ['PPO', 'GRPO'],
    ],
  );
  const smallest = Math.min(...result.comparisons.map((c) => c.final.tP!));
  close(Math.min(...result.comparisons.map((c) => c.holmP!)), 3 * smallest, 1e-12);
  assert.match(verdictSentences(result)[1], /after Holm's correction for 3 pairs/);
});

test('if lower is better, the lower algorithm leads and its advantage is positive', () => {
  const result = verdict([...runs('A', [0.3, 0.2]), ...runs('B', [0.6, 0.7])], { ...question, better: 'lower' });
  assert.equal(result.comparisons[0].ahead, 'A');
  close(result.comparisons[0].final.mean, 0.4, 1e-12);
});

test('the same difference in every pair concludes nothing: its spread cannot be seen', () => {
  const result = verdict([...runs('IGPO', [1, 0.75, 0.5]), ...runs('GRPO', [0.875, 0.625, 0.375])], question);
  assert.equal(result.comparisons[0].conclusion, 'unknown');
  const [claim, ...rest] = verdictSentences(result);
  assert.match(claim!, /^IGPO ended 12\.5 percentage points ahead of GRPO .* so nothing can be concluded/);
  assert.doesNotMatch(rest.join(' '), /t-test p < 0\.001/);
});

test('without algorithms, and with one alone, the verdict is a sentence too', () => {
  assert.match(verdictSentences(verdict([], question))[0], /nothing to compare yet/);
  assert.match(
    verdictSentences(verdict([line('IGPO', 1, 0.5)], question))[0],
    /^Only IGPO has points: 50\.0 % exact match/,
  );
});

test('two runs of one seed are refused', () => {
  assert.throws(() => verdict([line('A', 1, 1), line('A', 1, 0)], question), /got two of A seed 1 — choose one/);
});

test('an unpaired seed cannot turn the paired difference negative', () => {
  // means .7 and .6, but over the shared seeds 1 and 2 it is .55 against .6
  const result = verdict([...runs('A', [0.5, 0.6, 1]), ...runs('B', [0.55, 0.65])], question);
  assert.deepEqual([result.algorithms[0].algorithm, result.comparisons[0].ahead], ['A', 'B']);
  close(result.comparisons[0].final.mean, 0.05, 1e-12);
});

test('a tie is a tie, with one seed and with several', () => {
  const alone = verdictSentences(verdict([...runs('IGPO', [0.5]), ...runs('GRPO', [0.5])], question));
  assert.equal(alone[0], 'IGPO and GRPO ended equal in exact match at 1,000 rollouts, one paired seed.');
  assert.ok(alone.includes('Over the whole budget IGPO and GRPO were equal (area under the curve).'));
  assert.ok(!alone.some((sentence) => /ahead|better/.test(sentence)), alone.join(' '));
  const close = verdictSentences(verdict([...runs('IGPO', [0.5, 0.6]), ...runs('GRPO', [0.6, 0.5])], question));
  assert.match(close[0], /^No difference could be shown between IGPO and GRPO .*: they ended equal \[/);
});
