/** What is asked of an algorithm that it cannot do, or would not do: over the catalogue, each a sentence before a run
 *  begins. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCritic, type Algorithm } from '../../../shared/algorithms/algorithm.ts';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { algorithms } from '../../../shared/algorithms/index.ts';
import type { Parameter, Parameters, ParameterValue, Values } from '../../../shared/config/parameter.ts';
import { stream } from '../../../shared/util/rng.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { fakePolicy, scripted } from '../../support/fake-policy.ts';
import { randomScores, scoredGroup } from '../../support/scored-group.ts';
import { toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';
import { creditOf, creditOfBatch } from './credit-of.ts';
import { shorter, valuesOf } from './defaults.ts';

const SEED = 8;
const settings = algorithms.flatMap((algorithm) =>
  [undefined, ...Object.keys(algorithm.presets)].map((preset) => ({
    ...{ algorithm, preset, values: valuesOf(algorithm, {}, preset) },
    name: `${algorithm.name}, ${preset ?? 'defaults'}`,
  })),
);
const groups = Array.from({ length: 8 }, (_, i) => scoredGroup(randomScores(stream(SEED, 'groups', i))));

for (const { algorithm, values, name } of settings)
  test(`${name}: a group of one is refused where it teaches nothing, and only there`, () => {
    const alone = [1, 0].map((outcome) => scoredGroup([{ gains: [], outcome }]));
    const compares = creditOfBatch(algorithm, alone, values).every(({ advantage }) => advantage.every((a) => a === 0));
    const problems = (algorithm.problems?.(values, { groupSize: 1, maxTokens: 256 }) ?? []).filter((one) =>
      one.startsWith('rollout.groupSize: '),
    );
    assert.equal(problems.length > 0, compares, problems.join());
    for (const problem of problems)
      assert.match(problem, new RegExp(`^rollout\\.groupSize: expected at least 2 for ${algorithm.name}.*, got 1 — `));
  });

/** All that an algorithm does with its values, in numbers. */
function behaviour<P extends Parameters>(algorithm: Algorithm<P>, values: Values<P>): string {
  const { search, pairs, adapt, planned, mostDraws, teacherEvery } = algorithm;
  const critic = hasCritic(algorithm, values);
  const credits = groups.map((group) => creditOf(algorithm, group, values));
  return JSON.stringify([
    ...[algorithm.scorers(values), algorithm.objective(values), mostDraws?.(values), teacherEvery?.(values)],
    ...[search?.(values), planned?.(values, 0.5), adapt?.(groups[0], values), critic],
    ...[pairs && groups.map((group) => pairs(group, values))],
    credits.map((group) => group.map((one) => Object.values(one as object).map((row: Float64Array) => [...row]))),
  ]);
}

function candidates(parameter: Parameter): ParameterValue[] {
  if (parameter.kind === 'choice') return [...parameter.choices];
  if (parameter.kind === 'boolean') return [true, false];
  if (parameter.kind === 'text') return ['other'];
  const { min = -Infinity, max = Infinity, integer } = parameter;
  return [-1, -0.5, 0, 0.05, 0.5, 1, 2, 8, 40].filter((x) => x >= min && x <= max && (!integer || Number.isInteger(x)));
}

/** Settings that give every parameter something to do: discounts that discount, a KL that is charged and followed, a
 *  penalty for length. */
const busy = [
  { gamma: 0.9, lambda: 0.5 },
  { klPlace: 'reward', klTarget: 0.1, klEstimator: 'k1' },
  { baseline: 'group' },
  { overlongLimit: 8, overlongMargin: 4 },
];

for (const algorithm of algorithms)
  test(`${algorithm.name}: every parameter is read by something under some setting`, () => {
    const bases = [
      ...[undefined, ...Object.keys(algorithm.presets)].map((preset) => valuesOf(algorithm, {}, preset)),
      ...busy.map((changes) => ({
        ...valuesOf(algorithm),
        ...Object.fromEntries(Object.entries(changes).filter(([key]) => key in algorithm.parameters)),
      })),
    ].map((values) => ({ values, done: behaviour(algorithm, values) }));
    const unread = Object.entries(algorithm.parameters).filter(([key, parameter]) =>
      bases.every(({ values, done }) =>
        candidates(parameter).every((value) => behaviour(algorithm, { ...values, [key]: value }) === done),
      ),
    );
    assert.deepEqual(
      unread.map(([key]) => key),
      [],
      `seed ${SEED}`,
    );
  });

const having = (...keys: readonly string[]) =>
  algorithms.filter(({ parameters }) => keys.every((key) => key in parameters));

