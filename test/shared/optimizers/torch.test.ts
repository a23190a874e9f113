/** Ten steps of each optimizer against PyTorch's, clipping included. The traces are recorded by
 *  test/golden/optimizers/record.py; this test only reads them, and a new file there is a new case. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Values } from '../../../shared/config/parameter.ts';
import * as optimizers from '../../../shared/optimizers/index.ts';
import type { Optimizer } from '../../../shared/optimizers/optimizer.ts';
import { engines, updateRun, type Numbers } from '../../support/update-run.ts';

interface Trace {
  readonly optimizer: keyof typeof optimizers;
  readonly values: Values<Optimizer['parameters']>;
  readonly maxGradNorm: number;
  readonly shapes: Readonly<Record<string, number[]>>;
  readonly start: Numbers;
  readonly steps: readonly {
    readonly learningRate: number;
    readonly gradients: Numbers;
    readonly gradNorm: number;
    readonly params: Numbers;
  }[];
}

const folder = join(import.meta.dirname, '../../golden/optimizers');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

/** The interpreter is float64, but a graph's constants are float32, good to 6e-8 of their size; onnxruntime rounds at
 *  every step. */
const tolerances = { interpreter: 1e-6, onnxruntime: 1e-5 };

for (const file of files)
  for (const engine of engines)
    test(`${file.replace('.json', '')} equals PyTorch over ten steps (${engine})`, async () => {
      const trace = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Trace;
      const optimizer: Optimizer = optimizers[trace.optimizer];
      const parameters = Object.entries(trace.shapes).map(([name, shape]) => ({
        name,
        shape,
        decay: shape.length > 1,
      }));
      const run = await updateRun(optimizer, trace.values, parameters, trace.start, trace.maxGradNorm, engine);
      assert.equal(trace.steps.length, 10);
      for (const [i, { gradients, learningRate, gradNorm, params }] of trace.steps.entries()) {
        const norm = await run.step(i + 1, gradients, learningRate);
        const near = (got: number, expected: number, what: string) =>
          assert.ok(
            Math.abs(got - expected) < tolerances[engine] * Math.max(1, Math.abs(expected)),
            `step ${i + 1}, ${what}: expected ${expected}, got ${got}`,
          );
        near(norm, gradNorm, 'gradNorm');
        for (const { name } of parameters)
          Array.from(params[name]).forEach((expected, at) => near(run.held[name][at], expected, `${name}[${at}]`));
      }
      await run.close();
    });

test('the traces cover adamw and sgd, and norms on both sides of the clip', () => {
  const traces = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Trace);
  for (const name of ['adamw', 'sgd'])
    assert.ok(
      traces.some((trace) => trace.optimizer === name),
      name,
    );
  const clipped = traces.filter(({ maxGradNorm }) => maxGradNorm > 0);
  for (const { maxGradNorm, steps } of clipped) {
    assert.ok(steps.some(({ gradNorm }) => gradNorm < maxGradNorm));
    assert.ok(steps.some(({ gradNorm }) => gradNorm > maxGradNorm));
  }
});
