/** The small decisions of a comparison: what is chosen, how an address reads, what is said beside the verdict. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChosenRun } from '../../../../renderer/components/comparison/chosen.ts';
import { plotted } from '../../../../renderer/features/compare/lines.ts';
import { compareQuestions, onSplit, splitsOf } from '../../../../renderer/features/compare/questions.ts';
import { alignment, commonRange, fewSeeds } from '../../../../renderer/features/compare/remarks.ts';
import { segments } from '../../../../renderer/features/compare/segments.ts';
import { reachedText } from '../../../../renderer/features/compare/table-rows.ts';
import { seriesStyle, seriesStyles } from '../../../../renderer/components/series-style.ts';
import type { RolloutColumns } from '../../../../shared/ipc/rollout-views.ts';
import type { RunState } from '../../../../shared/ipc/views.ts';
import { chartBands } from '../../../../shared/report/line-chart.ts';
import type { ChartLine } from '../../../../shared/report/line-chart.ts';
import { seriesColours, seriesDashes } from '../../../../shared/report/style.ts';
import { verdict } from '../../../support/verdict.ts';

const question = { metric: 'exact match', unit: 'share', better: 'higher', xUnit: 'rollouts' } as const;
const curve = (...x: number[]) => ({ x, y: x.map((at) => at / 1000) });

function verdictOf(ends: Readonly<Record<string, readonly number[]>>) {
  return verdict(
    Object.entries(ends).flatMap(([algorithm, all]) =>
      all.map((end, i) => ({ algorithm, seed: i + 1, curve: end > 0 ? curve(0, end) : null, failure: null })),
    ),
    question,
  );
}

const run = (label: string, seed: number, state: RunState): ChosenRun => ({
  id: label + seed,
  label,
  seed,
  state,
  step: 10,
  steps: 10,
  failure: null,
});

test('fewer than three seeds are said to be few', () => {
  assert.equal(fewSeeds(verdictOf({ igpo: [100, 100, 100], grpo: [100, 100, 100] })), null);
  assert.equal(
    fewSeeds(verdictOf({ igpo: [100], grpo: [100] })),
    'Fewer than 3 seeds (igpo 1, grpo 1): a single run has no band.',
  );
  assert.match(
    fewSeeds(verdictOf({ igpo: [100, 100], grpo: [100, 100, 100] }))!,
    /^Fewer than 3 seeds \(igpo 2\): the spread/,
  );
});

test('runs that still train are compared as far as all have come, and it says so', () => {
  const training = [run('igpo', 1, 'running'), run('grpo', 1, 'queued'), run('grpo', 2, 'finished')];
  const partial = verdictOf({ igpo: [640], grpo: [0, 1280] });
  assert.equal(
    commonRange(partial, training, [640, 1280]),
    '2 of 3 runs still train or wait: compared up to 640 rollouts, as far as all 2 with points have come.',
  );
  const ended = verdictOf({ igpo: [640], grpo: [1280] });
  const both = [run('igpo', 1, 'finished'), run('grpo', 1, 'stopped')];
  assert.match(
    commonRange(ended, both, [640, 1280])!,
    /^The runs end at different points: compared up to 640 rollouts/,
  );
  assert.equal(commonRange(verdictOf({ igpo: [640], grpo: [640] }), both, [640, 640]), null);
  assert.equal(commonRange(verdictOf({}), [], []), null);
});

const chart = {
  title: '',
  unit: 'share',
  xLabel: '',
  width: 1,
  height: 1,
  direct: true,
  level: 0.95,
  aggregate: 'mean',
  points: '',
  threshold: null,
} as const;
const chartLine = (seeds: ChartLine['seeds'], failed: ChartLine['failed'] = []): ChartLine => ({
  label: 'igpo',
  index: 0,
  seeds,
  failed,
});

test('the sentence about alignment names the rule that was used', () => {
  const one = { seed: 1, x: [0, 10, 20], y: [0, 0.5, 1] };
  const two = { seed: 2, x: [0, 10, 20], y: [0, 0.3, 0.8] };
  const bands = (...lines: ChartLine[]) => chartBands({ ...chart, lines });
  assert.match(alignment(bands(chartLine([one, two])), 'rollouts'), /measured at the same rollouts/);
  assert.match(
    alignment(bands(chartLine([one, { ...two, x: [0, 11, 20] }])), 'rollouts'),
    /^Measured at different rollouts: aligned/,
  );
  assert.match(alignment(bands(chartLine([one])), 'rollouts'), /linear interpolation where a run has no point/);
});

test('every seed is a thin line; the mean covers the range of all, the band where the spread is known, a failed run its own range', () => {
  const seeds = [
    { seed: 1, x: [0, 10, 20], y: [0, 0.5, 1] },
    { seed: 2, x: [0, 10], y: [0, 0.3] },
  ];
  const line = chartLine(seeds, [{ seed: 3, x: [0, 5], y: [0, 0.1] }]);
  const { lines, bands } = plotted(chartBands({ ...chart, lines: [line] }), seriesStyles(['igpo']));
  assert.deepEqual(
    lines.map(({ id, kind, x }) => [id, kind, [...x]]),
    [
      ['igpo seed 1', 'raw', [0, 10, 20]],
      ['igpo seed 2', 'raw', [0, 10]],
      ['igpo seed 3', 'raw', [0, 5]],
      ['igpo seed 3, failed', 'dots', [5]],
      ['igpo', 'mean', [0, 10]],
    ],
  );
  assert.deepEqual([...lines.at(-1)!.y], [0, 0.4]);
  assert.deepEqual([...bands[0].x], [10]); // at 0 all are equal: no spread is seen
});

test('names are found in sentences as whole words, the longest first', () => {
  assert.deepEqual(segments('igpo lr 0.3 is ahead of igpo (igpox).', ['igpo', 'igpo lr 0.3']), [
    { text: 'igpo lr 0.3', label: 'igpo lr 0.3' },
    { text: ' is ahead of ', label: null },
    { text: 'igpo', label: 'igpo' },
    { text: ' (igpox).', label: null },
  ]);
  assert.deepEqual(segments('a.*b', ['.*', '']), [{ text: 'a.*b', label: null }]);
  assert.deepEqual(segments('(x)+ wins', ['(x)+']), [
    { text: '(x)+', label: '(x)+' },
    { text: ' wins', label: null },
  ]);
});

test('a budget that was not enough is a bound', () => {
  const reached = (...all: (number | null)[]) =>
    reachedText({
      reachedBySeed: new Map(
        all.map((x, i) => [i, x === null ? { reached: false, budget: 1000 } : { reached: true, x }]),
      ),
    });
  assert.equal(reached(100, 300), '200');
  assert.equal(reached(100, null), '≥ 550, 1 of 2');
  assert.equal(reached(null, null), 'never');
});

test('questions are compared over shared seeds, and each counts once', () => {
  // Question × run: igpo seeds 1 and 2, grpo seeds 1 and 2, and a grpo seed 3 without a partner.
  const runs = [
    run('igpo', 1, 'finished'),
    run('igpo', 2, 'finished'),
    ...[1, 2, 3].map((seed) => run('grpo', seed, 'finished')),
  ];
  const right = [
    [1, 1, 0, 0, 1], // igpo in both
    [1, 0, 1, 0, 1], // the same
    [0, 0, 0, 1, 1], // grpo in one
    [1, NaN, 0, 1, 1], // seed 1 alone has both
  ];
  const cells = right.flatMap((values, question) => values.map((value, at) => ({ question, at, value })));
  const columns = {
    run: Uint16Array.from(cells, ({ at }) => at),
    question: Uint32Array.from(cells, ({ question }) => question),
    exactMatch: Float32Array.from(cells, ({ value }) => value),
    questions: right.map((_, i) => ({ id: `q${i}`, text: `Question ${i}` })),
  } as unknown as RolloutColumns;
  const { rows, seeds, oneBetter, otherBetter, p } = compareQuestions(columns, runs, 'igpo', 'grpo');
  assert.deepEqual(seeds, [1, 2]);
  assert.deepEqual(
    rows.map(({ id, one, other, pairs }) => [id, one, other, pairs]),
    [
      ['q0', 2, 0, 2],
      ['q2', 0, 1, 2],
      ['q3', 1, 0, 1],
      ['q1', 1, 1, 2],
    ],
  );
  // 2 · (C(3,0) + C(3,1)) / 2^3 = 1
  assert.deepEqual([oneBetter, otherBetter, p], [2, 1, 1]);
  assert.deepEqual(compareQuestions(columns, runs, 'igpo', 'ppo').seeds, []);
});

test('questions are compared within one split, and over seeds as well as over questions', () => {
  const runs = [
    run('igpo', 1, 'finished'),
    run('grpo', 1, 'finished'),
    run('igpo', 2, 'finished'),
    run('grpo', 2, 'finished'),
  ];
  const ids = ['graded/0/test/0', 'graded/0/test/1', 'graded/0/testHops/0'];
  /** Right or wrong of each run on each question. */
  const right = [
    [1, 1, 0],
    [0, 1, 1],
    [1, 0, 0],
    [0, 1, 1],
  ];
  const columns = {
    ...{
      run: Uint16Array.from(right.flatMap((own, i) => own.map(() => i))),
      questions: ids.map((id) => ({ id, text: id })),
    },
    question: Uint32Array.from(right.flatMap((own) => own.map((_, q) => q))),
    exactMatch: Float32Array.from(right.flat()),
  } as unknown as RolloutColumns;
  assert.deepEqual(splitsOf(columns), ['test', 'testHops']);
  const same = compareQuestions(onSplit(columns, 'test'), runs, 'igpo', 'grpo');
  assert.deepEqual([same.rows.length, same.oneBetter, same.otherBetter], [2, 1, 1]);
  // seed 1: 2/2 against 1/2, seed 2: 1/2 against 1/2
  assert.deepEqual(same.bySeed!.paired!.differences, [0.5, 0]);
  const hops = compareQuestions(onSplit(columns, 'testHops'), runs, 'igpo', 'grpo');
  assert.deepEqual([hops.rows.length, hops.oneBetter, hops.otherBetter], [1, 0, 1]);
  assert.deepEqual(hops.bySeed!.paired!.differences, [-1, -1]);
});

test('an algorithm has one colour and one dash pattern, in the window and in the report', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../../../renderer/style/tokens.css'), 'utf8');
  seriesColours.forEach((colour, i) => {
    const { colour: name, dash } = seriesStyle(i);
    assert.equal(new RegExp(`${name}: (#\\w+);`).exec(tokens)![1], colour, 'light comes first');
    assert.equal(dash.join(' ') || 'none', seriesDashes[i]);
  });
});
