/** The benches are run by hand; these checks keep them runnable and their verdicts right. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alternate, median, medianRatio } from './bench.ts';
import { met, rowLine, type Row } from './row.ts';
import { shapes, trainingFlopsPerToken } from './shapes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const index = fileURLToPath(new URL('index.ts', import.meta.url));

test('a value at its target reaches it, and a row without a target has no verdict', () => {
  const row: Row = { name: 'x', value: 1.05, unit: '×' };
  assert.equal(met(row), null);
  assert.equal(met({ ...row, reach: { atMost: 1.05 } }), true);
  assert.equal(met({ ...row, reach: { atMost: 1.04 } }), false);
  assert.equal(met({ ...row, reach: { atLeast: 1.05 } }), true);
  assert.equal(met({ ...row, reach: { atLeast: 1.06 } }), false);
  assert.match(rowLine({ ...row, reach: { atLeast: 2 } }), /1\.05 × +≥ 2: NOT MET$/);
});

test('measurements alternate, and the round that warms up is not counted', async () => {
  const order: string[] = [];
  const named = (name: string, ms: number[]) => async () => {
    order.push(name);
    return ms.shift()!;
  };
  const [a, b] = await alternate(2, [named('a', [100, 1, 3]), named('b', [100, 2, 4])]);
  assert.deepEqual([order.join(''), a, b], ['ababab', [1, 3], [2, 4]]);
});

test('the ratio is taken within each round, not between medians', () => {
  // rounds 2/1, 9/3, 4/4: median 2; the medians' ratio would be 4/3
  assert.equal(medianRatio([2, 9, 4], [1, 3, 4]), 2);
  assert.equal(median([4, 1, 3, 2]), 2);
  assert.throws(() => median([]), /expected at least one value/);
});

test('the cost of a token is 6 per parameter and 6·L·H·D·T for causal attention', () => {
  const { architecture, length } = shapes['d64'];
  // per layer: norms 128, query and output 2·64·64, key and value 2·64·16, mlp 3·64·168; embedding 412·64,
  // convolution 4·64, norm 64
  const parameters = 2 * (128 + 8192 + 2048 + 32256) + 26368 + 256 + 64;
  assert.equal(trainingFlopsPerToken(architecture, length), 6 * parameters + 6 * 2 * 64 * 160);
});

test('the command prints a table and writes the same figures as JSON', (t) => {
  const file = join(temporaryFolder(t), 'bench.json');
  const printed = execFileSync(process.execPath, [index, '--quick', '--only', 'storage/random', '--json', file], {
    encoding: 'utf8',
  });
  const { machine, rows } = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(machine.cores >= 1 && machine.threads >= 1);
  assert.deepEqual(
    rows.map(({ name }: Row) => name),
    ['1,000 rollouts of 100 tokens', 'encoding one rollout', 'reading one rollout from the file', 'peak memory'],
  );
  for (const row of rows)
    assert.ok(Number.isFinite(row.value) && row.value > 0 && printed.includes(row.name), row.name);
  assert.equal(rows[0].met, true);
});

test('an unknown bench is refused with a suggestion', () => {
  assert.throws(
    () => execFileSync(process.execPath, [index, '--only', 'trainin'], { stdio: 'pipe', encoding: 'utf8' }),
    /unknown bench 'trainin' — did you mean training\?/,
  );
});
