/** Ground truth scored as forks of the KV cache: positions and visibility as in V27 of the reference, values as in one
 *  fresh pass per prefix. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import type { Runtime, Tensor } from '../../../shared/graph/runtime.ts';
import { tagProtocol } from '../../../shared/rollout/protocols/tags.ts';
import { mean } from '../../../shared/util/math.ts';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';
import { wordTokenizer } from '../../support/word-tokenizer.ts';

const SEED = 27;
const tokenizer = wordTokenizer('Ada Lovelace Byron leads Bo Cy');
const architecture = { ...tinyArchitecture, vocabularySize: tokenizer.vocabularySize };
const randomTokens = (name: string, length: number) => {
  const rng = stream(SEED, name);
  return Array.from({ length }, () => rng.integer(architecture.vocabularySize));
};

/** The inputs of each run over tokens, in order. */
const runs: Record<string, number[]>[] = [];
const cpu = await openRuntime('cpu', { threads: 2 });
const recording: Runtime = {
  ...cpu,
  load: async (model, options) => {
    const session = await cpu.load(model, options);
    return {
      release: () => session.release(),
      run: (inputs, into) => {
        const tensors = Object.entries(inputs).filter(([, x]) => 'data' in x) as [string, Tensor][];
        if ('ids' in inputs)
          runs.push(Object.fromEntries(tensors.map(([name, { data }]) => [name, Array.from(data, Number)])));
        return session.run(inputs, into);
      },
    };
  },
};
const { sampler, learner, close } = await smallModel(architecture, { runtime: recording });
after(close);

/** Reads the base up to each end, with a fork there; returns the scores of each fork. */
async function scored(base: readonly number[], ends: readonly number[], forks: readonly ArrayLike<number>[]) {
  const [row] = sampler.start(1);
  const scores: Float32Array[] = [];
  for (const [t, end] of ends.entries()) {
    const [score] = await sampler.append([{ row, tokens: base.slice(ends[t - 1] ?? 0, end), fork: forks[t] }]);
    scores.push(score!);
  }
  sampler.release([row]);
  return scores;
}

/** One full forward pass over prefix and fork for each end. */
async function sequential(base: readonly number[], ends: readonly number[], forks: readonly ArrayLike<number>[]) {
  const rows = ends.map((end, t) => ({ tokens: Int32Array.of(...base.slice(0, end), ...Array.from(forks[t])) }));
  const logProbs = await learner.logProbs(rows, 'current');
  return ends.map((end, t) => logProbs[t].subarray(end));
}

const [base, gold, ends] = [randomTokens('base', 10), randomTokens('gold', 3), [4, 7, 10]];

test('V27: copy t starts at position L_t, sees base 0 … L_t − 1 and itself, and is predicted from L_t − 1', async () => {
  runs.length = 0;
  await scored(base, ends, [gold, gold, gold]);
  assert.equal(runs.length, 3);
  const goldAt = [
    [4, 5, 6],
    [7, 8, 9],
    [10, 11, 12],
  ];
  runs.forEach(({ ids, positions, select, targets, cached = [0] }, t) => {
    const [from, end] = [ends[t - 1] ?? 0, ends[t]];
    assert.deepEqual(cached.slice(0, 1), [from], 'keys of the base before this turn are read from the cache');
    const own = end - from;
    assert.deepEqual(positions.slice(own, own + 3), goldAt[t]);
    const before = architecture.convolution - 1;
    assert.deepEqual(ids.slice(before, before + own + 3), [...base.slice(from, end), ...gold]);
    assert.deepEqual(targets.slice(0, 3), gold);
    assert.deepEqual(
      select.slice(0, 3).map((slot) => positions[slot]),
      goldAt[t].map((position) => position - 1),
    );
  });
});

test('forked scores equal one fresh pass per prefix to 1e-5, whatever the other copies hold', async () => {
  const expected = await sequential(base, ends, [gold, gold, gold]);
  const forked = await scored(base, ends, [gold, gold, gold]);
  forked.forEach((score, t) =>
    score.forEach((logProb, j) =>
      assert.ok(
        Math.abs(logProb - expected[t][j]) <= 1e-5,
        `seed ${SEED}, copy ${t}, gold ${j}: ${logProb}, ${expected[t][j]}`,
      ),
    ),
  );
  const others = await scored(base, ends, [randomTokens('other', 6), gold, randomTokens('another', 1)]);
  assert.deepEqual(others[1], forked[1], 'nothing leaks from one copy into another');
});

