import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grpo } from '../../../shared/algorithms/grpo.ts';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { outcomeScale } from '../../../shared/credit/pooling.ts';
import type { Values } from '../../../shared/config/parameter.ts';
import { close, closeRows } from '../../support/close.ts';
import { scoredGroup, type Scores } from '../../support/scored-group.ts';
import { creditOf } from './credit-of.ts';
import { valuesOf } from './defaults.ts';

type Changes = Partial<Values<typeof igpo.parameters>>;
const credit = (rollouts: readonly Scores[], changes: Changes = {}, preset = 'paper') =>
  igpo.credit(scoredGroup(rollouts), valuesOf(igpo, changes, preset));
const advantages = (rollouts: readonly Scores[], changes?: Changes, preset?: string) =>
  credit(rollouts, changes, preset).map((c) => c.advantage);
const rewards = (rollouts: readonly Scores[], changes?: Changes, preset?: string) =>
  credit(rollouts, changes, preset).map((c) => c.reward);

// V2: beliefs −2, −1.2, −.3 with F1 .8, and −2, −2.3, −1.5 with F1 0
const beliefs = [
  [-2, -1.2, -0.3],
  [-2, -2.3, -1.5],
];
const gainsOf = (form: (s: number) => number): Scores[] =>
  beliefs.map(([s0, s1, s2], i) => ({ gains: [form(s1) - form(s0), form(s2) - form(s1)], outcome: i === 0 ? 0.8 : 0 }));
const log = gainsOf((s) => s);
const prob = gainsOf(Math.exp);

test('V2: log, separate, official, γ 1', () => {
  closeRows(rewards(log), [
    [0.507672, 0.710741, 0.999997],
    [-1.726085, 0.507672, -0.999997],
  ]);
  closeRows(advantages(log), [
    [2.21841, 1.710738, 0.999997],
    [-2.21841, -0.492325, -0.999997],
  ]);
});

test('V2: log, separate, official, γ .9', () => {
  closeRows(advantages(log, { gamma: 0.9 }), [
    [1.957337, 1.610739, 0.999997],
    [-2.079178, -0.392326, -0.999997],
  ]);
});

test('V2: log, separate, without epsilons, γ 1, is what the official numbers approach as the scores grow', () => {
  // a thousand times larger scores make the added 1e-6 and 1e-8 vanish
  const scaled = log.map(({ gains, outcome }) => ({ gains: gains.map((g) => 1000 * g!), outcome: 1000 * outcome! }));
  closeRows(rewards(scaled), [
    [0.507673, 0.710742, 1],
    [-1.726088, 0.507673, -1],
  ]);
  closeRows(advantages(scaled), [
    [2.218415, 1.710742, 1],
    [-2.218415, -0.492327, -1],
  ]);
});

test('V2: log, separate, sample standard deviation + 1e-6, γ 1', () => {
  closeRows(rewards(log, { std: 'sample' }), [
    [0.439657, 0.61552, 0.707106],
    [-1.494834, 0.439657, -0.707106],
  ]);
  closeRows(advantages(log, { std: 'sample' }), [
    [1.762282, 1.322625, 0.707106],
    [-1.762282, -0.267449, -0.707106],
  ]);
});

test('V2: prob, joint (preset v1), official, γ 1', () => {
  closeRows(rewards(prob, {}, 'v1'), [
    [-0.286034, 0.657177, 1.898792],
    [-0.978322, -0.43414, -0.857472],
  ]);
  closeRows(advantages(prob, {}, 'v1'), [
    [2.269935, 2.555969, 1.898792],
    [-2.269935, -1.291613, -0.857472],
  ]);
});

test('V2: prob, separate, official, γ 1', () => {
  closeRows(rewards(prob, { beliefForm: 'prob' }), [
    [-0.043632, 1.557436, 0.999997],
    [-1.218767, -0.295037, -0.999997],
  ]);
  closeRows(advantages(prob, { beliefForm: 'prob' }), [
    [2.513802, 2.557434, 0.999997],
    [-2.513802, -1.295035, -0.999997],
  ]);
});

test('V2: log, joint, official, γ 1', () => {
  closeRows(rewards(log, { normMode: 'joint' }), [
    [0.639601, 0.852801, 0.639601],
    [-1.705602, 0.639601, -1.066001],
  ]);
  closeRows(advantages(log, { normMode: 'joint' }), [
    [2.132003, 1.492402, 0.639601],
    [-2.132003, -0.426401, -1.066001],
  ]);
});

const v4: Scores[] = [
  { gains: [0.5, 0.2, -0.1], outcome: 1 },
  { gains: [0.3], outcome: 0.5 },
  { gains: [], outcome: null },
];

