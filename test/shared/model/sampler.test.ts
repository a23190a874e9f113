/** Decoding with a KV cache against fresh full forward passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stream } from '../../../shared/util/rng.ts';
import { smallModel, tinyArchitecture } from '../../support/small-model.ts';

const SEED = 77;
const randomTokens = (name: string, index: number, length: number) => {
  const rng = stream(SEED, name, index);
  return Int32Array.from({ length }, () => 1 + rng.integer(tinyArchitecture.vocabularySize - 1));
};
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number, what: string) => {
  assert.equal(a.length, b.length, what);
  for (let i = 0; i < a.length; i++)
    assert.ok(Math.abs(a[i] - b[i]) <= tolerance, `seed ${SEED}, ${what}[${i}]: ${a[i]} against ${b[i]}`);
};

for (const architecture of [
  tinyArchitecture,
  { ...tinyArchitecture, kvHeads: 1, convolution: 1, tied: false },
  { ...tinyArchitecture, kvHeads: 4 },
])
  test(`old log-probs from decoding equal the training graph's, ${architecture.kvHeads} key heads, convolution ${architecture.convolution}`, async () => {
    const { sampler, learner, close: release } = await smallModel(architecture, { maxRows: 40 });
    const rows = sampler.start(33);
    const texts = rows.map((_, i) => Array.from(randomTokens('prompt', i, 1 + (i % 9))));
    await sampler.append(rows.map((row, i) => ({ row, tokens: texts[i] })));
    const logProbs = texts.map((text) => text.map(() => NaN));
    for (let turn = 0; turn < 3; turn++) {
      const drawn = await sampler.sample(
        rows.map((row, i) => ({ row, rng: stream(SEED, 'draw', turn, i), maxTokens: 1 + ((i * 7 + turn) % 20) })),
        { temperature: 1, topP: 1, stops: [[5]] },
      );
      drawn.forEach(({ tokens, logProb }, i) => {
        texts[i].push(...tokens);
        logProbs[i].push(...logProb);
      });
      const given = rows.map((_, i) => randomTokens(`given ${turn}`, i, 1 + ((i * 5) % 11)));
      await sampler.append(rows.map((row, i) => ({ row, tokens: given[i] })));
      given.forEach((tokens, i) => {
        texts[i].push(...tokens);
        logProbs[i].push(...Array.from(tokens, () => NaN));
      });
    }
    const fresh = await learner.logProbs(
      texts.map((text) => ({ tokens: Int32Array.from(text) })),
      'current',
    );
    texts.forEach((text, i) => {
      for (let t = 0; t < text.length; t++)
        if (!Number.isNaN(logProbs[i][t])) close([logProbs[i][t]], [fresh[i][t]], 1e-4, `row ${i} token ${t}`);
    });
    await release();
  });

test('forked scores equal a fresh full forward pass to 1e-5, and the row continues without the fork', async () => {
  const { sampler, learner, close: release } = await smallModel(tinyArchitecture);
  const count = 11;
  const [forked, plain] = [sampler.start(count), sampler.start(count)];
  const texts = Array.from({ length: count }, () => [] as number[]);
  for (let turn = 0; turn < 4; turn++) {
    const given = texts.map((_, i) => Array.from(randomTokens(`turn ${turn}`, i, 1 + ((3 * i + turn) % 13))));
    const forks = texts.map((_, i) => Array.from(randomTokens(`fork ${turn}`, i, 1 + ((i + turn) % 6))));
    const scores = await sampler.append(
      forked.map((row, i) => ({ row, tokens: given[i], ...(i % 4 !== 3 && { fork: forks[i] }) })),
    );
    await sampler.append(plain.map((row, i) => ({ row, tokens: given[i] })));
    texts.forEach((text, i) => text.push(...given[i]));
    const fresh = await learner.logProbs(
      texts.map((text, i) => ({ tokens: Int32Array.from([...text, ...forks[i]]) })),
      'current',
    );
    scores.forEach((score, i) => {
      if (i % 4 === 3) assert.equal(score, null);
      else close(score!, fresh[i].slice(texts[i].length), 1e-5, `turn ${turn} row ${i}`);
    });
    const draw = (rows: readonly number[]) =>
      sampler.sample(
        rows.map((row, i) => ({ row, rng: stream(SEED, 'go on', turn, i), maxTokens: 4 })),
        { temperature: 1, topP: 0.9, stops: [] },
      );
    const [after, control] = [await draw(forked), await draw(plain)];
    assert.deepEqual(
      after.map((x) => x.tokens),
      control.map((x) => x.tokens),
    );
    texts.forEach((text, i) => text.push(...after[i].tokens));
  }
  await release();
});

test('rows that begin with equal tokens are read once, with the scores and samples of rows read alone', async () => {
  const { sampler, close: release } = await smallModel(tinyArchitecture);
  const [prompts, fork] = [
    [randomTokens('alike', 0, 7), randomTokens('alike', 1, 5)],
    randomTokens('alike fork', 0, 4),
  ];
  const requests = (rows: readonly number[]) =>
    rows.map((row, i) => ({ row, tokens: prompts[i % 2], fork, ...(i === 4 && { forkFrom: 3 }) }));
  const draw = (rows: readonly number[]) =>
    sampler.sample(
      rows.map((row, i) => ({ row, rng: stream(SEED, 'alike', i), maxTokens: 6 })),
      { temperature: 1, topP: 1, stops: [] },
    );
  const [together, alone] = [sampler.start(6), sampler.start(6)];
  const scores = await sampler.append(requests(together));
  const expected: (Float32Array | null)[] = [];
  for (const request of requests(alone)) expected.push(...(await sampler.append([request])));
  assert.equal(scores[4]?.length, 1, 'from the fork’s fourth token on');
  scores.forEach((score, i) => close(score!, expected[i] ?? [], 1e-5, `row ${i}`));
  const [drawn, control] = [await draw(together), await draw(alone)];
  drawn.forEach(({ tokens, logProb }, i) => {
    assert.deepEqual(tokens, control[i].tokens);
    close(logProb, control[i].logProb, 1e-5, `row ${i}, drawn`);
  });
  assert.notDeepEqual(drawn[0].tokens, drawn[2].tokens, 'rows that began alike go on by themselves');
  await release();
});

test('greedy decoding takes the most likely token, and a budget or a stop sequence ends a row', async () => {
  const { sampler, learner, close: release } = await smallModel(tinyArchitecture);
  const rows = sampler.start(2);
  await sampler.append(rows.map((row) => ({ row, tokens: [3, 4] })));
  const options = { temperature: 0, topP: 1, stops: [] };
  const [a, b] = await sampler.sample(
    rows.map((row, i) => ({ row, rng: stream(SEED, 'any', i), maxTokens: 6 })),
    options,
  );
  assert.deepEqual(a!.tokens, b!.tokens);
  assert.equal(a!.tokens.length, 6);
  assert.equal(a!.stopped, false);
  for (let candidate = 1; candidate < tinyArchitecture.vocabularySize; candidate++) {
    const [logProb] = await learner.logProbs([{ tokens: Int32Array.of(3, 4, candidate) }], 'current');
    assert.ok(logProb![2] <= a!.logProb[0] + 1e-5);
  }
  const [row] = sampler.start(1);
  await sampler.append([{ row: row!, tokens: [3, 4] }]);
  const [stopped] = await sampler.sample([{ row: row!, rng: stream(SEED, 'any'), maxTokens: 6 }], {
    ...options,
    stops: [[a!.tokens[2]]],
  });
  assert.equal(stopped!.stopped, true);
  assert.deepEqual(stopped!.tokens, a!.tokens.slice(0, a!.tokens.indexOf(a!.tokens[2]) + 1));
  const [pair] = sampler.start(1);
  await sampler.append([{ row: pair!, tokens: [3, 4] }]);
  const [after] = await sampler.sample([{ row: pair!, rng: stream(SEED, 'any'), maxTokens: 6 }], {
    ...options,
    stops: [a!.tokens.slice(2, 4)],
  });
  const end = a!.tokens.findIndex((token, i) => token === a!.tokens[3] && i > 0 && a!.tokens[i - 1] === a!.tokens[2]);
  assert.deepEqual(after!.tokens, a!.tokens.slice(0, end + 1), 'a sequence ends a row where it is whole');
  await release();
});

test('decoding after an update, or after older params are restored, uses the current params', async () => {
  const { sampler, learner, close: release } = await smallModel(tinyArchitecture);
  const tokens = Int32Array.of(3, 4, 5, 6);
  const scored = async () => {
    const [row] = sampler.start(1);
    const [scores] = await sampler.append([{ row: row!, tokens: [3, 4], fork: [5, 6] }]);
    sampler.release([row!]);
    const [fresh] = await learner.logProbs([{ tokens }], 'current');
    close(scores!, fresh!.subarray(2), 1e-5, 'fork');
    return scores!;
  };
  const older = { parameters: await learner.parameters(), state: await learner.optimizerState() };
  const before = await scored();
  await learner.supervise([{ tokens, weight: Float32Array.of(0, 1, 1, 1) }], 0.1);
  const after = await scored();
  assert.ok(Math.abs(after[0] - before[0]) > 0.1, `expected the update to move ${before[0]}, got ${after[0]}`);
  learner.restore(older.parameters, older.state);
  assert.deepEqual(await scored(), before);
  await release();
});

test('a row refuses more tokens than it can hold and names the limit', async () => {
  const { sampler, close: release } = await smallModel(tinyArchitecture, { maxLength: 8 });
  const [row] = sampler.start(1);
  assert.throws(
    () => sampler.append([{ row: row!, tokens: [1, 2, 3, 4, 5, 6, 7, 8, 9] }]),
    /at most 8 tokens in a row, got 9/,
  );
  await release();
});