test('a copy’s scores depend on the tokens that it sees, and on no others', async () => {
  const [before] = await scored(base, [7], [gold]);
  const change = (tokens: readonly number[], at: number) =>
    tokens.map((token, i) => (i === at ? (token + 1) % architecture.vocabularySize : token));
  for (let at = 0; at < 7; at++) {
    const [score] = await scored(change(base, at), [7], [gold]);
    assert.notDeepEqual(score, before, `seed ${SEED}: base token ${at} is in its prefix`);
  }
  const [later] = await scored(base, [7], [change(gold, 2)]);
  assert.deepEqual(later.slice(0, 2), before.slice(0, 2), 'a gold token is not seen by those before it');
});

for (const wrapper of ['igpo', 'answerTag', 'none'] as const)
  test(`with the wrapper ${wrapper} the mean over the ground truth alone equals sequential scoring to 1e-5`, async () => {
    const { tokens, span } = tagProtocol(tokenizer).groundTruthFork('Ada Lovelace Byron', wrapper);
    assert.equal(span.end - span.start, 3);
    assert.equal(tokenizer.decode(tokens.slice(span.start, span.end)), 'Ada Lovelace Byron');
    const forks = ends.map(() => tokens);
    const [fork, fresh] = [await scored(base, ends, forks), await sequential(base, ends, forks)];
    ends.forEach((_, t) => {
      const [belief, expected] = [fork, fresh].map((scores) => mean(scores[t].subarray(span.start, span.end)));
      assert.ok(Math.abs(belief - expected) <= 1e-5, `prefix ${t}: ${belief}, ${expected}`);
    });
  });

test('rows with equal tokens and readings are computed once, in the middle too, and score as rows computed alone', async () => {
  const [first, second] = [randomTokens('first', 5), randomTokens('second', 4)];
  const rows = sampler.start(3);
  const append = async (pieces: readonly (readonly number[])[]) => {
    runs.length = 0;
    const scores = await sampler.append(rows.map((row, i) => ({ row, tokens: pieces[i], fork: gold })));
    return { scores: scores.map((score) => [...score!]), read: runs.map(({ positions }) => positions.length) };
  };
  const alike = await append([first, first, base]);
  const later = await append([second, second, second]);
  const apart = await append([gold, base, gold]);
  sampler.release(rows);
  // rows, up to a power of two, × tokens with the fork, up to eights
  assert.deepEqual([alike.read, later.read, apart.read], [[2 * 16], [2 * 8], [4 * 16]]);
  assert.deepEqual(later.scores[0], later.scores[1]);
  assert.notDeepEqual(later.scores[0], later.scores[2], 'the same behind something else is not the same');
  const held = [first, first, base].map((start, i) => [...start, ...second, ...[gold, base, gold][i]]);
  for (const [i, tokens] of held.entries()) {
    const [expected] = await sequential(tokens, [tokens.length], [gold]);
    const [, passed] = await sequential(tokens, [0, tokens.length - [gold, base, gold][i].length], [gold, gold]);
    apart.scores[i].forEach((score, j) =>
      assert.ok(Math.abs(score - expected[j]) <= 1e-5, `seed ${SEED}, row ${i}: ${score}`),
    );
    later.scores[i].forEach((score, j) =>
      assert.ok(Math.abs(score - passed[j]) <= 1e-5, `seed ${SEED}, row ${i}: ${score}`),
    );
  }
  const [alone] = sampler.start(1);
  await sampler.append([{ row: alone, tokens: [...first, ...second] }]);
  const forksAlone = await sampler.score([gold, base, gold].map((fork) => ({ row: alone, fork })));
  sampler.release([alone]);
  assert.deepEqual(forksAlone[0], forksAlone[2]);
  forksAlone[0].forEach((score, j) =>
    assert.ok(Math.abs(score - later.scores[0][j]) <= 1e-5, 'a fork alone scores the same'),
  );
});
