/** The whole model against PyTorch: log-probs, both losses and their gradients through the real learner. The numbers
 *  are recorded by test/golden/model/record.py, which writes the decoder again from its description; this test only
 *  reads them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import type { Objective } from '../../../shared/loss/objective.ts';
import { parseArchitecture } from '../../../shared/models/parse-architecture.ts';
import { graphLearner, type GraphLearner } from '../../../shared/model/graph-learner.ts';
import { initialParameters } from '../../../shared/model/parameters.ts';
import { sgd } from '../../../shared/optimizers/sgd.ts';

interface Update {
  readonly loss: number;
  readonly gradNorm: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}
type Column = 'logProbs' | 'weight' | 'advantage' | 'oldLogProb' | 'refLogProb';
interface Golden {
  readonly architecture: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly objective: Objective;
  readonly rows: readonly (Readonly<Record<Column, readonly number[]>> & { readonly tokens: readonly number[] })[];
  readonly supervised: Update;
  readonly policy: Update & Readonly<Record<'clipFraction' | 'klOldK1' | 'klOldK3' | 'klRefK3' | 'entropy', number>>;
}

const folder = join(import.meta.dirname, '../../golden/model');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
/** float32 against float64 through every layer. */
const near = (got: number, expected: number, what: string) =>
  assert.ok(
    Math.abs(got - expected) < 1e-4 * Math.max(1, Math.abs(expected)),
    `${what}: expected ${expected}, got ${got}`,
  );

async function opened({ architecture: given, seed }: Golden, microBatchTokens: number): Promise<GraphLearner> {
  const architecture = parseArchitecture(given, 'architecture');
  return graphLearner({
    ...{ runtime: await openRuntime('cpu', { threads: 2 }), architecture, microBatchTokens, maxGradNorm: 0 },
    ...{ parameters: initialParameters(architecture, seed), optimizer: sgd },
    optimizerValues: { momentum: 0, weightDecay: 0 },
  });
}

/** A step of plain gradient descent with rate 1 leaves p − gradient. */
async function checkUpdate(
  golden: Golden,
  learner: GraphLearner,
  got: { loss: number; gradNorm: number },
  expected: Update,
) {
  near(got.loss, expected.loss, 'loss');
  near(got.gradNorm, expected.gradNorm, 'gradNorm');
  const [before, after] = [initialParameters(learner.architecture, golden.seed), await learner.parameters()];
  assert.ok(Object.keys(expected.gradients).length >= 5);
  for (const [name, gradient] of Object.entries(expected.gradients))
    gradient.forEach((slope, i) =>
      near(before[name].data[i] - after[name].data[i], slope, `gradient of ${name}[${i}]`),
    );
}

for (const file of files)
  // one pass over all rows, and a pass for each row: gradients add up
  for (const microBatchTokens of [1024, 16]) {
    const title = `${file.replace('.json', '')}, ${microBatchTokens} tokens a pass`;
    const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden;
    const rows = golden.rows.map((row) => {
      const column = (name: Column) => Float32Array.from(row[name]);
      return {
        ...{ tokens: Int32Array.from(row.tokens), weight: column('weight'), advantage: column('advantage') },
        ...{ oldLogProb: column('oldLogProb'), refLogProb: column('refLogProb') },
      };
    });

    test(`${title}: log-probs, cross-entropy and its gradients equal PyTorch's`, async () => {
      const learner = await opened(golden, microBatchTokens);
      const logProbs = await learner.logProbs(rows, 'current');
      golden.rows.forEach(({ logProbs: expected }, i) =>
        expected.forEach((logProb, t) => near(logProbs[i][t], logProb, `row ${i}, token ${t}`)),
      );
      await checkUpdate(golden, learner, await learner.supervise(rows, 1), golden.supervised);
      await learner.release();
    });

    test(`${title}: the policy objective, its reported figures and its gradients equal PyTorch's`, async () => {
      const learner = await opened(golden, microBatchTokens);
      const got = await learner.update(rows, golden.objective, 1);
      for (const name of ['clipFraction', 'klOldK1', 'klOldK3', 'klRefK3', 'entropy'] as const)
        near(got[name] ?? NaN, golden.policy[name], name);
      await checkUpdate(golden, learner, got, golden.policy);
      await learner.release();
    });
  }
