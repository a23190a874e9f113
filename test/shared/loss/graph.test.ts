/** The objective as graph code against its float64 twin in shared/loss, in the interpreter and in onnxruntime. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { backward } from '../../../shared/graph/backward.ts';
import { Graph } from '../../../shared/graph/graph.ts';
import { interpret } from '../../../shared/graph/interpreter.ts';
import { onnx } from '../../../shared/graph/onnx.ts';
import { float32 } from '../../../shared/graph/runtime.ts';
import { kl } from '../../../shared/loss/kl.ts';
import { objectiveGraph, tokenLoss, type TokenLossInput } from '../../../shared/loss/objective-loss.ts';
import { klEstimators, type Objective } from '../../../shared/loss/objective.ts';
import { clipBinds, policyLoss, ratio, ratioRange, sharedRatio } from '../../../shared/loss/policy-loss.ts';
import { valueLoss } from '../../../shared/loss/value-loss.ts';
import { mean, sum } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { v13, v14 } from './worked-losses.ts';

const SEED = 31;
const plain: Objective = {
  ...{ clipLow: 0.2, clipHigh: 0.2, dualClip: 3, aggregation: 'tokenMean' },
  ...{ klCoefficient: 0, klEstimator: 'k3', entropyCoefficient: 0 },
};
interface Token extends TokenLossInput {
  readonly weight: number;
  readonly value?: number;
  readonly oldValue?: number;
  readonly valueTarget?: number;
}
const token = (values: Partial<Token>): Token => ({
  ...{ logProb: 0, oldLogProb: 0, refLogProb: null, entropy: 0, advantage: 0, weight: 1 },
  ...values,
});

/** The objective over these tokens, with the gradient of each log-prob as `slope`; 0 where weight = 0 is padding. */
function lossGraph(objective: Objective, count: number, segments?: number): Graph {
  const g = new Graph();
  const [logProb, entropy, value] = ['logProb', 'entropy', 'value'].map((name) => g.input(`given.${name}`, [count, 1]));
  const { loss, sums } = objectiveGraph(objective)(
    g,
    { logProb, entropy, value },
    { selected: count, ...(segments && { segments }) },
  );
  g.output('loss', loss);
  for (const [name, value] of Object.entries(sums)) g.output(name, value);
  g.output('slope', backward(g, loss, [logProb])[0]);
  return g;
}

/** Sequence of each token and number of sequences, where tokens share a ratio. */
type Members = readonly number[];

const inputsOf = (graph: Graph, tokens: readonly Token[], members: Members = []) => {
  const own: Record<string, (one: Token, i: number) => number | number[]> = {
    mask: ({ weight }) => Number(weight !== 0),
    segment: ({ weight }, i) => sequencesOf(members).map((id) => Number(weight !== 0 && members[i] === id)),
    share: ({ weight }, i) =>
      weight === 0 ? 0 : 1 / tokens.filter((other, j) => other.weight !== 0 && members[j] === members[i]).length,
    ratioLow: ({ clipScale }) => ratioRange(plain, clipScale).low,
    ratioHigh: ({ clipScale }) => ratioRange(plain, clipScale).high,
  };
  return Object.fromEntries(
    graph.inputs.map(({ name }) => [
      name,
      tokens.flatMap(own[name] ?? ((one) => one[name.replace('given.', '') as keyof Token] ?? 0)),
    ]),
  );
};
const sequencesOf = (members: Members): number[] =>
  Array.from({ length: members.length === 0 ? 0 : 1 + Math.max(...members) }, (_, id) => id);

function interpreted(objective: Objective, tokens: readonly Token[], members?: Members): Record<string, Float64Array> {
  const graph = lossGraph(objective, tokens.length, members && sequencesOf(members).length);
  const results = interpret(graph, inputsOf(graph, tokens, members));
  return Object.fromEntries(graph.outputs.map(({ name }, i) => [name, results[i].data]));
}

