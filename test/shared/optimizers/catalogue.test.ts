/** Requirements on every optimizer of the catalogue; a new member is covered by being listed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameters } from '../../../shared/config/parse.ts';
import * as optimizers from '../../../shared/optimizers/index.ts';
import type { Optimizer } from '../../../shared/optimizers/optimizer.ts';
import { stream } from '../../../shared/util/rng.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../shared/util/safetensors.ts';
import { engines, updateRun, type UpdateRun } from '../../support/update-run.ts';

const SEED = 11;
const parameters = [
  { name: 'matrix', shape: [5, 3], decay: true },
  { name: 'gain', shape: [7], decay: false },
];
const draw = (name: string, step: number): Float32Array => {
  const rng = stream(SEED, name, step);
  return Float32Array.from({ length: name.endsWith('matrix') ? 15 : 7 }, () => rng.normal());
};
const start = () => ({ matrix: draw('start matrix', 0), gain: draw('start gain', 0) });
const gradients = (step: number) => ({ matrix: draw('matrix', step), gain: draw('gain', step) });

for (const optimizer of Object.values<Optimizer>(optimizers)) {
  const values = parseParameters(optimizer.parameters, {}, optimizer.name);
  /** Turns on everything that is off by default. */
  const full = {
    ...values,
    ...Object.fromEntries(
      Object.entries(optimizer.parameters).flatMap(([name, { kind, default: off, ...range }]) =>
        kind === 'number' && off === 0 && 'max' in range ? [[name, range.max! / 2]] : [],
      ),
    ),
  };
  const open = () => updateRun(optimizer, full, parameters, start(), 1, 'onnxruntime');
  const walk = async (run: UpdateRun, from: number, to: number) => {
    for (let step = from; step <= to; step++) await run.step(step, gradients(step), 0.01);
  };

  test(`${optimizer.name} gives the same bits twice`, async () => {
    const [one, two] = [await open(), await open()];
    await walk(one, 1, 5);
    await walk(two, 1, 5);
    assert.deepEqual(one.held, two.held);
    assert.notDeepEqual(one.held['matrix'], start().matrix, `seed ${SEED}: the steps moved something`);
    await one.close();
    await two.close();
  });

  test(`${optimizer.name} continues bit for bit from a state that was saved to a file`, async () => {
    const whole = await open();
    await walk(whole, 1, 8);
    const before = await open();
    await walk(before, 1, 4);
    const tensors = Object.entries(before.held).map(
      ([name, data]) => [name, { shape: [data.length], data: Float32Array.from(data) }] as const,
    );
    const file = decodeSafetensors(encodeSafetensors(Object.fromEntries(tensors)), 'state');
    const after = await open();
    after.held = Object.fromEntries(
      Object.keys(before.held).map((name) => [name, file.tensors[name].data as Float32Array]),
    );
    await walk(after, 5, 8);
    assert.deepEqual(after.held, whole.held);
    const fresh = await open();
    fresh.held = { ...fresh.held, matrix: before.held['matrix'], gain: before.held['gain'] };
    await walk(fresh, 5, 8);
    assert.notDeepEqual(fresh.held['matrix'], whole.held['matrix'], 'without its state it would have gone elsewhere');
    for (const run of [whole, before, after, fresh]) await run.close();
  });

  for (const engine of engines)
    test(`${optimizer.name} finds the minimum of a quadratic (${engine})`, async () => {
      // f(p) = Σ c·(p − goal)²/2 with c from 0.5 to 2, the rate falling linearly to 0: the distance must shrink a
      // thousandfold
      const run = await updateRun(optimizer, values, parameters, start(), 0, engine);
      const goal: Record<string, Float32Array> = { matrix: draw('goal matrix', 0), gain: draw('goal gain', 0) };
      const slope = (name: string) =>
        Array.from(goal[name], (to, i) => (0.5 + (1.5 * i) / goal[name].length) * (run.held[name][i] - to));
      const distance = () =>
        Math.hypot(...Object.keys(goal).flatMap((name) => Array.from(goal[name], (to, i) => run.held[name][i] - to)));
      const first = distance();
      for (let step = 1; step <= 300; step++)
        await run.step(step, { matrix: slope('matrix'), gain: slope('gain') }, 0.2 * (1 - (step - 1) / 300));
      assert.ok(distance() < first / 1000, `seed ${SEED}: from ${first} to ${distance()}`);
      await run.close();
    });
}
