/** Supervised steps whose target is a distribution, against the slow way: one step per token, weighted by its share. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import type { Architecture } from '../../../shared/models/architecture.ts';
import { graphLearner } from '../../../shared/model/graph-learner.ts';
import type { SupervisedRow } from '../../../shared/model/learner-rows.ts';
import { initialParameters } from '../../../shared/model/parameters.ts';
import { convLlama } from '../../../shared/models/conv-llama.ts';
import { sgd } from '../../../shared/optimizers/sgd.ts';

const architecture: Architecture = {
  ...{ vocabularySize: 11, width: 8, layers: 2, heads: 2, kvHeads: 1, headSize: 4, hidden: 12, convolution: 2 },
  ...{ family: convLlama, tied: true, ropeBase: 10000, epsilon: 1e-6 },
};

/** Loss and gradient: a step of plain gradient descent with rate 1 leaves p − gradient. */
async function slopes(rows: readonly SupervisedRow[]) {
  const parameters = initialParameters(architecture, 5);
  const learner = graphLearner({
    ...{ runtime: await openRuntime('cpu', { threads: 2 }), architecture, parameters, optimizer: sgd },
    ...{ optimizerValues: { momentum: 0, weightDecay: 0 }, maxGradNorm: 0, microBatchTokens: 64 },
  });
  const { loss } = await learner.supervise(rows, 1);
  const after = await learner.parameters();
  await learner.release();
  const gradient = Object.entries(parameters).flatMap(([name, { data }]) =>
    Array.from(data, (p, i) => p - after[name].data[i]),
  );
  return { loss, gradient };
}

const row = (tokens: readonly number[], soft?: ReadonlyMap<number, number>): SupervisedRow => ({
  tokens: Int32Array.from(tokens),
  weight: Float32Array.of(0, 0.5, 0, 2),
  ...(soft && { soft: new Map([[3, soft]]) }),
});
const other = row([4, 4, 9, 1]);

test('the loss of a target distribution is the mean over its tokens, weighted by their shares; so is its gradient', async () => {
  const shares = new Map([
    [2, 0.2],
    [7, 0.5],
    [10, 0.3],
  ]);
  const got = await slopes([row([3, 5, 1, 7], shares), other]);
  const parts = await Promise.all([...shares.keys()].map((token) => slopes([row([3, 5, 1, token]), other])));
  const mixed = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part, i) => sum + [...shares.values()][i] * of(part), 0);
  const near = (x: number, y: number) => assert.ok(Math.abs(x - y) < 2e-6 * Math.max(1, Math.abs(y)), `${x}, not ${y}`);
  near(
    got.loss,
    mixed(({ loss }) => loss),
  );
  got.gradient.forEach((slope, i) =>
    near(
      slope,
      mixed(({ gradient }) => gradient[i]),
    ),
  );
  assert.ok(got.gradient.some((slope, i) => Math.abs(slope - parts[1].gradient[i]) > 1e-3)); // not the target's alone
});

test('a distribution with all its mass on the target is the target', async () => {
  const hard = await slopes([row([3, 5, 1, 7]), other]);
  const soft = await slopes([row([3, 5, 1, 7], new Map([[7, 1]])), other]);
  assert.deepEqual(soft.gradient, hard.gradient);
});