async function run(
  objective: Objective,
  tokens: readonly Token[],
  members?: Members,
): Promise<Record<string, Float64Array>> {
  const graph = lossGraph(objective, tokens.length, members && sequencesOf(members).length);
  const session = await (await openRuntime('cpu', { threads: 2 })).load(onnx(graph));
  const inputs = Object.entries(inputsOf(graph, tokens, members)).map(
    ([name, data]) => [name, float32([tokens.length, data.length / tokens.length], Float32Array.from(data))] as const,
  );
  const results = await session.run(Object.fromEntries(inputs));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Float64Array.from(data as Float32Array)]),
  );
}

/** Ratios on both sides of every clip, also far beyond; a third of the tokens is padding. */
function randomTokens(name: string, count: number): Token[] {
  const rng = stream(SEED, name);
  return Array.from({ length: count }, () => {
    const logProb = Math.fround(-4 * rng.next());
    return token({
      logProb,
      oldLogProb: Math.fround(logProb - 1.5 * rng.normal()),
      refLogProb: Math.fround(logProb - rng.normal()),
      entropy: Math.fround(2 * rng.next()),
      advantage: Math.fround(rng.next() < 0.1 ? 0 : rng.normal()),
      weight: rng.next() < 0.33 ? 0 : Math.fround(rng.next()),
    });
  });
}

const objectives: readonly Objective[] = [
  plain,
  { ...plain, dualClip: null, clipHigh: 0.28 },
  ...klEstimators.map((klEstimator): Objective => ({
    ...plain,
    klCoefficient: 0.3,
    klEstimator,
    entropyCoefficient: 0.05,
  })),
];

for (const objective of objectives)
  for (const [engine, evaluate, tolerance] of [
    ['interpreter', interpreted, 1e-6], // its constants are float32
    ['onnxruntime', run, 1e-5],
  ] as const)
    test(`${engine}: dual clip ${objective.dualClip}, KL ${objective.klCoefficient} ${objective.klEstimator}: loss, sums and clipped tokens equal shared/loss`, async () => {
      const tokens = randomTokens('tokens', 300);
      const got = await evaluate(objective, tokens);
      const counted = tokens.filter(({ weight }) => weight !== 0);
      const over = (f: (one: Token) => number) => sum(counted.map(f));
      const expected: Record<string, number> = {
        loss: over((one) => one.weight * tokenLoss(one, objective)),
        clipped: over((one) => Number(clipBinds(ratio(one.logProb, one.oldLogProb), one.advantage, objective))),
        klOldK1: over((one) => kl.k1(one.oldLogProb, one.logProb)),
        klOldK3: over((one) => kl.k3(one.oldLogProb, one.logProb)),
        entropy: over((one) => one.entropy),
        ...(objective.klCoefficient > 0 && { klRefK3: over((one) => kl.k3(one.logProb, one.refLogProb!)) }),
      };
      assert.ok(
        expected['clipped'] > 50 && expected['clipped'] < 150,
        `${expected['clipped']} of ${counted.length} clipped`,
      );
      for (const [name, value] of Object.entries(expected))
        assert.ok(
          Math.abs(got[name][0] - value) <= tolerance * Math.max(1, Math.abs(value)),
          `seed ${SEED}, ${name}: expected ${value}, got ${got[name][0]}`,
        );
      assert.deepEqual(Object.keys(got).sort(), [...Object.keys(expected), 'slope'].sort());
    });

test('a token counts as clipped exactly where its log-prob has no gradient', () => {
  const tokens = randomTokens('clipped', 200).filter(({ weight, advantage }) => weight !== 0 && advantage !== 0);
  const { slope } = interpreted(plain, tokens);
  tokens.forEach((one, i) => {
    const { clipped } = interpreted(plain, [one]);
    assert.equal(clipped[0], Number(slope[i] === 0), `seed ${SEED}: ${JSON.stringify(one)}`);
  });
  assert.ok(mean(Array.from(slope, (x) => Number(x === 0))) > 0.2);
});