test('V4: three rollouts of different length, one malformed, separate', () => {
  closeRows(rewards(v4), [[1.270165, -0.11547, -1.501104, 0.889], [0.346409, 0.508], [-1.397]]);
  closeRows(advantages(v4), [[0.542592, -0.727573, -0.612103, 0.889], [0.854409, 0.508], [-1.397]]);
  closeRows(advantages(v4, { gamma: 0.9 }), [[0.598429, -0.746373, -0.701003, 0.889], [0.803609, 0.508], [-1.397]]);
});

test('V4: three rollouts of different length, one malformed, joint', () => {
  closeRows(advantages(v4, { normMode: 'joint' }), [
    [1.530961, 1.036588, 0.877113, 1.052535],
    [0.76548, 0.494373],
    [-2.296441],
  ]);
});

const v5: Scores[] = [
  { gains: [0.4, 0.1], outcome: 0 },
  { gains: [-0.2, 0.3], outcome: 0 },
  { gains: [0, 0.6], outcome: 0 },
];

test('V5: with equal outcomes GRPO learns nothing, and IGPO learns from the gains', () => {
  for (const { advantage } of grpo.credit(scoredGroup(v5), valuesOf(grpo))) assert.deepEqual([...advantage], [0, 0, 0]);
  closeRows(advantages(v5), [
    [0.377963, -0.377963, 0],
    [-1.133889, 0.377963, 0],
    [0.755926, 1.511852, 0],
  ]);
});

test('V6: dropping zero gains (preset february2026) merges the turn with the next', () => {
  closeRows(advantages(v5, {}, 'february2026'), [
    [0.073323, -0.513263, 0],
    [-1.393142, 0.21997, 0],
    [1.319819, 1.319819, 0],
  ]);
});

test('V8: Fireworks pools zeros and adds both parts at every turn', () => {
  closeRows(rewards(log, {}, 'fireworks'), [
    [0.458539, 0.667558, 1.469656],
    [-1.840675, 0.458539, -1.213617],
  ]);
  closeRows(advantages(log, {}, 'fireworks'), [
    [2.419084, 2.063731, 1.469656],
    [-2.500352, -0.694397, -1.213617],
  ]);
});

test('V9: A²TGPO’s credit is turnGroup with sumOverSqrt and a gain weight of .3', () => {
  const group: Scores[] = [
    { gains: [0.8, 0.9], outcome: 0.8 },
    { gains: [-0.3, 0.8], outcome: 0 },
    { gains: [0.2], outcome: 0.5 },
  ];
  closeRows(advantages(group, { normMode: 'turnGroup', accumulate: 'sumOverSqrt', gainWeight: 0.3 }), [
    [1.590604, 1.411158, 1.111164],
    [-1.776909, -1.613188, -1.313194],
    [0.179792, 0.20203],
  ]);
});

test('gainWeight acts after normalising: weight 2 doubles the normalised gains', () => {
  closeRows(rewards(log, { gainWeight: 2 }), [
    [2 * 0.507672, 2 * 0.710741, 0.999997],
    [2 * -1.726085, 2 * 0.507672, -0.999997],
  ]);
});

test('an unscored turn earns 0, leaves the pool and keeps its border', () => {
  // pool .8, .9, .8 (as V2 without −.3): mean .833333, σ √(.02/9) = .047140
  const unscored: Scores[] = [log[0], { gains: [null, 0.8], outcome: 0 }];
  const [a, b] = rewards(unscored);
  close([...a, ...b], [-0.707107, 1.414214, 0.999997, 0, -0.707107, -0.999997], 4e-5); // σ small: 1e-6/σ = 2e-5
  const [, advantage] = advantages(unscored, { gamma: 0.5 });
  assert.equal(advantage[0], 0.5 * advantage[1], 'one discount for the unscored turn');
});

test('the belief form chooses the scorer that is asked for and read', () => {
  assert.deepEqual(igpo.scorers(valuesOf(igpo)), ['informationGain', 'answerF1Set']);
  assert.deepEqual(igpo.scorers(valuesOf(igpo, { beliefForm: 'prob', outcome: 'em' })), [
    'informationGainProb',
    'exactMatch',
  ]);
  const group = scoredGroup(log).map((rollout) => ({
    ...rollout,
    turnScores: { informationGain: rollout.turnScores.informationGain },
  }));
  assert.throws(() => igpo.credit(group, valuesOf(igpo, {}, 'v1')), /expected scores of informationGainProb, got none/);
});