for (const [key, changes, sentence] of [
  ['dualClip', { dualClip: 0.5 }, /^algorithm\.dualClip: expected 0 \(off\) or more than 1, got 0\.5 — /],
  ['klTarget', { klTarget: 0.1 }, /^algorithm\.klTarget: expected 0 without a KL in the reward, got 0\.1 — /],
  ['klHorizon', { klHorizon: 5 }, /^algorithm\.klHorizon: expected 10000 without a klTarget, .*got 5 — /],
  ['overlongMargin', { overlongMargin: 5 }, /^algorithm\.overlongMargin: expected 0 without overlongLimit, got 5 — /],
] as const)
  for (const algorithm of having(key))
    test(`${algorithm.name}: ${JSON.stringify(changes)} contradicts the rest and is refused`, () => {
      const problems = algorithm.problems!(valuesOf(algorithm, changes), { groupSize: 8, maxTokens: 256 });
      assert.ok(
        problems.some((problem) => sentence.test(problem)),
        problems.join('\n'),
      );
    });

for (const [baseline, changes] of [
  ['critic', { std: 'population' }],
  ['group', { lambda: 0.5 }],
  ['group', { toolTokens: 'include' }],
  ['group', { whitenAdvantage: false }],
  ['group', { valueCoefficient: 1 }],
  ['group', { valueClip: 0 }],
] as const)
  for (const algorithm of having('baseline', 'lambda'))
    test(`${algorithm.name}: with baseline ${baseline}, ${JSON.stringify(changes)} is not read and is a sentence`, () => {
      const [problem] = algorithm.problems!(valuesOf(algorithm, { baseline, ...changes }), {
        groupSize: 8,
        maxTokens: 256,
      });
      const [key] = Object.keys(changes);
      assert.match(
        problem,
        new RegExp(`^algorithm\\.${key}: expected .* with baseline ${baseline}, where nothing reads`),
      );
    });

test('igpo: what the first code’s baseline does not read, and weights that leave nothing, are sentences', () => {
  const problems = (changes: Partial<Values<typeof igpo.parameters>>) =>
    igpo.problems!(valuesOf(igpo, { normMode: 'positional', ...changes }), { groupSize: 8, maxTokens: 256 });
  assert.deepEqual(problems({}), []);
  assert.match(problems({ gamma: 0.9 })[0], /^algorithm\.gamma: expected 1 with normMode positional, got 0\.9 — /);
  assert.match(
    problems({ std: 'sample' })[0],
    /^algorithm\.std: expected population with normMode positional, .*sample/,
  );
  assert.match(problems({ accumulate: 'sumOverSqrt' })[0], /^algorithm\.accumulate: expected sum with normMode pos/);
  assert.match(problems({ zeroGain: 'drop' })[0], /^algorithm\.zeroGain: expected keep with normMode positional/);
  assert.match(problems({ gainWeight: 0, outcomeWeight: 0 })[0], /^algorithm\.outcomeWeight: expected more than 0/);
});

/** A right answer, an empty one, an empty query and an empty message, in a group of four. */
const scripts = ['<answer> Ada </answer>', '<answer> </answer>', '<search> </search> <answer> </answer>', '<end>'];

for (const { algorithm, preset, name } of settings.filter(({ algorithm }) => !algorithm.search))
  test(`${name}: answers, queries and messages of no words have finite credit, and an empty answer is a wrong one`, async () => {
    const trainer = toyTrainer({
      config: {
        algorithm: {
          name: algorithm.name,
          ...(preset !== undefined && { preset }),
          ...('mostDraws' in algorithm.parameters && { mostDraws: 1 }),
          ...shorter[`${algorithm.name}/${preset}`],
        },
        rollout: { groupSize: 4, questionsPerStep: 1 },
        train: { scoreGroundTruth: 'auto' },
      },
      sampler: fakePolicy(scripted(scripts.map((script) => toyTokenizer.encode(script)))),
    });
    const { groups: made, metrics } = await trainStep(1, trainer);
    for (const [metric, value] of Object.entries(metrics)) assert.ok(Number.isFinite(value), `${metric} ${value}`);
    const rollouts = made.flat();
    assert.deepEqual(
      rollouts.map(({ rollout, scores }) => [rollout.answer, scores.outcomeScores.exactMatch]),
      [['Ada', 1], ['', 0], ['', 0], [null, 0]], // prettier-ignore
    );
    for (const { credit } of rollouts) assert.ok([...credit.reward, ...credit.advantage].every(Number.isFinite));
  });