for (const [rho, advantage, dual, single, wide] of v13)
  test(`V13: the graph's loss at ratio ${rho} and advantage ${advantage}`, () => {
    const lossOf = (clip: Partial<Objective>) =>
      interpreted({ ...plain, ...clip }, [token({ logProb: Math.log(rho), advantage })])['loss'][0];
    const got = [lossOf({}), lossOf({ dualClip: null }), lossOf({ clipHigh: 0.28, dualClip: 10 })];
    [dual, single, wide].forEach((expected, i) =>
      assert.ok(Math.abs(got[i] - expected) < 1e-6, `${got[i]}, ${expected}`),
    );
  });

for (const [logProb, refLogProb, ...expected] of v14)
  test(`V14: the graph's k1, k2 and k3 at log-probs ${logProb} and ${refLogProb}`, () => {
    klEstimators.forEach((klEstimator, i) => {
      const objective = { ...plain, klCoefficient: 1, klEstimator };
      const { loss } = interpreted(objective, [token({ logProb, oldLogProb: logProb, refLogProb })]);
      assert.ok(Math.abs(loss[0] - expected[i]) < 1e-6, `${klEstimator}: expected ${expected[i]}, got ${loss[0]}`);
    });
  });

const gspo: Objective = { ...plain, clipLow: 0.0003, clipHigh: 0.0004, dualClip: null, ratioOver: 'sequence' };
/** A sequence of these log-ratios, each token with the weight that makes the loss their mean. */
const sequence = (logRatios: readonly number[], advantage: number) =>
  logRatios.map((logProb) => token({ logProb, advantage, weight: 1 / logRatios.length }));

test('V16: the graph’s sequence ratio of log-ratios .1, −.3, .1, .3 is e^.05, clipped as one', () => {
  const lossOf = (advantage: number, clip: Partial<Objective> = {}) =>
    interpreted({ ...gspo, ...clip }, sequence([0.1, -0.3, 0.1, 0.3], advantage), [0, 0, 0, 0])['loss'][0];
  const wide = { clipLow: 0.2, clipHigh: 0.2 };
  const got = [lossOf(0.7), lossOf(0.7, wide), lossOf(-0.7)];
  [-0.70028, -0.73589, 0.73589].forEach((expected, i) =>
    assert.ok(Math.abs(got[i] - expected) < 1e-5, `${got[i]}, expected ${expected}`),
  );
});

for (const [engine, evaluate, tolerance] of [
  ['interpreter', interpreted, 1e-6],
  ['onnxruntime', run, 1e-5],
] as const)
  test(`${engine}: with one ratio for each sequence, loss and clipped tokens equal shared/loss, and KLs stay those of tokens`, async () => {
    const objective: Objective = { ...gspo, clipLow: 0.2, clipHigh: 0.2, klCoefficient: 0.1 };
    const tokens = randomTokens('sequences', 120);
    const members = tokens.map((_, i) => Math.floor(i / 7));
    const got = await evaluate(objective, tokens, members);
    const counted = tokens.flatMap((one, i) => (one.weight === 0 ? [] : [{ ...one, sequence: members[i] }]));
    const ratios = Map.groupBy(counted, (one) => one.sequence);
    const each = counted.map((one) => {
      const mates = ratios.get(one.sequence)!;
      const rho = sharedRatio(
        mates.map(({ logProb }) => logProb),
        mates.map(({ oldLogProb }) => oldLogProb),
      );
      const policy = policyLoss(rho, one.advantage, objective) + 0.1 * kl.k3(one.logProb, one.refLogProb!);
      return { loss: one.weight * policy, clipped: Number(clipBinds(rho, one.advantage, objective)) };
    });
    const expected = {
      loss: sum(each.map(({ loss }) => loss)),
      clipped: sum(each.map(({ clipped }) => clipped)),
      klOldK3: sum(counted.map((one) => kl.k3(one.oldLogProb, one.logProb))),
    };
    assert.ok(expected.clipped > 5 && expected.clipped < counted.length - 5, `${expected.clipped} clipped`);
    for (const [name, value] of Object.entries(expected))
      assert.ok(
        Math.abs(got[name][0] - value) <= tolerance * Math.max(1, Math.abs(value)),
        `seed ${SEED}, ${name}: expected ${value}, got ${got[name][0]}`,
      );
  });