test('options that contradict each other are refused', () => {
  const problems = (changes: Changes, groupSize = 8) =>
    igpo.problems!(valuesOf(igpo, changes), { groupSize: groupSize, maxTokens: 256 });
  assert.deepEqual(problems({}), []);
  assert.match(problems({}, 1)[0], /^rollout\.groupSize: expected at least 2 for igpo, got 1/);
  assert.match(problems({ dualClip: 0.5 })[0], /^algorithm\.dualClip: expected 0 \(off\) or more than 1, got 0.5/);
  assert.match(problems({ zeroGain: 'drop', normMode: 'pooledZeros' })[0], /^algorithm\.zeroGain: drop contradicts/);
  assert.match(problems({ accumulate: 'sumOverSqrt', normMode: 'pooledZeros' })[0], /^algorithm\.accumulate: /);
  assert.match(problems({ accumulate: 'sumOverSqrt', zeroGain: 'drop' })[0], /got zeroGain drop — use sum/);
  assert.match(
    problems({ gainTurns: 'newPassages', normMode: 'pooledZeros' })[0],
    /^algorithm\.gainTurns: newPassages/,
  );
  assert.match(problems({ normMode: 'rawGain' })[0], /^algorithm\.gamma: expected 0 with normMode rawGain, got 1 — /);
});

test('V10: DR-Venus scales the gains to the size of the outcomes, over the batch', () => {
  const values = valuesOf(igpo, { normMode: 'scaledSeparate', gamma: 0.95 });
  const scaled = (rollouts: readonly Scores[]) => creditOf(igpo, scoredGroup(rollouts), values);
  closeRows(
    scaled(log).map((c) => c.reward),
    [
      [0.588233, 0.823526, 0.999997],
      [-1.999993, 0.588233, -0.999997],
    ],
  );
  closeRows(
    scaled(log).map((c) => c.advantage),
    [
      [2.273081, 1.773524, 0.999997],
      [-2.343669, -0.361764, -0.999997],
    ],
  );
  // a weight of 2 acts after the scale
  close(creditOf(igpo, scoredGroup(log), { ...values, gainWeight: 2 })[0].reward, [
    2 * 0.588233,
    2 * 0.823526,
    0.999997,
  ]);
});

test('V10: DR-Venus’s raw gains keep their mean, and every turn gets the outcome', () => {
  closeRows(advantages(log, { normMode: 'rawGain', gamma: 0 }), [
    [2.624548, 2.827617, 0.999997],
    [-1.609204, 0.624553, -0.999997],
  ]);
});

test('the scale looks at all groups of a step, is at most 10, and takes outcomes as .3 at least', () => {
  const values = valuesOf(igpo, { normMode: 'scaledSeparate' });
  // the second has no outcome signal
  const groups = [log, log.map(({ gains }) => ({ gains, outcome: 0 }))].map(scoredGroup);
  const credits = groups.map((group) => igpo.credit(group, values));
  const both = igpo.batchCredit!(groups.flat(), credits.flat(), values);
  // mean |z_o| .4999985 over four rollouts, mean |z_g| .863042: scale .579343
  close(both[0].reward.slice(0, 2), [0.507672 * 0.579343, 0.710741 * 0.579343]);
  const level = igpo.batchCredit!(groups[1], credits[1], values);
  close(level[0].reward.slice(0, 2), [(0.507672 * 0.3) / 0.863043, (0.710741 * 0.3) / 0.863043]);
  assert.equal(outcomeScale([0.01], [1]), 10);
  assert.equal(outcomeScale([], [1]), 1);
});

test('gains on new passages alone: the other turns leave the pool and merge with the next', () => {
  const searching = (gains: number[], redundancy: number[], searchSucceeded: number[]): Scores => ({
    ...{ gains, outcome: 0 },
    turnScores: { redundancy: [...redundancy, null], searchSucceeded: [...searchSucceeded, null] },
  });
  const rollouts = [searching([5, 0.8, 0.9], [1, 0.5, 0], [1, 1, 1]), searching([-0.3, 7, 0.8], [0, 0, 0], [1, 0, 1])];
  // the pool is that of V2 again; 5 repeated what was seen, 7 found nothing
  closeRows(rewards(rollouts, { gainTurns: 'newPassages' }), [
    [0, 0.507672, 0.710741, 0],
    [-1.726085, 0, 0.507672, 0],
  ]);
  const [a, b] = advantages(rollouts, { gainTurns: 'newPassages', gamma: 0.5 });
  assert.equal(a[0], a[1]);
  assert.equal(b[1], b[2]);
});

test('a malformed turn has the gain it is given, also where its own is not known, and the last turn has none', () => {
  const turnFormat = { turnFormat: [1, 0, 0] };
  const malformed: Scores[] = [
    { gains: [0.8, 0.9], outcome: 0, turnScores: turnFormat },
    { gains: [-0.3, null], outcome: 0, turnScores: turnFormat },
  ];
  const replaced: Scores[] = [
    { gains: [0.8, -1], outcome: 0 },
    { gains: [-0.3, -1], outcome: 0 },
  ];
  assert.deepEqual(credit(malformed, { malformedGain: -1 }), credit(replaced));
  assert.ok(!igpo.scorers(valuesOf(igpo)).includes('turnFormat'));
  assert.ok(igpo.scorers(valuesOf(igpo, {}, 'drVenus')).includes('turnFormat'));
});