test('with one token a sequence, its ratio is the token’s: loss, gradient and clips bit for bit', async () => {
  const tokens = randomTokens('single tokens', 64).filter(({ weight }) => weight !== 0);
  const alone = tokens.map((_, i) => i);
  const grpo: Objective = { ...plain, klCoefficient: 0.1, entropyCoefficient: 0.01 };
  const bits = (results: Record<string, Float64Array>) =>
    Object.entries(results).map(([name, values]) => [name, values.map((x) => x + 0)]); // a gradient of −0 is 0
  for (const evaluate of [interpreted, run])
    assert.deepEqual(
      bits(await evaluate({ ...grpo, ratioOver: 'sequence' }, tokens, alone)),
      bits(await evaluate(grpo, tokens)),
    );
});

for (const [engine, evaluate, tolerance] of [
  ['interpreter', interpreted, 1e-6],
  ['onnxruntime', run, 1e-5],
] as const) {
  test(`${engine}: with a clip range for each token, loss and clipped tokens equal shared/loss`, async () => {
    const rng = stream(SEED, 'ranges');
    const tokens = randomTokens('ranges', 300).map((one) => ({ ...one, clipScale: Math.fround(0.1 + 3 * rng.next()) }));
    const counted = tokens.filter(({ weight }) => weight !== 0);
    const binds = (one: (typeof tokens)[number], scale?: number) =>
      Number(clipBinds(ratio(one.logProb, one.oldLogProb), one.advantage, plain, scale));
    const got = await evaluate({ ...plain, clipScaled: true }, tokens);
    const loss = sum(counted.map((one) => one.weight * tokenLoss(one, plain)));
    assert.ok(
      Math.abs(got['loss'][0] - loss) <= tolerance * Math.abs(loss),
      `seed ${SEED}: ${got['loss'][0]}, ${loss}`,
    );
    assert.equal(got['clipped'][0], sum(counted.map((one) => binds(one, one.clipScale))), `seed ${SEED}`);
    assert.ok(
      counted.some((one) => binds(one) !== binds(one, one.clipScale)),
      'the factors decide some',
    );
  });

  test(`${engine}: ranges that are all as wide as usual change nothing, bit for bit`, async () => {
    const tokens = randomTokens('usual ranges', 200);
    const usual = tokens.map((one) => ({ ...one, clipScale: 1 }));
    const both: Objective = { ...plain, klCoefficient: 0.1, entropyCoefficient: 0.01 };
    const bits = (results: Record<string, Float64Array>) =>
      Object.entries(results).map(([name, values]) => [name, values.map((x) => x + 0)]); // a gradient of −0 is 0
    assert.deepEqual(bits(await evaluate({ ...both, clipScaled: true }, usual)), bits(await evaluate(both, tokens)));
  });
}

for (const valueClip of [0.5, null])
  for (const [engine, evaluate, tolerance] of [
    ['interpreter', interpreted, 1e-6],
    ['onnxruntime', run, 1e-5],
  ] as const)
    test(`${engine}: with a critic, clip ${valueClip}, the loss is that of shared/loss and its weighted value loss`, async () => {
      const rng = stream(SEED, 'values');
      const draw = () => Math.fround(rng.normal());
      const tokens = randomTokens('critic', 200).map((one) => ({
        ...one,
        ...{ value: draw(), oldValue: draw(), valueTarget: draw() },
      }));
      const objective: Objective = { ...plain, critic: { coefficient: 0.7, clip: valueClip, gamma: 1 } };
      const got = await evaluate(objective, tokens);
      const counted = tokens.filter(({ weight }) => weight !== 0);
      const ofValue = counted.map((one) => valueLoss(one.value, one.oldValue, one.valueTarget, valueClip));
      const expected = {
        valueLoss: sum(ofValue),
        loss: sum(counted.map((one, i) => one.weight * (tokenLoss(one, objective) + 0.7 * ofValue[i]))),
      };
      for (const [name, value] of Object.entries(expected))
        assert.ok(
          Math.abs(got[name][0] - value) <= tolerance * Math.max(1, Math.abs(value)),
          `seed ${SEED}, ${name}: expected ${value}, got ${got[name][0]}`,
        );
    });
